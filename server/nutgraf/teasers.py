"""Teasers: entries of a page's lists of links to other pages. Fronts, sections and search results are made of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
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


def find_teasers(tree: Tree, index: PageIndex, url: str | None) -> Iterator[str]:
    """The letters of each teaser on a page, in page order; what is in menus, footers and forms is none."""
    here = _path(url)
    groups: dict[tuple[str, object], list[Tree]] = defaultdict(list)
    outside = {inner for outer in tree.iter(*_OUTSIDE) for inner in outer.iter(*_ENTRIES)}
    for entry in tree.iter(*_ENTRIES):
        if entry not in outside and _is_teaser(entry, index, here):
            groups[_likeness(entry)].append(entry)
    lists = dict.fromkeys(entry for alike in groups.values() if len(alike) >= FEWEST_ALIKE for entry in alike)
    for entry in lists:
        if not any(around in lists for around in entry.iterancestors()):
            yield _letters(entry, index)


def _likeness(entry: Tree) -> tuple[str, object]:
    """What entries of one list share: their tag and first class; without a class, the element that they stand in."""
    names = (entry.get("class") or "").split()
    return entry.tag, names[0] if names else entry.getparent()


def _is_teaser(entry: Tree, index: PageIndex, here: str) -> bool:
    """Whether an element is short and has a headline that leads to another page."""
    length = len(_letters(entry, index))
    if not DENSE_LETTERS <= length <= MOST_LETTERS:
        return False
    headlines = ((link, _letters(link, index)) for link in entry.iter("a"))
    return any(
        len(said) >= max(_fewest_letters(said), LEAST_SHARE * length) and _leads_on(link.get("href"), here)
        for link, said in headlines
    )


def _letters(element: Tree, index: PageIndex) -> str:
    """The letters of an element, without those that nobody sees."""
    start, end = index.spans.get(element, (0, 0))
    return index.letters[start:end]


def _fewest_letters(headline: str) -> int:
    return DENSE_LETTERS if count_words(headline) > 1 else FEWEST_LETTERS


def _leads_on(href: str | None, here: str) -> bool:
    if not href or href.startswith(("#", "javascript:", "mailto:")):
        return False
    return not here or _path(href) != here


def _path(url: str | None) -> str:
    try:
        return urlsplit(url or "").path.rstrip("/")
    except ValueError:
        return ""
