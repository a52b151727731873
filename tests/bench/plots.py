"""The pictures beside the figures in docs/: the only importer of matplotlib."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.speed.costs import BASE, READING

if TYPE_CHECKING:
    from bench.speed.growth import Point

GREEN, GREY = "#0b6e4f", "#999999"


def draw_speed(path: Path, ratios: Sequence[float], points: Sequence[Point]) -> None:
    """How many pages cost how much of trafilatura's time, and how the cost grows with the size of a page."""
    figure, (left, right) = _subplots(2)
    left.plot(sorted(ratios), [(i + 1) / len(ratios) for i in range(len(ratios))], color=GREEN)
    left.axvline(1, color=GREY, linewidth=0.8)
    left.set(xlabel=f"CPU of a Reading × {BASE}", ylabel="share of pages", ylim=(0, 1))
    sizes = [p.size for p in points]
    right.loglog(sizes, [p.reading / points[0].reading for p in points], "o-", color=GREEN, label=READING)
    right.loglog(sizes, [p.base / points[0].base for p in points], "o-", color=GREY, label="trafilatura")
    right.set(xlabel="bytes of a page", ylabel="CPU × the smallest page's")
    right.legend()
    figure.savefig(path, metadata={"Date": None})


def draw_curves(path: Path, seen: Sequence[int], curves: Mapping[str, Mapping[str, Sequence[float]]]) -> None:
    """For each measure (F1, precision …) a picture with a curve for each name, by the number of pages seen before."""
    figure, axes = _subplots(len(curves))
    for axis, (measure, lines) in zip(axes, curves.items()):
        for i, (name, values) in enumerate(lines.items()):
            style = {"color": GREEN, "linewidth": 2.5} if i == 0 else {"linewidth": 1}
            axis.plot(seen, values, "o-", label=name, **style)
        axis.set(xlabel="other pages of the site seen before", ylabel=measure, xticks=list(seen))
    axes[-1].legend()
    figure.savefig(path, metadata={"Date": None})


def _subplots(number: int) -> Any:
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot as plt

    mpl.rcParams["svg.hashsalt"] = "nutgraf"
    return plt.subplots(1, number, figsize=(4.5 * number, 3.4), layout="constrained")
