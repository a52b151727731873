"""Letting the tools read a set of pages, in turns, and keeping what the peers gave."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from bench.quality.outputs import Output, load, save
from bench.quality.peers import BASE, Tool

Row = Mapping[str, Any]
WARM_UP: Row = {
    "url": "https://news.example/story",
    "lang": "en",
    "html": f"<html lang=en><title>Ferry</title><body>{'<p>The ferry sails again from Monday.</p>' * 9}</body></html>",
}


@dataclass(frozen=True)
class PageSet:
    """A set of pages: its name, its rows, and what of them a tool may see."""

    name: str
    rows: Sequence[Row]
    with_title: bool = False
    """Whether the references hold the title."""

    @property
    def ids(self) -> list[str]:
        """What the rows are called."""
        return [row["id"] if "id" in row else row["page"] for row in self.rows]


Runs = dict[str, list[Output]]
"""The outputs of each tool by its name, in the order of the rows."""


def run_set(pages: PageSet, tools: Sequence[Tool], keep: Path | None = None) -> Runs:
    """What each tool gives for every page of a set; with `keep` what a peer gave before is taken from that folder.

    Nutgraf and plain trafilatura are run every time: the one changes, and the other is what times are measured by.
    """
    kept = [tool for tool in tools if keep and tool.package != "nutgraf" and tool is not BASE]
    before = ((tool.name, load(kept_in(keep or Path(), pages, tool), pages.ids)) for tool in kept)
    found: Runs = {name: outputs for name, outputs in before if outputs}
    fresh = [tool for tool in tools if tool.name not in found]
    found |= read_in_turns(pages, fresh)
    for tool in fresh if keep else ():
        save(kept_in(keep or Path(), pages, tool), pages.ids, found[tool.name])
    return found


def read_in_turns(pages: PageSet, tools: Sequence[Tool]) -> Runs:
    """Every tool on each page before the next one, so that all meet the machine in the same state."""
    found: Runs = {tool.name: [] for tool in tools}
    for tool in tools:
        tool.run(WARM_UP)  # what is imported or built once is not timed; a tool that cannot even do this ends the run
    for number, row in enumerate(tqdm(pages.rows, desc=pages.name, unit=" pages", disable=None)):
        start = number % len(tools)
        outputs = {tool.name: read_page(tool, row, pages.with_title) for tool in (*tools[start:], *tools[:start])}
        for name, output in outputs.items():
            found[name].append(replace(output, beside=outputs[BASE.name].seconds))
    return found


def read_page(tool: Tool, row: Row, with_title: bool) -> Output:
    """What a tool makes of a page, with the CPU time for that, a separate title apart; a failure is an empty output."""
    begin = time.process_time()
    try:
        output = tool.run(row)
        seconds = time.process_time() - begin
        title = tool.title(row) if with_title and tool.title else output.title
    except Exception as error:
        return Output(failed=f"{type(error).__name__}: {error}", seconds=time.process_time() - begin)
    return replace(output, title=title or "", seconds=seconds)


def cpu(outputs: Iterable[Output]) -> float | None:
    """The CPU time of a tool as a multiple of plain trafilatura's on the same pages."""
    spent, beside = (sum(column) for column in zip(*((o.seconds, o.beside) for o in outputs)))
    return spent / beside if beside else None


def kept_in(folder: Path, pages: PageSet, tool: Tool) -> Path:
    """The file for what a tool, in this version, gave for a set."""
    name = re.sub(r"\W+", "-", tool.name)
    return folder / f"{pages.name}.{name}-{tool.version}.jsonl"
