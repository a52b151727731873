"""The tables of docs/speed.md and its pictures; the only importer of matplotlib."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.speed.costs import BASE, DEFAULT, READING, Share
from bench.speed.growth import exponent

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


def growth_table(points: Sequence[tuple[int, float]]) -> str:
    """Sizes of pages, and CPU as multiples of the smallest page's, in Markdown."""
    head = "| page | CPU × the first | × per byte |\n|---|---|---|"
    size, cost = points[0]
    rows = (f"| {s / 1000:,.0f} KB | {c / cost:.1f} | {c / cost / (s / size):.2f} |" for s, c in points)
    return "\n".join([head, *rows])


def _indented(name: str) -> str:
    bare = name.lstrip()
    return "&nbsp;" * (len(name) - len(bare)) + bare


def report(
    docs: Path,
    ratios: Sequence[float],
    found: Mapping[str, Share],
    counted: Mapping[str, int],
    points: Sequence[tuple[int, float]],
) -> None:
    """Write the tables into docs/speed.md, where its marks are, and draw the pictures beside it."""
    reading, default = found[READING], found[DEFAULT]
    against = f"A Reading takes {reading.median:.2f} × `{BASE}` and {reading.median / default.median:.2f} × `{DEFAULT}`"
    parts = {
        "shares": f"{against}, by the medians of {len(ratios)} pages.\n\n{shares_table(found)}",
        "growth": f"CPU grows with a page's size to the power of {exponent(points):.2f}.\n\n{growth_table(points)}",
    }
    if counted:
        parts["instructions"] = instructions_table(counted)
    page = docs / "speed.md"
    page.write_text(filled(page.read_text("utf-8"), parts), encoding="utf-8")
    _draw(docs, ratios, points)


def filled(text: str, parts: Mapping[str, str]) -> str:
    """The text with each part between its marks; ValueError where a part has none."""
    for name, part in parts.items():
        pattern = re.compile(rf"<!-- {name} -->\n.*?<!-- /{name} -->", re.DOTALL)
        if not pattern.search(text):
            raise ValueError(f"there is no place for {name}")
        text = pattern.sub(lambda _, name=name, part=part: _PART.format(name=name, text=part), text)
    return text


def _draw(docs: Path, ratios: Sequence[float], points: Sequence[tuple[int, float]]) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot as plt

    mpl.rcParams["svg.hashsalt"] = "nutgraf"
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    left.plot(sorted(ratios), [(i + 1) / len(ratios) for i in range(len(ratios))], color="#0b6e4f")
    left.axvline(1, color="#999999", linewidth=0.8)
    left.set(xlabel=f"CPU of a Reading × {BASE}", ylabel="share of pages", ylim=(0, 1))
    right.loglog([size for size, _ in points], [cost for _, cost in points], "o-", color="#0b6e4f")
    right.set(xlabel="bytes of a page", ylabel="ms of CPU")
    figure.savefig(docs / "speed.svg", metadata={"Date": None})
