"""Where the sentences of a text begin and end.

Two passes: sentencex (https://github.com/wikimedia/sentencex) proposes breaks for some 240 languages; then every break
is looked at again with `abbreviations.toml` and with what surrounds it. Titles, initials, ordinals and continuations
in lower case take a break back; a few that it misses are added. A quotation of several sentences stays in one piece
with its speaker unless the piece grows too long to be read as one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

import sentencex

from nutgraf.model import count_words
from nutgraf.summary.data import base_language, tables

Span = tuple[int, int]

MAX_QUOTED_WORDS = 45
"""A piece of more words is cut inside its quotation: nobody reads it as one sentence."""
_CONTEXT = 80
"""Characters on either side of a break that are looked at: no abbreviation or first word is longer."""
_CLOSERS = "\"'”’»)]}」』）】》›"
_OPENERS = "\"'“‘«„([{"
_END = r"[.!?…。！？｡؟۔।॥։።፧。།។။]"
_ENDS_SENTENCE = re.compile(rf"{_END}[{re.escape(_CLOSERS)}]*\s*\Z")
_INITIAL = re.compile(r"(?:\A|[\s(.“\"'‘„«-])([^\W\d_])\.\s*\Z")
_ORDINAL = re.compile(r"(?:\A|[\s(/–-])(\d{1,2})\.\s*\Z")
_NUMBERING = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z])[.)]")
_FIRST_WORD = re.compile(r"[\"'“‘«„¿¡(\[\s]*([^\W\d_][\w\u0300-\u036f\u0900-\u0dff]*)")
_INNER_BREAK = re.compile(rf"{_END}[{re.escape(_CLOSERS)}]*(?:\s+|(?<=[。！？]))(?=[\"“‘'«„¿¡(\[]?\w)")
_PLAIN_BREAK = re.compile(r"។\s*|(?<=[.!?]\))\s+(?=[A-ZÀ-ÖØ-ÞА-ЯΑ-Ω])")
_UNUSUAL = re.compile("[^\\S \n]|[\ud800-\udfff]")
_DIGIT_AND_STOP = re.compile(r"\d\.\Z")
_CJK_QUOTE_END = re.compile(r"[。！？][”」』’]\Z")
_FIGURE = re.compile(r"[\s(]*[\d०-९০-৯൦-൯٠-٩]")


@dataclass(frozen=True, slots=True)
class Rules:
    """One language's table of `abbreviations.toml`."""

    titles: frozenset[str]
    numbered: frozenset[str]
    may_end: frozenset[str]
    starters: frozenset[str]
    speech: tuple[str, ...]
    ordinals: bool


def split(text: str, language: str | None) -> tuple[Span, ...]:
    """The sentences of one block as (start, end) offsets into `text`, in order, without white space at their ends.

    Together they cover every character that is not white space. `language` is an ISO 639-1 code or None; an unknown
    one is split by the rules that most languages share.
    """
    rules = rules_for(base_language(language))
    proposed = _proposed_breaks(text, base_language(language))
    kept = [b for b in proposed if not _is_false_break(text, b, rules)]
    breaks = sorted({*kept, *_missed_breaks(text, rules)})
    return tuple(piece for span in _joined(text, _spans(text, breaks)) for piece in _cut_long_quote(text, span, rules))


@lru_cache(maxsize=64)
def rules_for(language: str) -> Rules:
    """The rules of a language; of "any" where it has no table."""
    everything = tables("abbreviations")
    table = everything.get(language, everything["any"])
    return Rules(
        titles=_with_capitals(table.get("titles", ())),
        numbered=_with_capitals(table.get("numbered", ())),
        may_end=_with_capitals(table.get("may_end", ())),
        starters=frozenset(table.get("starters", ())),
        speech=tuple(table.get("speech", ())),
        ordinals=bool(table.get("ordinals", False)),
    )


def _with_capitals(words: Iterable[str]) -> frozenset[str]:
    stripped = [w.rstrip(".") for w in words]
    return frozenset(stripped) | frozenset(w[:1].upper() + w[1:] for w in stripped)


def _proposed_breaks(text: str, language: str) -> list[int]:
    """Offsets at which sentencex begins a new segment."""
    plain = _plain(text)
    try:
        segments = sentencex.segment(language or "en", plain)
    except BaseException as error:
        # a panic in Rust code arrives as an exception beside Exception, of a class that can't be imported
        if type(error).__name__ != "PanicException":
            raise
        return [found.end() for found in _INNER_BREAK.finditer(plain)]
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


def _is_false_break(text: str, at: int, rules: Rules) -> bool:
    """Whether the sentence goes on at `at`: decided by the words on both sides."""
    left, right = text[max(0, at - _CONTEXT) : at], text[at : at + _CONTEXT]
    if "\n\n" in left[len(left.rstrip()) :]:
        return False
    left = left.rstrip()
    if _goes_on(left, right) or _names_speaker(left, text[at : at + 16], rules):
        return True
    if not left.endswith("."):
        return False
    return (
        _is_decimal(left, text, at)
        or _is_initial(left, right, rules)
        or _is_abbreviation(left, right, rules)
        or (rules.ordinals and _is_ordinal(left, right, rules))
        or _is_latin_stop_among_dandas(text, at)
    )


def _goes_on(left: str, right: str) -> bool:
    """A comma or a word in lower case can't begin a sentence, except a name such as iPhone."""
    right = right.lstrip()
    if right[:1] in ",;،、，；":
        return True
    word = re.match(r"(?:[—–-]+\s*)?(\w[\w’'-]*)", right)
    if word is None or not _ENDS_SENTENCE.search(left[-8:]):
        return False
    return word[1][0].islower() and (len(word[1]) == 1 or not word[1][1].isupper())


def _names_speaker(left: str, right: str, rules: Rules) -> bool:
    """“…。”他说。 and 「…。」と話した。: the speaker follows the closing quotation mark."""
    if not rules.speech or not _CJK_QUOTE_END.search(left[-2:]):
        return False
    sentence = re.split(r"[。！？，\n]", right)[0]
    return right.startswith(rules.speech) or (len(sentence) < 14 and any(w in sentence for w in rules.speech))


def _is_decimal(left: str, text: str, at: int) -> bool:
    return bool(_DIGIT_AND_STOP.search(left[-2:])) and text[at].isdigit() and not text[at - 1].isspace()


def _is_initial(left: str, right: str, rules: Rules) -> bool:
    """J. K. Rowling, U.S. without spaces; not "Plan B. He": a word that opens sentences keeps the break."""
    initial = _INITIAL.search(left[-8:])
    if initial is None or initial[1].islower():
        return False
    return not _begins_sentence(right, rules) and initial[1] != "I"


def _is_abbreviation(left: str, right: str, rules: Rules) -> bool:
    tails = _tails(left)
    if tails & rules.numbered and _FIGURE.match(right):
        return True
    if tails & rules.may_end:
        return not _begins_sentence(right, rules) and right[:1] not in '"“‘«„'
    return bool(tails & rules.titles)


def _tails(left: str) -> set[str]:
    """What an abbreviation before the last stop could be: the last word, the last two, the last three ("a. d. H")."""
    words = left[-_CONTEXT:].rstrip()[:-1].split()[-3:]
    joined = [" ".join(words[i:]).lstrip(_OPENERS) for i in range(len(words))]
    return {*joined, *(re.split("[–—/’'-]", tail)[-1] for tail in joined[-1:])}


def _is_ordinal(left: str, right: str, rules: Rules) -> bool:
    return bool(_ORDINAL.search(left[-8:])) and not _begins_sentence(right, rules) and bool(_FIRST_WORD.match(right))


def _begins_sentence(right: str, rules: Rules) -> bool:
    word = _FIRST_WORD.match(right)
    return word is not None and not word[1][0].islower() and word[1].lower() in rules.starters


def _is_latin_stop_among_dandas(text: str, at: int) -> bool:
    """Where a danda ends sentences, a full stop marks an abbreviation, if a word of the same script follows."""
    nearby = text[max(0, at - 400) : at + 400]
    return nearby.count("।") >= 1 and nearby.count("।") >= nearby.count(". ") and "\u0900" <= text[at] <= "\u0dff"


def _missed_breaks(text: str, rules: Rules) -> Iterator[int]:
    """Breaks that were not proposed: Khmer's full stop, a sentence in brackets, "in the U.S. The company"."""
    yield from (found.end() for found in _PLAIN_BREAK.finditer(text))
    for found in re.finditer(r"\.\s+(?=[^\W\d_])", text):
        right = text[found.end() : found.end() + _CONTEXT]
        if not right[0].isupper() or not _begins_sentence(right, rules):
            continue
        if _tails(text[max(0, found.start() - _CONTEXT) : found.start() + 1]) & rules.may_end - rules.titles:
            yield found.end()


def _spans(text: str, breaks: list[int]) -> list[Span]:
    """The pieces between breaks, trimmed; closing marks that opened a piece go back to the one before."""
    bounds = [0, *(_after_closers(text, b) for b in breaks), len(text)]
    pieces = (_trimmed(text, start, end) for start, end in pairwise(bounds) if start < end)
    return [(start, end) for start, end in pieces if start < end]


def _after_closers(text: str, at: int) -> int:
    """`at`, moved behind closing quotes and brackets (a straight quote closes when an odd number stands before)."""
    end = at
    while end < len(text) and text[end] in "”»)]}」』）】》":
        end += 1
    if end == at and text[at : at + 1] == '"' and text[at + 1 : at + 2].isspace():
        end += 1
    return end


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
    return _has_word(text, start, end) and not (end - start < 7 and _NUMBERING.fullmatch(text, start, end))


def _has_word(text: str, start: int, end: int) -> bool:
    return any(text[i].isalnum() for i in range(start, end))


def _cut_long_quote(text: str, span: Span, rules: Rules) -> list[Span]:
    """The sentence itself, or its parts when it is a long quotation of several sentences."""
    start, end = span
    if end - start < MAX_QUOTED_WORDS * 2 or count_words(text[start:end]) <= MAX_QUOTED_WORDS:
        return [span]
    inner = (found.end() for found in _INNER_BREAK.finditer(text, start, end))
    breaks = [at for at in inner if not _is_false_break(text, at, rules) and not text[at].islower()]
    bounds = [start, *breaks, end]
    pieces = [_trimmed(text, a, b) for a, b in pairwise(bounds)]
    return _joined(text, [p for p in pieces if p[0] < p[1]])
