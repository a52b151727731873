"""What a page is that is no article, and why: points by kind for the signs it shows (`pagekind.toml`).

Signs of an article count against all kinds. Of a page with enough running prose nothing is doubted; a page of lists is
refused only where the lists are what was found on it. In doubt a page is read, with a warning.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nutgraf.tables import read_tables

REFUSED = 4
"""Points from which a page is refused."""
DOUBTED = 3
LITTLE_PROSE = 40
"""Words of running prose below which a page has next to none."""
LONG_PROSE = 250
"""Words of running prose from which a page is an article, whatever else it shows."""
LISTED = 3
"""How many words of lists there are for each word of running prose, at the least, on a page of lists that is refused;
one that is doubted has more of them than of prose."""
MOST_REASONS = 2


@dataclass(frozen=True, slots=True)
class Content:
    """What a page's main content is made of, in words: running prose, and entries of lists of links."""

    prose: int
    listed: int


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page that is no article."""

    name: str
    """What it is called: "a front page"."""
    next: str
    """What to do instead."""
    prose: int
    """Words of running prose that such a page has at the most."""
    lists: bool = False
    """Whether it consists of lists of links."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a page looks like: the name of a kind, why, and whether that is sure enough to refuse it."""

    kind: str
    reason: str
    refused: bool


@lru_cache(maxsize=1)
def tables() -> Mapping[str, Any]:
    """The data file, as it is written."""
    return read_tables("nutgraf", "pagekind.toml")


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, Kind]:
    """Every kind by its name; where two have as many points, the first is it."""
    return {name: Kind(**fields) for name, fields in tables()["kinds"].items()}


def judge(signs: Collection[str], content: Content) -> Verdict | None:
    """What a page with these signs and this main content looks like, where it does not look like an article."""
    shown = [sign for sign in tables()["signs"] if sign in signs or sign in _content_signs(content)]
    points = {name: _points(shown, name) for name, kind in kinds().items() if _may_be(kind, content)}
    name = max(points, key=lambda name: points[name], default="")
    total = points.get(name, 0) - _points(shown, "article")
    if total < DOUBTED:
        return None
    return Verdict(name, _reason(shown, name), total >= REFUSED and _is_sure(kinds()[name], content))


def describe(kind: str | None, reason: str | None) -> str | None:
    """A sentence that says what a page looks like and why, and one that says what to do; None for no known kind."""
    known = kinds().get(kind or "")
    return f"{looks_like(kind, reason)} {known.next}" if known else None


def looks_like(kind: str | None, reason: str | None) -> str:
    """What a page looks like and why, as a sentence."""
    known = kinds().get(kind or "")
    return f"This looks like {known.name}{f': {reason}' if reason else ''}." if known else ""


def _content_signs(content: Content) -> tuple[str, ...]:
    listed = ("mostly_listed",) if content.listed > content.prose else ()
    return (*listed, "no_prose") if content.prose < LITTLE_PROSE else listed


def _may_be(kind: Kind, content: Content) -> bool:
    return content.prose < LONG_PROSE and (not kind.lists or content.listed >= content.prose)


def _is_sure(kind: Kind, content: Content) -> bool:
    return content.prose <= kind.prose and (not kind.lists or content.listed >= LISTED * content.prose)


def _points(signs: Collection[str], kind: str) -> int:
    return sum(tables()["signs"][sign].get(kind, 0) for sign in signs)


def _reason(signs: Collection[str], kind: str) -> str:
    """The weightiest signs of a kind, in words."""
    table = tables()["signs"]
    telling = sorted((sign for sign in signs if kind in table[sign]), key=lambda sign: -table[sign][kind])
    return " and ".join(table[sign]["why"] for sign in telling[:MOST_REASONS])
