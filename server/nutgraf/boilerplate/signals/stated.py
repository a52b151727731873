"""Signals of what the page's metadata state: the story's text, and its keywords."""

from __future__ import annotations

from nutgraf.boilerplate.signals.place import Layout
from nutgraf.model import Article

ENOUGH = 0.5
"""Share of an article's letters that the stated text must hold: a shorter one is a summary, or another text."""
BEGINNING = 60
"""Letters of a block that are looked for: metadata spell links and marks otherwise."""


def stated_signals(article: Article, layout: Layout) -> tuple[tuple[str, ...], ...]:
    """For each block the names of the signals that the metadata give."""
    found = [bool(key) and key[:BEGINNING] in article.stated for key in layout.letters] if article.stated else []
    held = sum(len(key) for key, there in zip(layout.letters, found) if there)
    known = bool(found) and held > ENOUGH * sum(map(len, layout.letters))
    return tuple(tuple(_names(key, found[i] if known else None, article)) for i, key in enumerate(layout.letters))


def _names(key: str, there: bool | None, article: Article) -> list[str]:
    names = ["page_topic"] if key in article.topics else []
    if key and there is not None:
        names.append("stated" if there else "not_stated")
    return names
