"""What a Reading costs, against trafilatura alone, as ratios: figures in milliseconds differ between machines.

    python -m bench.speed [PAGES.jsonl[.xz]] [--write] [--instructions]

PAGES holds rows with `html` and `url`; without it the project's own pages are taken. `--write` also measures how the
cost grows with the size of a page, and writes docs/speed.md and its pictures; `--instructions` counts instructions
under cachegrind as well, which takes some minutes.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tqdm import tqdm

from bench.speed.costs import BASE, DEFAULT, READING, Costs, costs_of, shares, stages_of
from bench.speed.growth import growth
from bench.speed.instructions import instructions
from bench.speed.pages import read_pages
from bench.speed.report import exponents, instructions_table, report, shares_table

DOCS = Path(__file__).parents[3] / "docs"


def main() -> None:
    """Measure and print."""
    ask = argparse.ArgumentParser(prog="bench.speed", description=__doc__)
    ask.add_argument("pages", nargs="?", help="file of pages; default: the project's own")
    ask.add_argument("--write", action="store_true", help="write docs/speed.md and its pictures")
    ask.add_argument("--instructions", action="store_true", help="count instructions as well (needs valgrind)")
    given = ask.parse_args()
    measured: list[Costs] = [
        {**costs_of(page), **stages_of(page)} for page in tqdm(list(read_pages(given.pages)), unit="page")
    ]
    found = shares(measured)
    print(f"{len(measured)} pages, CPU\n\n{shares_table(found)}\n")
    print(f"Reading x {DEFAULT}: {found[READING].median / found[DEFAULT].median:.2f} by the medians")
    counted = instructions(given.pages) if given.instructions else {}
    if counted:
        print(f"\n{instructions_table(counted)}")
    if given.write:
        points = growth()
        print(exponents(points))
        report(DOCS, [p[READING] / p[BASE] for p in measured], found, counted, points)


if __name__ == "__main__":
    main()
