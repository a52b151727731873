"""How the cost of a page grows with its size: pages of our own, of paragraphs, links and markup, each a step larger."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bench.speed.costs import BASE, READING, contenders, cpu
from nutgraf.model import Page

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 9_500_000)
"""Bytes. The last is as large a page as a server takes."""
FROM = 100_000
"""Bytes from which growth counts: what a page costs at the least hides it below."""
_PARAGRAPH = (
    '<p class="para">On day {n} the lock keeper of Harrow wrote down {n} barges and <a href="/log/{n}">a cargo</a>, '
    "and asked the council once more for a second pair of hands, which it refused for want of money.</p>\n"
)


def page_of(size: int) -> Page:
    """A page of about so many bytes."""
    count = max(1, size // len(_PARAGRAPH))
    body = "".join(_PARAGRAPH.format(n=n) for n in range(count))
    html = f"<!doctype html><html lang=en><head><title>The lock book</title></head><body><article>{body}</article>"
    return Page(html=html, url="https://news.example/lock-book")


@dataclass(frozen=True)
class Point:
    """Bytes of a page, and milliseconds of CPU."""

    size: int
    reading: float
    base: float


def growth(sizes: Sequence[int] = SIZES) -> list[Point]:
    """What a page of each size costs, nutgraf and trafilatura."""
    pages = [page_of(size) for size in sizes]
    return [Point(len(p.html or ""), *(cpu(contenders(p)[name], 1) for name in (READING, BASE))) for p in pages]


def exponent(points: Sequence[tuple[int, float]], least: int = FROM) -> float:
    """The power of its size that a page's cost grows with: the slope of a straight line through the logarithms."""
    logs = [(math.log(size), math.log(cost)) for size, cost in points if size >= 0.9 * least]
    x, y = (sum(axis) / len(logs) for axis in zip(*logs))
    return sum((a - x) * (b - y) for a, b in logs) / sum((a - x) ** 2 for a, _ in logs)
