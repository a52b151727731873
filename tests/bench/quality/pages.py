"""How near a text is to the reference of its page: precision, recall and F1 over a set of pages.

Two measures. A page with a full reference is compared by its 4-grams of words, as the article extraction benchmark of
Zyte does (github.com/scrapinghub/article-extraction-benchmark): precision and recall are means over the pages, F1 is
theirs. A page with segments that must be there and segments that must not is compared as trafilatura's evaluation
does: segments found in the text, pooled over all pages.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any, TypeVar

T = TypeVar("T")
N_GRAM = 4
RESAMPLES = 1000
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Figures:
    """Precision and recall of a set of pages, 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both; 0 when both are."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True)
class Hits:
    """What a page counts: of `found` pieces of the text and `wanted` ones of the reference, `right` are both."""

    right: int
    found: int
    wanted: int


@dataclass(frozen=True)
class Comparison:
    """F1 of one tool less F1 of another over the same pages, and its 95 % interval."""

    gain: float
    low: float
    high: float


@dataclass(frozen=True)
class Measure:
    """One way to compare: what a page counts, and the figures of many pages."""

    hits: Callable[[Mapping[str, Any], str], Hits]
    figures: Callable[[Sequence[Hits]], Figures]


def measure_for(rows: Sequence[Mapping[str, Any]]) -> tuple[Measure, list[int]]:
    """The measure that the references of a set allow, and which of its rows can be measured so.

    Rows hold a full reference as `text`, or segments as `with` and `without`. Full references win.
    """
    full = [i for i, row in enumerate(rows) if row["text"]]
    return (BY_SHINGLES, full) if full else (BY_SEGMENTS, list(range(len(rows))))


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Every run of four words of a text, with how often it stands there; a shorter text is one run."""
    words = _WORD.findall(text)
    if len(words) < N_GRAM:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[i:] for i in range(N_GRAM))))


def shingle_hits(row: Mapping[str, Any], text: str) -> Hits:
    """The runs of four words that a text shares with the reference of its page."""
    wanted, found = shingles(row["text"]), shingles(text)
    return Hits((wanted & found).total(), found.total(), wanted.total())


def mean_figures(pages: Sequence[Hits]) -> Figures:
    """Means over the pages; a page without text has no precision, one without reference no recall."""
    precisions = [page.right / page.found for page in pages if page.found]
    recalls = [page.right / page.wanted for page in pages if page.wanted]
    return Figures(fmean(precisions or [0.0]), fmean(recalls or [0.0]))


def segment_hits(row: Mapping[str, Any], text: str) -> Hits:
    """The segments of a page that stand in a text, white space folded; those that must not count as found."""
    folded = _fold(text)
    right = sum(_fold(segment) in folded for segment in row["with"])
    wrong = sum(_fold(segment) in folded for segment in row["without"])
    return Hits(right, right + wrong, len(row["with"]))


def pooled_figures(pages: Sequence[Hits]) -> Figures:
    """Precision and recall of all segments of all pages taken together."""
    right, found, wanted = (sum(column) for column in zip(*((p.right, p.found, p.wanted) for p in pages)))
    return Figures(right / max(1, found), right / max(1, wanted))


BY_SHINGLES = Measure(shingle_hits, mean_figures)
BY_SEGMENTS = Measure(segment_hits, pooled_figures)


def compare(measure: Measure, mine: Sequence[Hits], theirs: Sequence[Hits]) -> Comparison:
    """How much better one tool is than another on the same pages, by a paired bootstrap over them."""
    pairs = list(zip(mine, theirs))

    def gain(drawn: Sequence[tuple[Hits, Hits]]) -> float:
        ours, others = zip(*drawn)
        return measure.figures(ours).f1 - measure.figures(others).f1

    gains = sorted(gain(drawn) for drawn in resamples(pairs))
    return Comparison(gain(pairs), gains[RESAMPLES // 40], gains[-RESAMPLES // 40])


def resamples(items: Sequence[T], seed: int = 0) -> list[list[T]]:
    """As many items as there are, drawn with replacement, again and again; the same ones on every machine."""
    draw = random.Random(seed).random  # noqa: S311
    count = len(items)
    return [[items[int(draw() * count)] for _ in range(count)] for _ in range(RESAMPLES)]


def _fold(text: str) -> str:
    return " ".join(text.split())
