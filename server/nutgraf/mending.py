"""What trafilatura took of a page, set right: what is not of the story is marked, what is missing is put in its place.

Every piece becomes a block, tied to its element in the page. Nothing goes: a block that stands in another story, or
below this one, says so (`Block.foreign`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nutgraf.cutting import Piece
from nutgraf.dom import PageIndex, Place, Tree
from nutgraf.elements import paths
from nutgraf.gaps import find_gaps, tag_of
from nutgraf.model import Block, Foreign
from nutgraf.recovery import find_standfirst
from nutgraf.region import Passage, other_stories, outside


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece, where it stands on the page, and why it is none of the story's, if it is not."""

    piece: Piece
    place: Place | None
    foreign: Foreign | None = None

    @property
    def passage(self) -> Passage:
        """What the rules of `region` and `gaps` have to know of it."""
        return Passage(self.piece.text, self.piece.tag, self.place, self.piece.link_density)


def mend(tree: Tree, index: PageIndex, pieces: Sequence[Piece]) -> tuple[Block, ...]:
    """The pieces as blocks in page order, with the paragraphs and the standfirst that are missing among them."""
    placed = [Placed(piece, place) for piece, place in zip(pieces, index.locate([p.text for p in pieces]))]
    placed = mark_foreign(tree, index, placed)
    placed = fill_gaps(index, placed)
    placed = add_standfirst(tree, index, placed)
    around = paths(index, [p.place for p in placed], frozenset(i for i, p in enumerate(placed) if p.foreign))
    return tuple(
        Block(i, p.piece.text, p.piece.tag, tuple(p.piece.links), path, p.foreign)
        for i, (p, path) in enumerate(zip(placed, around))
    )


def mark_foreign(tree: Tree, index: PageIndex, placed: Sequence[Placed]) -> list[Placed]:
    """The same with a mark on what stands in another story, and then on what stands below this one."""
    passages = [p.passage for p in placed]
    another = other_stories(tree, index, passages)
    own = [i for i in range(len(placed)) if i not in another]
    below = {own[i] for i in outside(index, [passages[i] for i in own])}
    marks: dict[int, Foreign] = {**dict.fromkeys(another, "another"), **dict.fromkeys(below, "below")}
    return [replace(p, foreign=marks.get(i)) for i, p in enumerate(placed)]


def fill_gaps(index: PageIndex, placed: list[Placed]) -> list[Placed]:
    """The same with the paragraphs of the story that no piece has, each where it belongs."""
    gaps = find_gaps(index, [p.passage for p in placed if not p.foreign])
    for gap in reversed(gaps):
        piece = Piece(tag_of(gap), gap.text, list(gap.links))
        placed = _with(placed, Placed(piece, index.place(gap.start, gap.end)))
    return placed


def add_standfirst(tree: Tree, index: PageIndex, placed: list[Placed]) -> list[Placed]:
    """The same with the standfirst, where the page has one that no piece of the story has."""
    story = [p for p in placed if not p.foreign]
    found = find_standfirst(tree, index, [p.piece.text for p in story], [p.place for p in story])
    return _with(placed, Placed(Piece("p", found.text), found.place)) if found else placed


def _with(placed: list[Placed], new: Placed) -> list[Placed]:
    """The same with a new one where it belongs in the story; a few that were found in a wrong place hardly move it."""
    start = new.place.start if new.place else 0
    places = [(i, p.place.start) for i, p in enumerate(placed) if p.place and not p.foreign]
    before = sum(begin < start for _, begin in places)
    at = places[before - 1][0] + 1 if before else 0
    return [*placed[:at], new, *placed[at:]]
