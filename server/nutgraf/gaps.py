"""What trafilatura leaves out from among the paragraphs of a story: lists, headings, quotes, paragraphs in a div.

Put back is what stands between two blocks that were found, inside the element that holds the story, and reads as a part
of it: prose, entries of a list, headings. Also prose further down in elements of the very same make as the story's own:
a body in two halves.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain, islice

from nutgraf.dom import PageIndex, Tree, letters
from nutgraf.elements import describe, look
from nutgraf.paragraphs import Paragraph, paragraphs
from nutgraf.region import Passage, core, is_half, is_prose
from nutgraf.tables import read_tables

HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
ENTRIES = frozenset({"li", "dt", "dd"})
TAGS = {"blockquote": "quote", "li": "item", "dt": "item", "dd": "item", "pre": "code"}
"""Elements whose text is another block than a paragraph, named as trafilatura names it."""
LINKED = 0.5
"""Link density from which a heading, or an entry of a list, leads elsewhere."""
COVERED = 0.3
"""Share of a paragraph's letters in blocks up to which it is missing from them."""
SMALL = 400
"""Letters up to which an element of a make that no block has is taken for a box: a teaser, an offer."""
FEWEST = 2
"""Paragraphs of prose from which an element of the story's make is its other half."""
MOST = 1000
"""Paragraphs that are looked at, for the time it takes: a page with more that extraction left out is no story."""
BOXES = frozenset({"article", "div", "section", "span"})


class Covered:
    """The letters of a page that blocks take up."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted((p.place.start, p.place.end) for p in passages if p.place):
            if self.ends and start <= self.ends[-1]:
                self.ends[-1] = max(end, self.ends[-1])
            else:
                self.starts.append(start)
                self.ends.append(end)
        self._before = [0, *accumulate(e - s for s, e in zip(self.starts, self.ends))]

    def within(self, start: int, end: int) -> int:
        """How many of them are between two places."""
        return self._up_to(end) - self._up_to(start)

    def _up_to(self, place: int) -> int:
        i = bisect_right(self.starts, place)
        return self._before[i] - max(0, self.ends[i - 1] - place) if i else 0


def find_gaps(index: PageIndex, passages: Sequence[Passage]) -> list[Paragraph]:
    """The paragraphs of the story that none of the passages has, in page order."""
    around = core(index, passages)
    if around is None:
        return []
    said = "\n".join(letters(p.text) for p in passages)
    missing = islice(chain(_missing(index, around, passages), _halves(index, around, passages)), MOST)
    return [f for f in missing if index.letters[f.start : f.end] not in said and _belongs(index, f)]


def _missing(index: PageIndex, around: Tree, passages: Sequence[Passage]) -> Iterator[Paragraph]:
    """Paragraphs inside an element, between the first and the last passage there, that none of the passages has."""
    covered = Covered(passages)
    makes = {look(e) for e in {e for p in passages if p.place for e in p.place.elements}}
    start, end = index.spans[around]
    inside = [(s, e) for s, e in zip(covered.starts, covered.ends) if s < end and e > start]
    low, high = inside[0][0], inside[-1][1]

    def skip(element: Tree) -> bool:
        begin, stop = index.spans[element]
        taken = covered.within(begin, stop)
        if stop <= low or begin >= high or taken >= stop - begin:
            return True
        return is_apart(element) or (not taken and stop - begin < SMALL and _is_box(element, makes))

    for found in paragraphs(around, index, skip):
        if low <= found.start < high and covered.within(found.start, found.end) <= COVERED * found.size:
            yield found


def _halves(index: PageIndex, around: Tree, passages: Sequence[Passage]) -> Iterator[Paragraph]:
    """Paragraphs of elements below the story that are of its make, in the same article, and hold prose as it does."""
    end = max(p.place.end for p in passages if p.place)
    makes = {look(p.place.elements[0]) for p in passages if p.place and p.is_prose}
    above = set(around.iterancestors())
    for element in around.getroottree().iter(around.tag):
        start, stop = index.spans.get(element, (0, 0))
        if start >= end and is_half(element, around) and _article(element) is _article(around):
            end = stop
            found = list(paragraphs(element, index, is_apart))
            prose = [f for f in found if _is_prose(index, f) and look(f.element) in makes]
            if len(prose) >= FEWEST and not any(is_apart(e) for e in element.iterancestors() if e not in above):
                yield from found


def _article(element: Tree) -> Tree | None:
    """The article that an element stands in: on a page of several stories each has its own."""
    return next(element.iterancestors("article", "main"), None)


def _is_box(element: Tree, makes: Collection[tuple[str, str]]) -> bool:
    """Whether an element without a block looks like none that has one."""
    return element.tag in BOXES and bool(element.get("class")) and look(element) not in makes


def _belongs(index: PageIndex, found: Paragraph) -> bool:
    """Whether a paragraph that is missing reads as a part of the story."""
    density = index.linked(found.start, found.end) / max(1, found.size)
    tags = {found.element.tag, *(e.tag for e in _inner(found.element))}
    if tags & (HEADINGS | ENTRIES):
        return density < LINKED
    return _is_prose(index, found)


def _is_prose(index: PageIndex, found: Paragraph) -> bool:
    return is_prose(found.text, found.size, index.linked(found.start, found.end) / max(1, found.size))


def _inner(element: Tree) -> Iterator[Tree]:
    """An element's nearest ancestors: a list's entry may hold a paragraph, or a heading a div."""
    parent = element.getparent()
    if parent is not None:
        yield parent


def is_apart(element: Tree) -> bool:
    """Whether an element holds no part of a story's running text, by its name or tag, or because it is hidden."""
    names, tags = _apart()
    if element.tag in tags:
        return True
    seen = describe(element)
    return seen.hidden or not names.isdisjoint(seen.tokens)


@lru_cache(maxsize=1)
def _apart() -> tuple[frozenset[str], frozenset[str]]:
    data = read_tables("nutgraf", "gaps.toml")
    return frozenset(data["names"]), frozenset(data["tags"])


def tag_of(found: Paragraph) -> str:
    """The tag of the block that a paragraph makes, as trafilatura names them."""
    for element in (found.element, *_inner(found.element)):
        if element.tag in HEADINGS:
            return "head"
        if element.tag in TAGS:
            return TAGS[element.tag]
    return "p"
