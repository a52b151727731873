"""Nutgraf beside other extractors on real pages with references by people.

    make bench-quality DATA=folder [QUALITY="--sets zyte,blocks --limit 50"]

The folder holds pages-{zyte,fundus,wcxb,trafeval,sites}.jsonl.xz (rows: id, url, lang, html, and as the reference
`text`, or `with` and `without`) and labelled-blocks.jsonl.xz (rows: page, url, lang, title, full, html, blocks); sets
that are not there are left out. Prints Markdown tables. Everything runs in one process, the tools in turns on each
page, so that their CPU times compare; a full run takes most of an hour.
"""

from __future__ import annotations

import argparse
import logging
import sys
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.quality import blocks
from bench.quality.outputs import Output, read_rows
from bench.quality.pages import compare, measure_for
from bench.quality.peers import BASE, PEERS, Tool, ours
from bench.quality.runs import PageSet, Runs, cpu, run_set
from bench.quality.tables import Results, markdown
from nutgraf.options import MODES

BLOCKS = "blocks"
TITLED = "sites"
"""The set whose references begin with the title, so that every tool's title is put before its text."""
FILES = {
    **{name: f"pages-{name}.jsonl.xz" for name in ("zyte", "fundus", "wcxb", "trafeval", TITLED)},
    BLOCKS: "labelled-blocks.jsonl.xz",
}


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """What the command was asked for."""
    ask = argparse.ArgumentParser(
        prog="bench.quality", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument("data", type=Path, help="the folder with the sets")
    ask.add_argument("--sets", type=_names, default=list(FILES), help=f"some of {','.join(FILES)}; default: all")
    ask.add_argument("--mode", nargs="+", choices=MODES, default=["normal"], help="nutgraf's, a row for each")
    ask.add_argument("--limit", type=int, help="the first so many pages of each set")
    ask.add_argument("--keep", type=Path, help="folder for outputs; what peers gave is taken from there next time")
    ask.add_argument("--markdown", type=Path, help="write the tables to this file as well")
    return ask.parse_args(given)


def _names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - set(FILES):
        raise argparse.ArgumentTypeError(f"no such set: {', '.join(sorted(unknown))}")
    return names


def main() -> None:
    """Run the tools that are installed and print what came out."""
    given = arguments()
    paths = {name: given.data / FILES[name] for name in given.sets}
    if not any(path.exists() for path in paths.values()):
        sys.exit(f"{given.data} holds none of {', '.join(path.name for path in paths.values())}")
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)  # the peers have much to say about pages
    tools = [*map(ours, given.mode), *PEERS]
    text = markdown(measure(paths, tools, given.limit, given.keep))
    print(text)
    if given.markdown:
        given.markdown.write_text(text, encoding="utf-8")


def measure(
    paths: Mapping[str, Path], tools: Sequence[Tool], limit: int | None = None, keep: Path | None = None
) -> Results:
    """The figures of all tools over the sets whose files are there."""
    results = Results(tools)
    installed = [tool for tool in tools if tool.version]
    all_outputs: Runs = {tool.name: [] for tool in installed}
    for name, path in paths.items():
        if path.exists():
            pages = PageSet(name, read_rows(path, limit), with_title=name == TITLED)
            runs = run_set(pages, installed, keep)
            _score(results, pages, runs)
            for tool, outputs in runs.items():
                all_outputs[tool] += outputs
    results.cpu = {name: cpu(outputs) for name, outputs in all_outputs.items()}
    failed = {name: sum(bool(o.failed) for o in outputs) for name, outputs in all_outputs.items()}
    results.failures = {name: count for name, count in failed.items() if count}
    return results


def _score(results: Results, pages: PageSet, runs: Runs) -> None:
    """Put the figures of one set into the results; a set with titles is scored with them and without."""
    if pages.name == BLOCKS:
        results.sizes[BLOCKS] = len(pages.rows)
        results.blocks = {name: blocks.figures(pages.rows, outputs) for name, outputs in runs.items()}
        return
    texts = {name: [o.text for o in outputs] for name, outputs in runs.items()}
    if pages.with_title:
        titled = {name: [_titled(o) for o in outputs] for name, outputs in runs.items()}
        _score_texts(results, pages.name, pages.rows, titled)
        _score_texts(results, f"{pages.name} without titles", pages.rows, texts)
    else:
        _score_texts(results, pages.name, pages.rows, texts)


def _titled(output: Output) -> str:
    return f"{output.title}\n{output.text}"


def _score_texts(
    results: Results, column: str, rows: Sequence[Mapping[str, Any]], texts: Mapping[str, Sequence[str]]
) -> None:
    measure, used = measure_for(rows)
    hits = {name: [measure.hits(rows[i], found[i]) for i in used] for name, found in texts.items()}
    results.sizes[column] = len(used)
    results.pages[column] = {name: measure.figures(pages) for name, pages in hits.items()}
    results.gains[column] = compare(measure, hits[results.tools[0].name], hits[BASE.name])


if __name__ == "__main__":
    main()
