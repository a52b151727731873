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
from itertools import accumulate
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
_DENSE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Signs of scripts that write syllables or words: Thai to Khmer, Japanese, Chinese, Korean."""
_DENSE_WEIGHT = 2.5
_NO_LETTER = re.compile(r"[\W_]+")
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else None for code in range(128)}
"""The same for a text of nothing else, in a tenth of the time."""
_BORDER = "\0"
"""What stands in no text of a tree."""
_ASCII_AND_BORDERS = {**_ASCII, ord(_BORDER): _BORDER}


def letters(text: str) -> str:
    """The letters and digits of a text, case folded: what is left alike by every way of laying text out.

    Not `lower()`, which writes a Greek sigma by what follows it: the same letters would differ in one node and in two.
    """
    if text.isascii():
        return text.translate(_ASCII)
    return _NO_LETTER.sub("", text).casefold()


def weight(text: str) -> int:
    """How much a text says, in letters: a sign of a script that writes syllables or words counts as two and a half."""
    return weight_of(letters(text))


def weight_of(own: str) -> int:
    """The same by a text's letters."""
    if own.isascii() or not (dense := len(_DENSE.findall(own))):
        return len(own)
    return int(len(own) + (_DENSE_WEIGHT - 1) * dense)


def letters_of(texts: Sequence[str]) -> list[str]:
    """The letters of each of many short texts, none of them with a NUL: those of plain Latin text at one go."""
    plain = _BORDER.join([text if text.isascii() else "" for text in texts]).translate(_ASCII_AND_BORDERS)
    return [found or letters(text) for text, found in zip(texts, plain.split(_BORDER))]


def text_length(element: Node) -> int:
    """Characters of all text in an element, runs of white space counted as one."""
    text = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
    return len(" ".join(text.split()))


def walk(root: Tree) -> etree.iterwalk:
    """The elements from `root` inwards, as `("start" or "end", element)` in page order; it can leave a subtree out."""
    return etree.iterwalk(root, events=("start", "end"))


def _texts(tree: Tree) -> tuple[list[str], list[Tree], dict[Tree, tuple[int, int]]]:
    """The texts that are seen, in page order, the element each stands in, and for each element which are its own."""
    texts: list[str] = []
    owners: list[Tree] = []
    spans: dict[Tree, tuple[int, int]] = {}
    opened = [tree]
    starts: list[int] = []
    walker = walk(tree)
    for event, element in walker:
        if event == "start":
            starts.append(len(texts))
            opened.append(element)
            if not isinstance(element.tag, str) or element.tag in UNSEEN:
                walker.skip_subtree()
            elif (text := element.text) and not text.isspace():
                texts.append(text)
                owners.append(element)
        else:
            opened.pop()
            spans[element] = starts.pop(), len(texts)
            if (text := element.tail) and not text.isspace() and element is not tree:
                texts.append(text)
                owners.append(opened[-1])
    return texts, owners, spans


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block was found: `[start:end]` of the index's letters and the elements around, innermost first."""

    start: int
    end: int
    elements: tuple[html.HtmlElement, ...]


class PageIndex:
    """The letters of a page and the elements they stand in. Build it before the tree is given to an extractor."""

    def __init__(self, tree: html.HtmlElement) -> None:
        texts, owners, spans = _texts(tree)
        found = letters_of(texts)
        begins = [0, *accumulate(map(len, found))]
        self.letters = "".join(found)
        self.spans = {element: (begins[start], begins[end]) for element, (start, end) in spans.items()}
        """For each element, in the order of their ends, where its letters begin and end in `letters`."""
        self._links: list[tuple[int, int]] = []
        """The spans of links, in page order, none inside another."""
        self._starts = [begin for begin, piece in zip(begins, found) if piece]
        self._owners = [owner for owner, piece in zip(owners, found) if piece]
        self._length = len(self.letters)
        for element, span in self.spans.items():
            if element.tag == "a" and span[0] < span[1]:
                self._add_link(span)

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
