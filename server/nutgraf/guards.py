"""Limits of a page that is parsed: beyond them it is cut, never refused, and the reader is told.

Of 2,306 news and other pages the largest has 2.2 MB and 13,400 tags. One in fifty has a tag of over 20,000 bytes: data
for its scripts, or a picture. What takes long within the limits is stopped by the worker's own, of time and memory
(`workers.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_BYTES = 12_000_000
"""Bytes of a page, in UTF-8. A server takes less (`max_body`); files and batches have no other limit."""
MOST_TAGS = 60_000
"""Tags, opening and closing: trafilatura's time grows with the square of the elements in one place."""
LONGEST_TAG = 20_000
"""Bytes of a tag from which on it keeps no attributes but those that tell what it is for: libxml2's time grows with the
square of their number."""
DEEPEST = 200
"""Levels of elements. libxml2 stops at 256, and the rest of the page is lost."""
MOST_DATA, MOST_BROKEN_DATA = 500_000, 10_000
"""Characters of JSON-LD, and of such as is no JSON: what looks into that with patterns can take minutes over 200 KB."""
VOID = frozenset(
    b"area base br col embed hr img input link meta param source track wbr".split()  # HTML Standard, 13.1.2
)
INLINE = frozenset(b"a abbr b big cite code em font i mark q s small span strong sub sup u".split())
_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})[^<>]{0,20000}>")
_NAME = re.compile(rb"[a-zA-Z][a-zA-Z0-9:-]{0,40}")
_WHOLE = re.compile(rb"(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>")
"""A tag from its name to its end, whatever stands in its quotation marks."""
_TELLING = re.compile(
    rb"\s(?:class|id|itemprop|role|lang|href|type)=(?:\"[^\"]{0,500}\"|'[^']{0,500}'|[^\s\"'>]{1,500}(?=[\s>]))"
)


@dataclass(frozen=True, slots=True)
class Guarded:
    """A page within the limits, and what was cut, in words for the reader."""

    raw: bytes
    warnings: tuple[str, ...] = ()


def within_limits(raw: bytes) -> Guarded:
    """A page in UTF-8, cut to what is parsed; one within the limits costs next to nothing."""
    warnings = []
    if len(raw) > MOST_BYTES:
        raw = raw[:MOST_BYTES]
        warnings.append(f"The page is very large: only its first {MOST_BYTES // 1_000_000} MB were read.")
    pieces = raw.split(b"<")
    if len(pieces) - 1 > MOST_TAGS:
        pieces = pieces[: MOST_TAGS + 1]
        raw = b"<".join(pieces)
        warnings.append(f"The page has more than {MOST_TAGS:,} tags: what comes behind them was not read.")
    if max(map(len, pieces)) > LONGEST_TAG:
        raw = b"<".join(map(_shortened, pieces))
    return Guarded(raw, tuple(warnings))


def are_readable(data: str) -> bool:
    """Whether JSON-LD is short enough, or sound and not too long."""
    if not MOST_BROKEN_DATA < len(data) <= MOST_DATA:
        return len(data) <= MOST_BROKEN_DATA
    try:
        json.loads(data, strict=False)
    except (ValueError, RecursionError):
        return False
    return True


def flattened(raw: bytes) -> Guarded:
    """A page without the tags that stand deeper than DEEPEST; all text stays. For pages that a parser gave up on."""
    warning = f"The page is nested more than {DEEPEST} levels deep: what stands deeper was read without its structure."
    return Guarded(b"".join(_without_deep_tags(raw)), (warning,))


def _shortened(piece: bytes) -> bytes:
    """What follows a `<`: a tag, with few of its attributes where they are too long, and the text behind it."""
    name = _NAME.match(piece)
    if name is None or len(piece) <= LONGEST_TAG:
        return piece
    tag = _WHOLE.match(piece)
    if tag is None or tag.end() <= LONGEST_TAG:
        return piece
    return name.group() + b"".join(_TELLING.findall(piece, 0, LONGEST_TAG)) + b">" + piece[tag.end() :]


def _without_deep_tags(raw: bytes) -> Iterator[bytes]:
    depth = done = 0
    for tag in _TAG.finditer(raw):
        closes, name = tag.group(1), tag.group(2).lower()
        if name in VOID:
            continue
        depth += 0 if closes else 1
        if depth > DEEPEST:
            yield raw[done : tag.start()]
            if name not in INLINE:  # its borders part words
                yield b" "
            done = tag.end()
        depth = max(0, depth - 1) if closes else depth
    yield raw[done:]
