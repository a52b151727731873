"""Signals of a block's own text: its length, its end, its shape."""

from __future__ import annotations

import re
from collections.abc import Iterator

URL = re.compile(r"(?:https?://|www\.)\S{3,2000}", re.I)
_BARE_URL = re.compile(
    r"\S{0,40}\s?(?:https?://\S{3,2000}|www\.\S{3,2000}|[\w.-]{2,80}\.(?:com|org|net|me|info)/\S{2,2000})"
)
"""Of a text without the dots at its end: were they in the pattern, a line of dots would be tried at every length."""
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,64}")
_HANDLE = re.compile(r"(?<![\w.])@\w{3,40}")
_HASHTAG = re.compile(r"(?<![\w&])#\w{3,60}")
_PHONE = re.compile(r"(?:\+\d{1,3}|\(\d{2,4}\)|\b\d{3})[\s./-]?\d{2,4}[\s./-]\d{2,4}")
_COPYRIGHT = re.compile(r"©|\(c\)\s?\d{4}|&copy;", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\b\d{1,2}(?:st|nd|rd|th|\.)?\s\w{3,12}\.?,?\s(?:19|20)\d\d"
    r"|\b\w{3,12}\.?\s\d{1,2},?\s(?:19|20)\d\d|\d{4}年\d{1,2}月"
)
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
_ARROW = re.compile(r"[›→▶►▸⇒➜➤↓↑←◀‹>]\s*$|^[^«]*»\s*$|^[^»]*«\s*$|^\s*[›→▶►▸⇒➜➤↓↑←◀>*•|]|^\s*»[^«]*$|>>|❯")
"""Guillemets are arrows where they do not stand around a quotation."""
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
_PRICE = re.compile(r"[$€£₹¥]\s?\d|\d\s?(?:€|(?:EUR|USD|Rs)\b)")
_FOOTNOTE = re.compile(r"^\s*(?:\[\d{1,3}\]|\d{1,3}\s(?=[A-Z\"“])|\^|↩)|↩")
END = re.compile(r"[.!?。．！？।॥؟…۔]['\"”’»)\]」』]*$")
_FIRST_PERSON = re.compile(
    r"\b(?:i|i'm|my|we|our|us|wir|uns|unsere[rnms]?|nous|notre|nos|nosotros|nuestr[oa]s?|nossos?|nossas?)\b", re.I
)
_SECOND_PERSON = re.compile(
    r"\b(?:you|your|yours|sie|ihre?[nmrs]?|du|dein[e]?|vous|votre|vos|usted|tu|tus|te|você|seu|sua|u|uw|je|jouw)\b",
    re.I,
)
_QUOTED = re.compile(r"^[\"“„«‘「]")
_LENGTHS = ((3, "words_1_3"), (8, "words_4_8"), (16, "words_9_16"), (30, "words_17_30"), (60, "words_31_60"))


def text_signals(text: str, words: int) -> Iterator[str]:
    """The names of the signals that a text of so many words gives."""
    yield next((name for most, name in _LENGTHS if words <= most), "words_over_60")
    yield from _shape(text, words)
    if words <= 60:
        yield from _pieces(text)


def _shape(text: str, words: int) -> Iterator[str]:
    ends = END.search(text) is not None
    if text.endswith(("...", "…", "[…]", "[...]")):
        yield "ends_cut"
    elif ends:
        yield "ends_sentence" if words > 4 else "ends_short"
    elif text.endswith((":", "：")):
        yield "ends_colon"
    else:
        yield "ends_open"
    if text.endswith(("!", "！")):
        yield "ends_exclaiming"
    if text.endswith(("?", "？", "؟")):
        yield "asks"
    if text[:1].islower():
        yield "begins_lower"
    if text.isupper() and len(text) > 3:
        yield "all_capitals"
    elif words >= 2 and text.istitle():
        yield "title_case"
    if _QUOTED.match(text):
        yield "begins_quote"


def _pieces(text: str) -> Iterator[str]:
    if _ADDRESS.search(text):
        if _BARE_URL.fullmatch(text.rstrip(". ")):
            yield "bare_url"
        elif URL.search(text):
            yield "has_url"
    yield from (name for name, pattern in _ANY if pattern.search(text))
    digits = len(_DIGIT.findall(text))
    if digits:
        yield from (name for name, pattern in _WITH_DIGITS if pattern.search(text))
        if digits * 3 > len(text):
            yield "mostly_digits"
    if not text.isascii():
        yield from (name for name, pattern in _NOT_ASCII if pattern.search(text))
    if "@" in text:
        yield from (name for name, pattern in _WITH_AT if pattern.search(text))
    if "|" in text or " · " in text or " • " in text:
        yield "has_bars"
    if _LETTER.search(text) is None:
        yield "no_letters"


_ADDRESS = re.compile(r"www\.|[:.]\S{0,80}/", re.I)
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_ANY = (
    ("has_hashtag", _HASHTAG),
    ("has_arrow", _ARROW),
    ("mentions_whatsapp", re.compile("whats ?app", re.I)),
    ("mentions_telegram", re.compile("telegram", re.I)),
    ("speaks_as_we", _FIRST_PERSON),
    ("speaks_to_you", _SECOND_PERSON),
    ("has_footnote_mark", _FOOTNOTE),
    ("has_copyright_sign", _COPYRIGHT),
    ("has_price", _PRICE),
)
_WITH_DIGITS = (("has_phone", _PHONE), ("has_date", _DATE), ("has_year", _YEAR), ("has_clock", _CLOCK))
_NOT_ASCII = (("has_emoji", _EMOJI),)
_WITH_AT = (("has_email", _EMAIL), ("has_handle", _HANDLE))
