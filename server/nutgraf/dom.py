"""Where text stands in the parsed page.

Trafilatura gives back text and throws the attributes away. `PageIndex` keeps, of the tree as it was parsed, the letters
of all text in page order, and of every element where its letters begin and end. A block is then found again by its
letters, and what its element and the elements around it are called tells what it is for.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree, html

Tree: TypeAlias = html.HtmlElement
"""A parsed page, or an element of one."""
Node: TypeAlias = etree._Element
"""An element of any tree: trafilatura's have no HTML in them."""
UNSEEN = frozenset({"script", "style", "noscript", "template", "title", "svg", "iframe", "object", "textarea"})
"""Elements whose text no reader sees. `head` is none of them: lxml leaves everything in it on a page without `body`."""
SPECIFIC = 40
"""Letters from which a text is taken to stand on a page once: such blocks are found first and hold the others."""
_NO_LETTER = re.compile(r"[\W_]+")
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else None for code in range(128)}
"""The same for a text of nothing else, in a tenth of the time."""


def letters(text: str) -> str:
    """The letters and digits of a text, case folded: what is left alike by every way of laying text out.

    Not `lower()`, which writes a Greek sigma by what follows it: the same letters would differ in one node and in two.
    """
    if text.isascii():
        return text.translate(_ASCII)
    return _NO_LETTER.sub("", text).casefold()


def text_length(element: Node) -> int:
    """Characters of all text in an element, runs of white space counted as one."""
    text = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
    return len(" ".join(text.split()))


def walk(root: Tree) -> etree.iterwalk:
    """The elements from `root` inwards, as `("start" or "end", element)` in page order; it can leave a subtree out."""
    return etree.iterwalk(root, events=("start", "end"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block was found: `[start:end]` of the index's letters and the elements around, innermost first."""

    start: int
    end: int
    elements: tuple[html.HtmlElement, ...]


class PageIndex:
    """The letters of a page and the elements they stand in. Build it before the tree is given to an extractor."""

    def __init__(self, tree: html.HtmlElement) -> None:
        self.spans: dict[html.HtmlElement, tuple[int, int]] = {}
        """For each element, where its letters begin and end in `letters`."""
        self._links: list[tuple[int, int]] = []
        """The spans of links, in page order, none inside another."""
        self._starts: list[int] = []
        self._owners: list[html.HtmlElement] = []
        pieces: list[str] = []
        self._length = 0
        opened: dict[html.HtmlElement, int] = {}
        walker = walk(tree)
        for event, element in walker:
            if event == "start":
                opened[element] = self._length
                if not isinstance(element.tag, str) or element.tag in UNSEEN:
                    walker.skip_subtree()
                else:
                    self._add(element.text, element, pieces)
            else:
                span = self.spans[element] = (opened.pop(element), self._length)
                if element.tag == "a" and span[0] < span[1]:
                    self._add_link(span)
                if element is not tree:
                    self._add(element.tail, element.getparent(), pieces)
        self.letters = "".join(pieces)

    def _add(self, text: str | None, owner: html.HtmlElement | None, pieces: list[str]) -> None:
        if text and owner is not None and (found := letters(text)):
            self._starts.append(self._length)
            self._owners.append(owner)
            pieces.append(found)
            self._length += len(found)

    def _add_link(self, span: tuple[int, int]) -> None:
        while self._links and self._links[-1][0] >= span[0]:  # links inside this one, which ended before it
            self._links.pop()
        self._links.append(span)

    def link_density(self, element: html.HtmlElement) -> float:
        """Share of an element's letters that are link text, 0 to 1."""
        start, end = self.spans[element]
        return self.linked(start, end) / max(1, end - start)

    def linked(self, start: int, end: int) -> int:
        """Letters between two places that are link text."""
        first, last = bisect_left(self._links, (start, 0)), bisect_left(self._links, (end, 0))
        around = self._links[max(0, first - 1) : last]  # a link may begin before the place, and end after it
        return sum(max(0, min(e, end) - max(s, start)) for s, e in around)

    def locate(self, texts: Sequence[str]) -> list[Place | None]:
        """Find each of the texts, given in page order, or None where it does not stand on the page.

        Long texts are looked up first; a short one ("Share") is then sought between its found neighbours, where it
        fills whole text nodes if it can.
        """
        keys = [letters(text) for text in texts]
        found: list[Place | None] = [None] * len(keys)
        cursor = 0
        for i, key in enumerate(keys):
            if len(key) >= SPECIFIC and (start := self._find(key, cursor)) is not None:
                found[i] = self.place(start, start + len(key))
                cursor = start + len(key)
        after = self._next_starts(found)
        cursor = 0
        for i, key in enumerate(keys):
            if (place := found[i]) is None and key:
                place = found[i] = self._between(key, cursor, after[i]) or self._part(key, cursor)
            if place is not None:
                cursor = place.end
        return found

    def _find(self, key: str, cursor: int) -> int | None:
        start = self.letters.find(key, cursor)
        if start < 0:
            start = self.letters.find(key)
        return start if start >= 0 else None

    def _next_starts(self, found: list[Place | None]) -> list[int]:
        """For each text, where the next one that was found begins."""
        ends = []
        upcoming = self._length
        for place in reversed(found):
            ends.append(upcoming)
            if place is not None:
                upcoming = place.start
        return ends[::-1]

    def _between(self, key: str, cursor: int, limit: int) -> Place | None:
        """The text between its neighbours, else anywhere after them, else anywhere: whole nodes before parts."""
        for low, high in ((cursor, limit), (cursor, self._length), (0, self._length)):
            start = first = self.letters.find(key, low, high)
            for _ in range(50):
                if start < 0 or self._fills_nodes(start, start + len(key)):
                    break
                start = self.letters.find(key, start + 1, high)
            start = first if start < 0 else start
            if start >= 0:
                return self.place(start, start + len(key))
        return None

    def _part(self, key: str, cursor: int) -> Place | None:
        """The place of a text that the extractor joined or cut: by its beginning, else by its end."""
        if len(key) < SPECIFIC:
            return None
        for piece in (key[:SPECIFIC], key[-SPECIFIC:]):
            if (start := self._find(piece, cursor)) is not None:
                return self.place(start, start + SPECIFIC)
        return None

    def _fills_nodes(self, start: int, end: int) -> bool:
        i = bisect_right(self._starts, start) - 1
        j = bisect_right(self._starts, end) - 1
        return self._starts[i] == start and (end == self._length or self._starts[j] == end)

    def place(self, start: int, end: int) -> Place:
        """The place of the letters `[start:end]`: the smallest element around them, and its ancestors."""
        first = self._owners[bisect_right(self._starts, start) - 1]
        elements = [first, *first.iterancestors()]
        inside = 0
        while inside < len(elements) - 1 and self.spans[elements[inside]][1] < end:
            inside += 1
        return Place(start, end, tuple(elements[inside:]))
