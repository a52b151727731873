"""Blocks as numbers that nobody can turn back: keyed hashes of what stays alike from page to page.

A line is hashed without its numbers and dates; its frame is hashed without names and the page's own title too; its
place is the element that it stands in. The key is a secret of this machine and the site's name goes in as well, so that
the numbers of one site, or of one machine, say nothing of another's.

The hash is BLAKE2b with a key (RFC 7693), cut to 64 bits: that two of a million lines collide has a chance
of 1 in 37 million.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nutgraf.dom import letters, weight_of
from nutgraf.model import Article, Block
from nutgraf.sites.dates import names_in_dates

LONG = 150
"""Letters, by `dom.weight`, from which a paragraph tells whether two pages hold the same article."""
FEWEST_LONG = 2
"""Long paragraphs that a page needs to be counted: with fewer nobody can tell it from another version of itself."""
MOST_LINES = 2000
"""Blocks of a page from which it is not counted."""
FRAMED = 200
"""Letters of a block up to which it is looked at as a frame: what is longer is prose."""
FRAME = 12
"""Letters that a frame must have of its own."""
NEAR = 3
"""Elements of a block's path that make its place, innermost first."""
DATED = 60
"""Letters of a block up to which the names of months and days are taken for parts of a date."""
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W_]+")
_SLOT = "0"


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """The numbers of a page's blocks, one for each, in their order; None where a block has none of the kind."""

    lines: tuple[int | None, ...]
    frames: tuple[int | None, ...]
    places: tuple[int, ...]
    sizes: tuple[int, ...]
    """Letters of each block."""
    long: dict[int, int]
    """The lines of long paragraphs, and how many letters each has."""

    @property
    def all(self) -> set[int]:
        """Every number of the page."""
        return {number for number in (*self.lines, *self.frames, *self.places) if number is not None}


class Stamp:
    """Makes the numbers of one site: `secret` is 16 to 64 bytes that nobody else knows."""

    def __init__(self, secret: bytes, site: str) -> None:
        self._bases = {
            kind: hashlib.blake2b(site.encode() + b"\0", key=secret, digest_size=8, person=kind.encode())
            for kind in ("site", "line", "frame", "place")
        }

    def number(self, kind: str, text: str = "") -> int:
        """The number of a text, -2^63 to 2^63 - 1; `kind` is one of site, line, frame, place."""
        keyed = self._bases[kind].copy()
        keyed.update(text.encode("utf-8", "surrogatepass"))
        return int.from_bytes(keyed.digest(), "big", signed=True)

    def line(self, text: str, language: str | None = None) -> int | None:
        """The number of a line; None where it has no letters."""
        return self.number("line", same) if (same := masked(text, letters(text), language)) else None

    def page(self, article: Article) -> Fingerprints:
        """The numbers of all blocks of an article."""
        said = frozenset(word.casefold() for word in _WORD.findall(f"{article.title or ''} {article.byline or ''}"))
        blocks = article.blocks
        plain = [letters(block.text) for block in blocks]
        same = (masked(block.text, own, article.language) for block, own in zip(blocks, plain))
        lines = tuple(self.number("line", text) if text else None for text in same)
        frames = (frame(block.text, said) for block in blocks)
        return Fingerprints(
            lines=lines,
            frames=tuple(self.number("frame", text) if text else None for text in frames),
            places=tuple(self.number("place", place(block)) for block in blocks),
            sizes=tuple(map(len, plain)),
            long=dict(_long(lines, blocks, plain)),
        )


def _long(lines: Sequence[int | None], blocks: Sequence[Block], plain: Sequence[str]) -> Iterator[tuple[int, int]]:
    for line, block, own in zip(lines, blocks, plain):
        size = weight_of(own)
        if line is not None and size >= LONG and not block.foreign:
            yield line, size


def masked(text: str, own: str, language: str | None = None) -> str:
    """What stays alike of a line whose numbers and dates change, by its letters `own`; empty where it has none."""
    if not _NUMBER.search(own):
        return own
    if len(text) <= DATED:
        names = names_in_dates(language)
        own = letters(" ".join(word for word in _WORD.findall(text) if word.casefold() not in names))
    same = _NUMBER.sub(_SLOT, own)
    return same if same.strip(_SLOT) else ""


def frame(text: str, own: frozenset[str]) -> str | None:
    """What is left of a short line without numbers, names and the words of the page's own title and byline (`own`).

    None where nothing is taken out, or too little is left. A name is a word with a capital, save the first.
    """
    if len(text) > FRAMED:
        return None
    words = _WORD.findall(text)
    kept = [_SLOT if _changes(i, word, own) else word.casefold() for i, word in enumerate(words)]
    left = sum(len(word) for word in kept if word != _SLOT)
    if _SLOT not in kept or left < FRAME:
        return None
    return " ".join(word for i, word in enumerate(kept) if word != _SLOT or kept[i - 1 : i] != [_SLOT])


def _changes(i: int, word: str, own: frozenset[str]) -> bool:
    return word[0].isdigit() or (i > 0 and word[0].isupper()) or word.casefold() in own


def place(block: Block) -> str:
    """The element that a block stands in, and those around it, by their tags and names; numbers apart."""
    named = (" ".join((e.tag, *(t for t in e.tokens if not t.isdigit()))) for e in block.path[:NEAR])
    return ">".join(named) or block.tag
