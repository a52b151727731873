"""Teasers: entries of a page's lists of links to other pages. Fronts, sections and search results are made of them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from nutgraf.dom import PageIndex, Tree
from nutgraf.model import count_words

FEWEST_ALIKE = 4
"""Elements alike from which they are a list."""
FEWEST_LETTERS = 14
"""Letters of a link from which it may be a headline."""
DENSE_LETTERS = 7
"""The same in a script without spaces, where a character says more."""
MOST_LETTERS = 600
"""Letters of a teaser at the most: what is longer is a story, or a comment, of its own."""
LEAST_SHARE = 0.15
"""Share of a teaser's letters that its headline has at the least: a paragraph may hold a link too."""
_ENTRIES = ("article", "li", "div", "section", "a", "tr", "dt", "dd", "figure")
_OUTSIDE = ("nav", "footer", "form")


@dataclass(frozen=True, slots=True)
class Headline:
    """A link to another page with enough letters for a headline: which element of the page it is, and its letters."""

    number: int
    start: int
    end: int


class _Entries:
    """Which elements of a page are entries of a list, told by the headlines in them."""

    def __init__(self, tree: Tree, index: PageIndex, url: str | None) -> None:
        self._index = index
        self._numbers = {element: i for i, element in enumerate(index.spans)}
        """Elements as they end: what is inside of another has a lower number."""
        self._headlines = list(self._find(tree, _path(url)))
        self._starts = [headline.start for headline in self._headlines]

    def _find(self, tree: Tree, here: str) -> Iterator[Headline]:
        for link in tree.iter("a"):
            start, end = self._index.spans.get(link, (0, 0))
            if end - start < DENSE_LETTERS or not _leads_on(link.get("href"), here):
                continue
            if end - start >= _fewest_letters(self._index.letters[start:end]):
                yield Headline(self._numbers[link], start, end)

    def is_teaser(self, entry: Tree) -> bool:
        """Whether an element is short and has a headline that leads to another page."""
        start, end = self._index.spans.get(entry, (0, 0))
        length = end - start
        if not DENSE_LETTERS <= length <= MOST_LETTERS:
            return False
        number, least = self._numbers[entry], LEAST_SHARE * length
        inside = self._headlines[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return any(h.end <= end and h.end - h.start >= least and h.number <= number for h in inside)


def find_teasers(tree: Tree, index: PageIndex, url: str | None) -> Iterator[str]:
    """The letters of each teaser on a page, in page order; what is in menus, footers and forms is none."""
    entries = _Entries(tree, index, url)
    groups: dict[tuple[str, object], list[Tree]] = defaultdict(list)
    outside = {inner for outer in tree.iter(*_OUTSIDE) for inner in outer.iter(*_ENTRIES)}
    for entry in tree.iter(*_ENTRIES):
        if entry not in outside and entries.is_teaser(entry):
            groups[_likeness(entry)].append(entry)
    lists = dict.fromkeys(entry for alike in groups.values() if len(alike) >= FEWEST_ALIKE for entry in alike)
    for entry in lists:
        if not any(around in lists for around in entry.iterancestors()):
            start, end = index.spans[entry]
            yield index.letters[start:end]


def _likeness(entry: Tree) -> tuple[str, object]:
    """What entries of one list share: their tag and first class; without a class, the element that they stand in."""
    names = (entry.get("class") or "").split()
    return entry.tag, names[0] if names else entry.getparent()


def _fewest_letters(headline: str) -> int:
    if headline.isascii():
        return FEWEST_LETTERS
    return DENSE_LETTERS if count_words(headline) > 1 else FEWEST_LETTERS


def _leads_on(href: str | None, here: str) -> bool:
    if not href or href.startswith(("#", "javascript:", "mailto:")):
        return False
    if not here or (here not in href and href.isprintable()):  # taking an address apart takes long, and drops controls
        return True
    return _path(href) != here


def _path(url: str | None) -> str:
    try:
        return urlsplit(url or "").path.rstrip("/")
    except ValueError:
        return ""
