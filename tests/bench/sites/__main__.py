"""What site memory adds: F1, precision and recall of the reading text by how many pages of the site were seen before.

    python -m bench.sites DATA [--write]

DATA is a folder with `pages-sites.jsonl.xz` (rows: id, host, lang, url, html, text). Every page is read after 0, 1, 2,
4 and 9 others of its site, drawn by the page's name; it is never among them. Also what memory costs, in a file with a
million numbers of a thousand sites. `--write` puts tables and picture into docs/sites.md; it needs `make bench-sites`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.sites.cost import cost, cost_table
from bench.sites.curves import LANGUAGES, MEASURES, SEEN, Curve, curve, curve_table, trafilatura_curve
from bench.sites.pages import by_site, read_site_pages
from bench.speed.report import filled

DOCS = Path(__file__).parents[3] / "docs"


def main() -> None:
    """Measure, print, and write where asked to."""
    ask = argparse.ArgumentParser(prog="bench.sites", description=__doc__)
    ask.add_argument("data", type=Path)
    ask.add_argument("--write", action="store_true", help="write docs/sites.md and its picture (needs matplotlib)")
    given = ask.parse_args()
    source = given.data / "pages-sites.jsonl.xz"
    pages = read_site_pages(source)
    sites = by_site(pages)
    curves = {"all": curve(sites, None), **{name: curve(sites, code) for code, name in LANGUAGES.items()}}
    base = trafilatura_curve(source)
    tables = curve_table(curves, base, len(pages), len(sites))
    costs = cost_table(cost(pages))
    print(f"{tables}\n\n{costs}")
    if given.write:
        write(curves, tables, costs)


def write(curves: dict[str, Curve], tables: str, costs: str) -> None:
    """Put tables and picture into docs/."""
    from bench.plots import draw_curves

    page = DOCS / "sites.md"
    page.write_text(filled(page.read_text("utf-8"), {"curves": tables, "cost": costs}), encoding="utf-8")
    lines = {
        measure: {name: [getattr(c[k], measure) for k in SEEN] for name, c in curves.items()} for measure in MEASURES
    }
    draw_curves(DOCS / "sites.svg", SEEN, lines)


if __name__ == "__main__":
    main()
