"""What trafilatura leaves out of a story though the page shows it: the standfirst.

Many sites set the standfirst apart from the body, in a header of its own, and say it once more in the page's metadata
as its description. Where the description stands on the page above the first paragraph, in an element of its own, and
in no block, it is the standfirst.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nutgraf.dom import PageIndex, Place, Tree, letters

DESCRIPTIONS = frozenset({"description", "og:description", "twitter:description", "dc.description"})
SHORTEST = 40
"""Letters of a description below which it is a slogan."""
SOUGHT = 60
"""Letters of it that are looked for: metadata cut descriptions off."""
SPARE = 1.6
"""How much longer than the description its element may be, for one that was cut off."""
PARAGRAPH = 60
"""Letters from which a block counts as the first paragraph."""


@dataclass(frozen=True, slots=True)
class Standfirst:
    """A standfirst that was found: its text and its place."""

    text: str
    place: Place


def find_standfirst(
    tree: Tree, index: PageIndex, texts: Sequence[str], places: Sequence[Place | None]
) -> Standfirst | None:
    """The standfirst of a page whose blocks have these texts and places, if it is missing from them."""
    limit = next((p.start for t, p in zip(texts, places) if p and len(letters(t)) >= PARAGRAPH), None)
    if limit is None:
        return None
    said = "\n".join(map(letters, texts))
    for key in descriptions(tree):
        if key[:SHORTEST] in said:
            return None
        place = _place(index, key, limit)
        text = " ".join("".join(place.elements[0].itertext()).split()) if place else ""
        if place and text and letters(text)[:SHORTEST] not in said:
            return Standfirst(text, place)
    return None


def descriptions(tree: Tree) -> Iterator[str]:
    """The letters of every description that the page's metadata give, without repeats."""
    given = (
        letters(meta.get("content") or "")
        for meta in tree.iter("meta")
        if (meta.get("property") or meta.get("name") or "").lower() in DESCRIPTIONS
    )
    yield from dict.fromkeys(key for key in given if len(key) >= SHORTEST)


def _place(index: PageIndex, key: str, limit: int) -> Place | None:
    """Where the description stands above the first paragraph: the whole of an element that holds not much else."""
    start = index.letters.rfind(key[:SOUGHT], 0, limit)
    if start < 0:
        return None
    place = index.place(start, start + min(len(key), SOUGHT))
    begin, end = index.spans[place.elements[0]]
    fits = begin == start and end <= limit and end - begin <= SPARE * len(key)
    return Place(begin, end, place.elements) if fits else None
