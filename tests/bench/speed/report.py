"""The tables of docs/speed.md and its pictures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.plots import draw_speed
from bench.speed.costs import BASE, DEFAULT, READING, Share
from bench.speed.growth import Point, exponent

_PART = "<!-- {name} -->\n{text}\n<!-- /{name} -->"


def shares_table(found: Mapping[str, Share]) -> str:
    """Every contender and stage as multiples of BASE, in Markdown."""
    head = f"| CPU × {BASE} | median | p95 | sum |\n|---|---|---|---|"
    rows = (f"| {_indented(name)} | {s.median:.2f} | {s.p95:.2f} | {s.total:.2f} |" for name, s in found.items())
    return "\n".join([head, *rows])


def instructions_table(counted: Mapping[str, int]) -> str:
    """Instructions as multiples of BASE's, in Markdown."""
    head = f"| instructions × {BASE} | |\n|---|---|"
    return "\n".join([head, *(f"| {name} | {n / counted[BASE]:.2f} |" for name, n in counted.items())])


def growth_table(points: Sequence[Point]) -> str:
    """Sizes of pages, and CPU per byte as multiples of the smallest page's, in Markdown."""
    head = "| page | Reading, per byte × the first | trafilatura, the same | Reading × trafilatura |\n|---|---|---|---|"
    one = points[0]
    rows = (
        f"| {p.size / 1000:,.0f} KB | {_per_byte(p.size, p.reading) / _per_byte(one.size, one.reading):.2f} "
        f"| {_per_byte(p.size, p.base) / _per_byte(one.size, one.base):.2f} | {p.reading / p.base:.2f} |"
        for p in points
    )
    return "\n".join([head, *rows])


def _per_byte(size: int, cost: float) -> float:
    return cost / size


def exponents(points: Sequence[Point]) -> str:
    """How both grow, in words."""
    reading = exponent([(p.size, p.reading) for p in points])
    base = exponent([(p.size, p.base) for p in points])
    return f"CPU grows with a page's size to the power of {reading:.2f}; trafilatura's alone to that of {base:.2f}."


def _indented(name: str) -> str:
    bare = name.lstrip()
    return "&nbsp;" * (len(name) - len(bare)) + bare


def report(
    docs: Path,
    ratios: Sequence[float],
    found: Mapping[str, Share],
    counted: Mapping[str, int],
    points: Sequence[Point],
) -> None:
    """Write the tables into docs/speed.md, where its marks are, and draw the pictures beside it."""
    reading, default = found[READING], found[DEFAULT]
    against = f"A Reading takes {reading.median:.2f} × `{BASE}` and {reading.median / default.median:.2f} × `{DEFAULT}`"
    parts = {
        "shares": f"{against}, by the medians of {len(ratios)} pages.\n\n{shares_table(found)}",
        "growth": f"{exponents(points)}\n\n{growth_table(points)}",
    }
    if counted:
        parts["instructions"] = instructions_table(counted)
    page = docs / "speed.md"
    page.write_text(filled(page.read_text("utf-8"), parts), encoding="utf-8")
    draw_speed(docs / "speed.svg", ratios, points)


def filled(text: str, parts: Mapping[str, str]) -> str:
    """The text with each part between its marks; ValueError where a part has none."""
    for name, part in parts.items():
        pattern = re.compile(rf"<!-- {name} -->\n.*?<!-- /{name} -->", re.DOTALL)
        if not pattern.search(text):
            raise ValueError(f"there is no place for {name}")
        text = pattern.sub(lambda _, name=name, part=part: _PART.format(name=name, text=part), text)
    return text
