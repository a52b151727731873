"""The elements around a block, as values: what they are called and what they look like tells what a block is for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

from nutgraf.dom import PageIndex, Place, Tree
from nutgraf.model import Element

OUTER = frozenset({"html", "body"})
MAX_PATH = 12
"""Elements kept around a block: further out they are the same for the whole page."""
SMALL = 600
"""Letters of an element up to which it may be a card: what is larger holds a story, or many cards."""
LINKED = 0.2
"""Link density from which an element counts as one that links."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TOKEN = re.compile(r"[^\W_]+")
_TOKEN_ATTRIBUTES = ("class", "id", "role", "itemprop", "aria-label")


def paths(index: PageIndex, places: Sequence[Place | None], foreign: Collection[int] = ()) -> list[tuple[Element, ...]]:
    """For each place the elements around it as values, innermost first, without html and body.

    An element's `share` counts the letters of all the places that lie inside it, save those at the `foreign` indices.
    """
    inside: dict[Tree, int] = defaultdict(int)
    own = [place for i, place in enumerate(places) if place and i not in foreign]
    for place in own:
        for element in place.elements:
            inside[element] += place.end - place.start
    total = max(1, sum(place.end - place.start for place in own))
    describer = _Describer(index, inside, total)
    return [tuple(_elements(place, describer)) if place else () for place in places]


def _elements(place: Place, describer: _Describer) -> Iterator[Element]:
    for element in place.elements[:MAX_PATH]:
        if element.tag in OUTER:
            return
        yield describer.describe(element)


class _Describer:
    """Elements as values, each made once: elements of two paths are the same where they are one on the page."""

    def __init__(self, index: PageIndex, inside: dict[Tree, int], total: int) -> None:
        self._index = index
        self._inside = inside
        self._total = total
        self._known: dict[Tree, Element] = {}
        self._linked: dict[Tree, Counter[tuple[str, str]]] = {}

    def describe(self, element: Tree) -> Element:
        if element not in self._known:
            self._known[element] = self._made(element)
        return self._known[element]

    def _made(self, element: Tree) -> Element:
        start, end = self._index.spans[element]
        small = end - start < SMALL
        density = self._index.link_density(element)
        return describe(
            element,
            share=self._inside[element] / self._total,
            link_density=density,
            alike=self._alike(element) if small and density > LINKED else 0,
            pictured=small and element.find(".//img") is not None,
        )

    def _alike(self, element: Tree) -> int:
        """How many siblings of the same tag and classes hold links too."""
        parent = element.getparent()
        if parent is None:
            return 0
        if parent not in self._linked:
            linking = (c for c in parent if c in self._index.spans and self._index.link_density(c) > LINKED)
            self._linked[parent] = Counter(map(look, linking))
        return max(0, self._linked[parent][look(element)] - 1)


def look(element: Tree) -> tuple[str, str]:
    """Tag and classes: what elements of one make share."""
    return element.tag, element.get("class") or ""


def describe(
    element: Tree,
    *,
    share: float = 0.0,
    link_density: float = 0.0,
    alike: int = 0,
    pictured: bool = False,
) -> Element:
    """What an element says of itself: tag, tokens of the telling attributes, classes, whether it is hidden."""
    words = " ".join(element.get(name) or "" for name in _TOKEN_ATTRIBUTES)
    data = " ".join(name[5:] for name in element.attrib if name.startswith("data-"))
    tokens = tuple(dict.fromkeys(t.lower() for t in _TOKEN.findall(_CAMEL.sub(" ", f"{words} {data}"))))
    return Element(
        tag=element.tag,
        tokens=tokens,
        hidden=_is_hidden(element),
        share=round(share, 4),
        link_density=round(link_density, 4),
        classes=element.get("class") or "",
        alike=alike,
        pictured=pictured,
    )


def _is_hidden(element: Tree) -> bool:
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style
