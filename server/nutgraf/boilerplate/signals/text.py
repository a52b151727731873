"""Signals of a block's own text: its length, its end, its shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

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
_DATE_IN_FIGURES = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}年\d{1,2}月")
_DATE_IN_WORDS = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th|\.)?\s\w{3,12}\.?,?\s(?:19|20)\d\d|\b\w{3,12}\.?\s\d{1,2},?\s(?:19|20)\d\d"
)
_CENTURY = re.compile(r"\s(?:19|20)\d\d")
"""What every date in words holds: looked for first, as it costs a tenth."""
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
_ARROW = re.compile(r"[›→▶►▸⇒➜➤↓↑←◀‹>]\s*$|^[^«]*»\s*$|^[^»]*«\s*$|^\s*[›→▶►▸⇒➜➤↓↑←◀>*•|]|^\s*»[^«]*$|>>|❯")
"""Guillemets are arrows where they do not stand around a quotation."""
_ARROW_SIGN = re.compile("[›→▶►▸⇒➜➤↓↑←◀‹>»«*•|❯]")
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
_PRICE = re.compile(r"[$€£₹¥]\s?\d|\d\s?(?:€|(?:EUR|USD|Rs)\b)")
_FOOTNOTE = re.compile(r"\s*(?:\[\d{1,3}\]|\d{1,3}\s(?=[A-Z\"“])|\^)")
"""Of a text's beginning."""
END = re.compile(r"[.!?。．！？।॥؟…۔]['\"”’»)\]」』]*$")
_WORD = re.compile(r"\w+")
_FIRST_PERSON = frozenset(
    """i ı my we our us wir uns unsere unserer unseren unserem unseres nous notre nos nosotros nuestro nuestra nuestros
    nuestras nosso nossa nossos nossas""".split()
)
"""The dotless i is among them because the weights were learnt so: an I of English, where Turkish makes it small."""
_SECOND_PERSON = frozenset(
    """you your yours sie ihr ihre ihrn ihrm ihrr ihrs ihren ihrem ihrer ihres du dein deine vous votre vos usted tu tus
    te você seu sua u uw je jouw""".split()
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
    low = text.lower()
    if ("/" in low or "www." in low) and _ADDRESS.search(text):
        if _BARE_URL.fullmatch(text.rstrip(". ")):
            yield "bare_url"
        elif URL.search(text):
            yield "has_url"
    yield from (name for name, names in _NAMES if any(n in low for n in names))
    said = tokens(text.replace("İ", "I"))  # in lower case it is two characters, and the first a word by itself
    yield from (name for name, pronouns in _PRONOUNS if not pronouns.isdisjoint(said))
    yield from _signs(text)
    digits = len(_DIGIT.findall(text))
    if digits:
        yield from _figures(text)
        if digits * 3 > len(text):
            yield "mostly_digits"
    if _LETTER.search(text) is None:
        yield "no_letters"


def _signs(text: str) -> Iterator[str]:
    """Each pattern is tried where a sign stands that it cannot do without: that is most of a text's cost."""
    if "#" in text and _HASHTAG.search(text):
        yield "has_hashtag"
    if _ARROW_SIGN.search(text) and _ARROW.search(text):
        yield "has_arrow"
    if _FOOTNOTE.match(text) or "↩" in text:
        yield "has_footnote_mark"
    if _COPYRIGHT.search(text):
        yield "has_copyright_sign"
    if not text.isascii() and _EMOJI.search(text):
        yield "has_emoji"
    if "@" in text:
        yield from (name for name, pattern in _WITH_AT if pattern.search(text))
    if "|" in text or " · " in text or " • " in text:
        yield "has_bars"


def _figures(text: str) -> Iterator[str]:
    """What a text with a digit in it may hold."""
    yield from (name for name, pattern in _WITH_DIGITS if pattern.search(text))
    if _DATE_IN_FIGURES.search(text) or (_CENTURY.search(text) and _DATE_IN_WORDS.search(text)):
        yield "has_date"


@lru_cache(maxsize=512)
def tokens(text: str) -> frozenset[str]:
    """The words of a text in lower case, remembered while its page is read: several signals ask for them."""
    return frozenset(_WORD.findall(text.lower()))


_ADDRESS = re.compile(r"www\.|[:.]\S{0,80}/", re.I)
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_NAMES = (("mentions_whatsapp", ("whatsapp", "whats app")), ("mentions_telegram", ("telegram",)))
_PRONOUNS = (("speaks_as_we", _FIRST_PERSON), ("speaks_to_you", _SECOND_PERSON))
_WITH_DIGITS = (("has_price", _PRICE), ("has_phone", _PHONE), ("has_year", _YEAR), ("has_clock", _CLOCK))
_WITH_AT = (("has_email", _EMAIL), ("has_handle", _HANDLE))
