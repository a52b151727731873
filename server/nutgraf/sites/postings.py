"""The pages on which a number was seen, packed: three bytes a page, seven where letters are counted too.

Pages of a site are numbered from 0 on. Only the last MOST are kept: beyond that many the evidence is the same.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

from nutgraf.seen import MOST

PAGES = 1 << 24
"""Pages of a site that can be told apart; numbers begin anew after that."""
_PLACE = struct.Struct("<IHH")
_WIDEST = 0xFFFF


def pages_of(packed: bytes) -> tuple[int, ...]:
    """The pages of a line or frame."""
    return tuple(int.from_bytes(packed[i : i + 3], "little") for i in range(0, len(packed), 3))


def with_page(packed: bytes, page: int) -> bytes:
    """The same with one page more, the oldest out where there are too many."""
    return (packed + (page % PAGES).to_bytes(3, "little"))[-3 * MOST :]


def letters_at(packed: bytes) -> tuple[tuple[int, int, int], ...]:
    """The pages of a place: number, letters that were boilerplate, letters in all."""
    width = _PLACE.size - 1
    parts = (packed[i : i + width] for i in range(0, len(packed), width))
    return tuple(_PLACE.unpack(part[:3] + b"\0" + part[3:]) for part in parts)


def with_letters(packed: bytes, page: int, clutter: int, letters: int) -> bytes:
    """The same with one page more, the oldest out where there are too many."""
    entry = _PLACE.pack(page % PAGES, min(clutter, _WIDEST), min(letters, _WIDEST))
    return (packed + entry[:3] + entry[4:])[-(_PLACE.size - 1) * MOST :]


def without(pages: Iterable[int], related: frozenset[int]) -> int:
    """How many pages are left without those that hold the same article."""
    return sum(page not in related for page in pages)
