"""Where the sentences of a text begin and end.

Two passes: sentencex (https://github.com/wikimedia/sentencex) proposes breaks for some 240 languages; then every break
is looked at again with `abbreviations.toml` and with what surrounds it (`breaks.py`). Titles, initials, ordinals and
continuations in lower case take a break back; a few that it misses are added. A quotation of several sentences stays
in one piece with its speaker unless the piece grows too long to be read as one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise

import sentencex

from nutgraf.model import count_words
from nutgraf.summary.abbreviations import Rules, rules_for
from nutgraf.summary.breaks import Span, inner_breaks, is_false_break, item_starts, missed_breaks, outside, quotations
from nutgraf.summary.data import base_language

MAX_QUOTED_WORDS = 45
"""A piece of more words is cut inside its quotation: nobody reads it as one sentence."""
WINDOW = 8_000
"""Characters that sentencex gets at once: it takes time that grows with the square of the quotation marks (1.0.32)."""
_NUMBERING = re.compile(r"[•⁃‣▪●◦]?\s?\(?(?:\d{1,3}|[a-zA-Z])(?:\.\)|[.)])|[•⁃‣▪●◦]")
_UNUSUAL = re.compile("[^\\S \n]|[\ud800-\udfff]")
_CLOSING = "”»)]}」』）】》"
_EMOJI_AFTER = re.compile(
    " ?[\U0001f300-\U0001f445\U0001f44a-\U0001f4cb\U0001f540-\U0001faff\u2764\ufe0f\u200d]+(?=\\s|\\Z)"
)
"""Emoji behind a sentence belong to it; pointing hands, pins and other signs that open a line don't."""


def split(text: str, language: str | None) -> tuple[Span, ...]:
    """The sentences of one block as (start, end) offsets into `text`, in order, without white space at their ends.

    Together they cover every character that is not white space. `language` is an ISO 639-1 code or None; an unknown
    one is split by the rules that most languages share. Time grows with the length of the text.
    """
    rules = rules_for(base_language(language))
    proposed = list(outside(_proposed_breaks(text, base_language(language)), quotations(text)))
    kept = [b for b in proposed if not is_false_break(text, b, rules)]
    breaks = sorted({*kept, *missed_breaks(text, rules), *item_starts(text, rules)})
    return tuple(piece for span in _joined(text, _spans(text, breaks)) for piece in _cut_long_quote(text, span, rules))


def _proposed_breaks(text: str, language: str) -> list[int]:
    """Offsets at which sentencex begins a new segment, and those between its windows that follow a mark."""
    plain = _plain(text)
    breaks: list[int] = []
    for start, end in _windows(plain):
        breaks += (start + at for at in _breaks_in(plain[start:end], language))
        if end < len(plain) and end in inner_breaks(plain, end - 80, end + 2):
            breaks.append(end)
    return breaks


def _windows(text: str) -> Iterator[Span]:
    """The text in pieces of at most `WINDOW` characters, cut where a sentence may end, if possible outside quotes."""
    start = 0
    while len(text) - start > WINDOW:
        ends = list(inner_breaks(text, start + WINDOW // 2, start + WINDOW))[-50:] or [start + WINDOW]
        end = next((e for e in reversed(ends) if not _opens_quotation(text[start:e])), ends[-1])
        yield start, end
        start = end
    yield start, len(text)


def _opens_quotation(part: str) -> bool:
    """Whether a quotation is open at the end of the part."""
    if "„" in part:
        return part.count("„") > part.count("“") + part.count("”")
    return part.count('"') % 2 == 1 or part.count("“") > part.count("”") or part.count("«") > part.count("»")


def _breaks_in(plain: str, language: str) -> list[int]:
    try:
        segments = sentencex.segment(language or "en", plain)
    except BaseException as error:
        # a panic in Rust code arrives as an exception beside Exception, of a class that can't be imported
        if type(error).__name__ != "PanicException":
            raise
        return list(inner_breaks(plain, 0, len(plain)))
    return list(accumulate(map(len, segments)))[:-1]


def _plain(text: str) -> str:
    """The text, character for character, without those that sentencex can't take.

    It slices at a wrong byte and panics next to white space of more than one byte (1.0.32), and a lone surrogate
    can't be passed to it at all. The vertical ones become line breaks, which may end a sentence.
    """
    return text if text.isascii() else _UNUSUAL.sub(_plain_character, text)


def _plain_character(found: re.Match[str]) -> str:
    c = found[0]
    if "\ud800" <= c <= "\udfff":
        return "\ufffd"
    return "\n" if c in "\u2028\u2029\x85" else " "


def _spans(text: str, breaks: list[int]) -> list[Span]:
    """The pieces between breaks, trimmed; closing marks that opened a piece go back to the one before."""
    bounds = [0, *(_after_closers(text, b) for b in breaks), len(text)]
    pieces = (_trimmed(text, start, end) for start, end in pairwise(bounds) if start < end)
    return [(start, end) for start, end in pieces if start < end]


def _after_closers(text: str, at: int) -> int:
    """`at`, moved behind what still belongs to the sentence before: closing marks, a dateline's dash, emoji.

    A mark that also opens (a straight quote, German's “) closes only where white space follows.
    """
    end = at
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    if end == at and not text[at + 1 : at + 2].strip() and _ends_before(text, at):
        end += 1
    emoji = _EMOJI_AFTER.match(text, end - 1 if end and text[end - 1] == " " else end)
    return end if emoji is None or text[emoji.end() : emoji.end() + 4].lstrip()[:1].islower() else emoji.end()


def _ends_before(text: str, at: int) -> bool:
    """Whether the one character at `at`, with white space behind it, belongs to what stands before."""
    mark, before = text[at : at + 1], text[max(0, at - 2) : at]
    if mark in "-–—":
        return before == ")."
    return mark == '"' or (mark in "“‘’" and not before[-1:].isspace())


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """Pieces without a letter or digit join the one before; an item's number joins the one behind."""
    out: list[Span] = []
    for start, end in spans:
        if out and (not _has_word(text, start, end) or not _stands_alone(text, *out[-1])):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _stands_alone(text: str, start: int, end: int) -> bool:
    return _has_word(text, start, end) and not (end - start < 9 and _NUMBERING.fullmatch(text, start, end))


def _has_word(text: str, start: int, end: int) -> bool:
    return any(text[i].isalnum() for i in range(start, end))


def _cut_long_quote(text: str, span: Span, rules: Rules) -> list[Span]:
    """The sentence itself, or its parts when it is a long quotation of several sentences."""
    start, end = span
    if end - start < MAX_QUOTED_WORDS * 2 or count_words(text[start:end]) <= MAX_QUOTED_WORDS:
        return [span]
    breaks = [b for b in inner_breaks(text, start, end) if not is_false_break(text, b, rules) and not text[b].islower()]
    pieces = [_trimmed(text, a, b) for a, b in pairwise([start, *breaks, end])]
    return _joined(text, [p for p in pieces if p[0] < p[1]])
