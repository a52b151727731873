"""What the server costs on top of the reader, how it starts, and how it stands many clients.

    python -m bench.server [PAGES.jsonl[.xz]] [--seconds 60] [--write]

PAGES holds rows with `html` and `url`; without it the project's own pages are taken. `--write` puts the tables into
docs/server.md. Exits with 1 where an answer was lost or was another page's.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from bench.server.clients import Load, load
from bench.server.pool import KILLS, gain, kill, memory
from bench.server.running import server
from bench.server.start import on_top, start
from bench.speed.pages import read_pages
from hostile import page
from nutgraf.model import Page

DOCS = Path(__file__).parents[3] / "docs" / "server.md"
_TABLE = re.compile(r"(?s)<!-- figures -->\n.*<!-- /figures -->")
CLIENTS = (1, 8, 64)
SLOW = 40
MENU = "<ul>" + "<li class=menu-item><a href=/harbour>All about the harbour</a></li>" * 500 + "</ul>"
"""What stands on a page beside its story."""


def clients_table(loads: Sequence[Load]) -> str:
    """What came of each run, in Markdown."""
    head = (
        "| clients | slow headers and bodies beside | answers | a second | median, s | p99, s | asked again | lost "
        "| wrong |\n|---|---|---|---|---|---|---|---|---|"
    )
    rows = (
        f"| {run.clients} | {f'{run.slow} + {run.slow}' if run.slow else 'none'} | {len(run.times):,} "
        f"| {len(run.times) / run.seconds:.0f} | {run.percentile(50):.2f} | {run.percentile(99):.2f} "
        f"| {run.refused} | {run.lost} | {run.wrong} |"
        for run in loads
    )
    return "\n".join([head, *rows])


def figures(pages: Sequence[Page]) -> str:
    """All that needs no other clients, in Markdown."""
    began = start(page(""))
    with server() as running:
        middle, whole = on_top(running, pages)
    cores = os.cpu_count() or 1
    more = gain(pages, cores)
    over, after = kill()
    few, many = memory(pages)
    rows = {
        "processor time until connections are taken": f"{began.accepts_cpu:.2f} s",
        f"first answer after the command, less {began.imports:.2f} s that importing the reader takes": (
            f"{began.first - began.imports:.2f} s"
        ),
        f"a page through the server × a Reading in one process, median and sum of {len(pages)} pages": (
            f"{middle:.2f}, {whole:.2f}"
        ),
        f"pages a second of {cores} workers on {cores} processors × one worker": f"{more:.2f}",
        f"a hanging page is answered after its limit, slowest of {KILLS}": f"{over:.2f} s",
        "and the next page, by the new worker": f"{after:.2f} s",
        "memory of a process after 5,000 pages × after 500": f"{many / few:.3f} ({few:.0f} MB)",
    }
    return "\n".join(["| what | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())])


def main() -> None:
    """Measure and print."""
    ask = argparse.ArgumentParser(prog="bench.server", description=__doc__)
    ask.add_argument("pages", nargs="?", help="file of pages; default: the project's own")
    ask.add_argument("--seconds", type=float, default=60, help="how long each number of clients is at it")
    ask.add_argument("--write", action="store_true", help="write docs/server.md")
    given = ask.parse_args()
    pages = list(read_pages(given.pages))
    found = figures(pages)
    loads = []
    with server() as running:
        for clients in tqdm(CLIENTS, unit="run"):
            loads.append(load(running, clients, given.seconds, [page(MENU)], SLOW if clients == max(CLIENTS) else 0))
    text = f"{found}\n\n{clients_table(loads)}"
    print(text)
    if given.write:
        whole = f"<!-- figures -->\n{text}\n<!-- /figures -->"
        DOCS.write_text(_TABLE.sub(lambda _: whole, DOCS.read_text("utf-8")), encoding="utf-8")
    raise SystemExit(any(run.lost or run.wrong for run in loads))


if __name__ == "__main__":
    main()
