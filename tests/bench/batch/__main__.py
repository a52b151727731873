"""What reading many pages costs, on nutgraf's own engine and on datatrove, and whether both give the same.

    python -m bench.batch DATA [--pages 2000] [--files 4] [--rounds 3] [--write]

DATA is a folder with `pages-*.jsonl.xz` (rows: url, html), `pages-sites.jsonl.xz` among them. `--write` puts the tables
into docs/scale.md. Exits with 1 where a row was lost or came out otherwise than it should.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path

from tqdm import tqdm

from bench.batch.engines import DATATROVE, OWN
from bench.batch.outcomes import differing, named, poisoned_of, sampled, served
from bench.batch.packing import dev_pages
from bench.batch.plan import bytes_a_page, processor
from bench.batch.rounds import ALL, BAD, output, packed, run_round
from bench.batch.sites import crawl
from bench.batch.tables import Same, engines_table, plan_table, poison_table, same_table

DOCS = Path(__file__).parents[3] / "docs" / "scale.md"
SITES = "pages-sites.jsonl.xz"
_TABLE = re.compile(r"(?s)<!-- figures -->\n.*<!-- /figures -->")


def main() -> None:
    """Measure, print, and write where asked to."""
    ask = argparse.ArgumentParser(prog="bench.batch", description=__doc__)
    ask.add_argument("data", type=Path)
    ask.add_argument("--pages", type=int, default=2000)
    ask.add_argument("--files", type=int, default=4)
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--write", action="store_true", help="write docs/scale.md")
    given = ask.parse_args()
    with tempfile.TemporaryDirectory(prefix="nutgraf-batch-") as folder:
        tables, sound = measured(given.data, given.pages, given.files, given.rounds, Path(folder))
    text = "\n\n".join(tables)
    print(text)
    if given.write:
        whole = f"<!-- figures -->\n{text}\n<!-- /figures -->"
        DOCS.write_text(_TABLE.sub(lambda _: whole, DOCS.read_text("utf-8")), encoding="utf-8")
    raise SystemExit(not sound)


def measured(data: Path, pages: int, files: int, rounds: int, folder: Path) -> tuple[list[str], bool]:
    """The tables, and whether all came out as it should."""
    sets = packed(dev_pages(data, pages), folder, files)
    sites = crawl(dev_pages(data, names=SITES), folder / "of-sites", files)
    read, steps = processor(sets, sites)
    took = [run_round(sets, number) for number in tqdm(range(rounds), unit="round", file=sys.stderr)]
    clean = {engine: output(sets, engine, ALL).rows() for engine in (OWN, DATATROVE)}
    bad = {
        engine: poisoned_of(took[0], engine, rows, output(sets, engine, BAD).rows()) for engine, rows in clean.items()
    }
    answers = served(sampled(sets.folder / f"{ALL}.warc.gz"))
    same = Same(
        (len(clean[OWN]), len(differing(*clean.values()))),
        (len(answers), len(differing(answers, named(clean[OWN], answers)))),
    )
    print("\n".join(f"{key}: {spent}" for found in took for key, spent in found.items()), file=sys.stderr)
    tables = [
        engines_table(took, sets),
        poison_table(bad),
        same_table(same, sites),
        plan_table(read, steps, bytes_a_page(sets), sites),
    ]
    wrong = [*(p.changed + pages // 100 - p.bad for p in bad.values()), same.engines[1], same.server[1]]
    return tables, len(clean[OWN]) == pages and not any([*wrong, sites.differ, sites.read_otherwise])


if __name__ == "__main__":
    main()
