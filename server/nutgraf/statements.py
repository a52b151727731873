"""What a page states about its story in its metadata, for machines: the whole text, and what it is about.

A block that the stated text leaves out, where it holds most of the others, is no part of the story; a block that is
nothing but a stated keyword is a tag.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from nutgraf.dom import Tree, letters
from nutgraf.parsing import is_json_ld

BODIES = frozenset({"articleBody", "reviewBody", "text"})
"""Properties of schema.org that hold a text."""
TOPICS = frozenset({"keywords", "news_keywords", "article:tag", "article:section", "section", "parsely-tags"})
SHORTEST = 300
"""Characters from which a stated text may be a story."""
MOST_DATA = 1_000_000
"""Characters of a script of JSON-LD beyond which it is not read."""
DEEPEST = 12
_TAG = re.compile(r"<[^<>]{1,2000}>")
_SEPARATOR = re.compile("[,;،、|]")


def stated_text(tree: Tree) -> str:
    """The letters of the longest text that the page's JSON-LD states, empty where it states none.

    Schema.org's `articleBody`: "the actual body of the article".
    """
    found = [text for data in _structured(tree) for text in _texts(data, DEEPEST)]
    longest = max(found, key=len, default="")
    return letters(unescape(_TAG.sub(" ", longest)))


def topics(tree: Tree) -> frozenset[str]:
    """The letters of each keyword, tag and section that the page's metadata name."""
    given = (
        meta.get("content") or ""
        for meta in tree.iter("meta")
        if (meta.get("property") or meta.get("name") or "").lower() in TOPICS
    )
    return frozenset(filter(None, (letters(topic) for value in given for topic in _SEPARATOR.split(value))))


def json_ld(tree: Tree) -> Iterator[str]:
    """The text of each script of JSON-LD on the page, as it is written (https://www.w3.org/TR/json-ld11/)."""
    for script in tree.iter("script"):
        if is_json_ld(script):
            yield script.text or ""


def _structured(tree: Tree) -> Iterator[Any]:
    for text in json_ld(tree):
        if len(text) <= MOST_DATA:
            try:
                yield json.loads(text, strict=False)
            except (ValueError, RecursionError):
                continue


def _texts(data: Any, depth: int) -> Iterator[str]:
    if depth == 0:
        return
    if isinstance(data, list):
        for entry in data:
            yield from _texts(entry, depth - 1)
    elif isinstance(data, dict):
        for name, value in data.items():
            if name in BODIES and isinstance(value, str) and len(value) >= SHORTEST:
                yield value
            yield from _texts(value, depth - 1)
