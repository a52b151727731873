"""Second thoughts on proposed breaks: which are taken back, and which places were missed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nutgraf.summary.abbreviations import CONTEXT, Rules, first_word, tails
from nutgraf.summary.scripts import DENSE, HANGUL, MARKS, SYLLABLE, THAI

Span = tuple[int, int]

CLOSERS = "\"'”’»)]}」』）】》›"
END = r"[.!?…。！？｡؟۔।॥։።፧។။]"
"""The marks that end sentences, as a pattern."""
_ENDS_SENTENCE = re.compile(rf"{END}[{re.escape(CLOSERS)}]*\s*\Z")
_INITIAL = re.compile(rf"(?:\A|[^\w’'`°{MARKS}]|[{DENSE}])([^\W\d_{DENSE}]|{SYLLABLE})\.\s*\Z")
_STARTS_WITH_INITIAL = re.compile(rf"(?:[^\W\d_{DENSE}]|{SYLLABLE})\.(?!\.)")
_ORDINAL = re.compile(r"(?:\A|[\s(/–-])(\d{1,2})\.\s*\Z")
_YEAR = re.compile(r"(?:\A|\s)\d{4}\.\s*\Z")
_YEAR_AND_MONTH = re.compile(r"(?:\A|\s)\d{4}\. ?\d{1,2}\.\s*\Z")
_DATE = re.compile(r"(?:\A|\s)\d{4}\. ?\d{1,2}\. ?\d{1,2}\.\s*\Z")
_DAY = re.compile(r"\d{1,2}\.")
_MONTH_AND_DAY = re.compile(r"\d{1,2}\. ?\d{1,2}\.")
_DIGIT_AND_STOP = re.compile(r"\d[.．]\Z")
_CJK_QUOTE_END = re.compile(r"[。！？][”」』’]\Z")
_FIGURE = re.compile(r"[\s(]*[\d०-९০-৯൦-൯٠-٩]|\s*[–—-]\s")
_THAI_STOP = re.compile(rf"[{THAI}]\.\Z")
_INNER_BREAK = re.compile(rf"{END}[{re.escape(CLOSERS)}]*(?:\s+|(?<=[。！？]))(?=[\"“‘'«„¿¡(\[]?\w)")
_PLAIN_BREAK = re.compile(r"។\s*|(?<=[.!?]\))\s+(?=[A-ZÀ-ÖØ-ÞА-ЯΑ-Ω])")
_BREAK_BEFORE_FIGURE = re.compile(r"(?<=[^\W\d_]{4}[.!?])\s+(?=\d)")
_STOP_AND_WORD = re.compile(r"\.\s+(?=[^\W\d_])")
_LOW_QUOTE = re.compile("„[^„“”]{0,1000}[“”]")
_LEVEL_QUOTE = re.compile(r"(?<!\S)”(?=\S)[^”]{0,1000}(?<=\S)”")
_ITEM = re.compile(r"(?<!\S)(?:([•⁃‣▪●◦])[ \t]{0,3})?(?:(\d{1,3})|([a-z]))(\.\)|[.)])[ \t]+(?=[^\W\d_])")
_BULLET = re.compile(r"(?<!\S)[•⁃‣▪●◦](?=\s*\w)")


def is_false_break(text: str, at: int, rules: Rules) -> bool:
    """Whether the sentence goes on at `at`: decided by the words on both sides."""
    left, right = text[max(0, at - CONTEXT) : at], text[at : at + CONTEXT]
    if "\n\n" in left[len(left.rstrip()) :]:
        return False
    left = left.rstrip()
    if _goes_on(left, right) or _names_speaker(left, text[at : at + 16], rules):
        return True
    if not left.endswith((".", "．")):
        return False
    return (
        _is_decimal(left, text, at)
        or _is_initial(left, right, rules)
        or _is_abbreviation(left, right, rules)
        or _is_number(left, right, rules)
        or _is_latin_stop_among_dandas(text, at)
        or _THAI_STOP.search(left[-2:]) is not None
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
    if _STARTS_WITH_INITIAL.match(right):
        return True
    return not rules.begins_sentence(right) and initial[1] != "I"


def _is_abbreviation(left: str, right: str, rules: Rules) -> bool:
    before = tails(left)
    if before & rules.numbered and _FIGURE.match(right):
        return True
    if before & rules.may_end:
        return not rules.begins_sentence(right) and right[:1] not in '"“‘«„'
    return bool(before & rules.titles)


def _is_number(left: str, right: str, rules: Rules) -> bool:
    """Ordinals where they are written with a stop, and dates that begin with the year ("2024. 5. 3.")."""
    if _is_inside_date(left[-16:], right):
        return True
    if not rules.ordinals or not _ORDINAL.search(left[-8:]):
        return False
    return bool(first_word(right)) and not rules.begins_sentence(right)


def _is_inside_date(left: str, right: str) -> bool:
    if _YEAR.search(left):
        return _MONTH_AND_DAY.match(right) is not None
    if _YEAR_AND_MONTH.search(left):
        return _DAY.match(right) is not None
    return HANGUL[0] <= right[:1] <= HANGUL[1] and _DATE.search(left) is not None


def _is_latin_stop_among_dandas(text: str, at: int) -> bool:
    """Where a danda ends sentences, a full stop marks an abbreviation, if a word of the same script follows."""
    nearby = text[max(0, at - 400) : at + 400]
    return nearby.count("।") >= 1 and nearby.count("।") >= nearby.count(". ") and "\u0900" <= text[at] <= "\u0dff"


def inner_breaks(text: str, start: int, end: int) -> Iterator[int]:
    """Every place between `start` and `end` where a mark that may end a sentence is followed by a word."""
    return (found.end() for found in _INNER_BREAK.finditer(text, start, end))


def missed_breaks(text: str, rules: Rules) -> Iterator[int]:
    """Breaks that were not proposed: behind Khmer's full stop, a sentence in brackets, "in the U.S." before "The"."""
    if ")" in text or "។" in text:
        yield from (found.end() for found in _PLAIN_BREAK.finditer(text))
    if rules.ordinals:  # there sentencex takes a figure behind a stop for part of the sentence
        figures = (found.end() for found in _BREAK_BEFORE_FIGURE.finditer(text))
        yield from (at for at in figures if not is_false_break(text, at, rules))
    for found in _STOP_AND_WORD.finditer(text):
        at = found.end()
        if not text[at].isupper() or not rules.begins_sentence(text[at : at + CONTEXT]):
            continue
        if tails(text[max(0, found.start() - CONTEXT) : found.start() + 1]) & rules.may_end - rules.titles:
            yield at


def item_starts(text: str, rules: Rules) -> Iterator[int]:
    """Where the items of a list begin that stands in one block, which opens with a bullet or with the first item.

    A number must be one more than that of the item before. A figure with a stop ("2.") is taken for an ordinal in
    languages that write ordinals so.
    """
    opening = len(text) - len(text.lstrip())
    bullet = _BULLET.match(text, opening)
    if bullet:
        yield from (found.start() for found in _BULLET.finditer(text) if found[0] == bullet[0])
    if not _ITEM.match(text, opening):
        return
    expected = None
    for found in _ITEM.finditer(text):
        style, place = (found[1], found[2] is None, found[4]), _place(found)
        if expected in (None, (style, place)) and not (rules.ordinals and style == (None, False, ".")):
            expected = (style, place + 1)
            yield found.start()


def _place(item: re.Match[str]) -> int:
    return int(item[2]) if item[2] else ord(item[3])


def quotations(text: str) -> list[Span]:
    """„Quotations” in the marks that sentencex doesn't pair, and ”those” of the north, as (start, end) offsets."""
    if text.isascii():
        return []
    pattern = _LOW_QUOTE if "„" in text or "“" in text else _LEVEL_QUOTE
    return [found.span() for found in pattern.finditer(text)]


def outside(breaks: Sequence[int], spans: Sequence[Span]) -> Iterator[int]:
    """The breaks (in order) that stand in none of the spans (in order, apart)."""
    remaining = iter(spans)
    span = next(remaining, None)
    for at in breaks:
        while span and span[1] <= at:
            span = next(remaining, None)
        if not span or at <= span[0]:
            yield at
