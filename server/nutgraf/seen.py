"""What this machine has seen of a page's site, as plain counts: the values that travel from `sites/` to the spotter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from nutgraf.model import Article, Label

MOST = 10
"""Other pages that are told apart: more say no more."""

Said = Literal["content", "clutter"]
"""What a reader said of a line."""


@dataclass(frozen=True, slots=True)
class LineSeen:
    """What was seen of one block, and of the place that it stands in, on other pages of the site."""

    pages: int = 0
    """Other pages with the same line, its numbers and dates apart; up to MOST."""
    frame: int = 0
    """Other pages with the same words around another name or title."""
    place: int = 0
    """Other pages with text in an element like this one's."""
    clutter: int = 0
    """Letters there that the spotter called boilerplate by themselves."""
    letters: int = 0
    """Letters there, all in all."""
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class SiteSeen:
    """What was seen of a page's site: how many other pages, and of each block of this one."""

    pages: int
    lines: tuple[LineSeen, ...]
    """One for each block of the article, in the same order."""


Recall = Callable[[Article, tuple[Label, ...]], SiteSeen | None]
"""Gives what was seen of an article's site; None where that is nothing. It is told the labels by the page alone."""
