from __future__ import annotations

import pytest

from nutgraf.language import ENOUGH, normalise, page_language, text_language
from nutgraf.parsing import parse

GERMAN = (
    "Die alte Fähre überquert seit Samstag wieder den See, wie das Hafenamt mitteilte. Sie war nach den Stürmen des "
    "vergangenen Winters lange in der Werft gewesen, und wer ans andere Ufer wollte, musste den Bus nehmen."
)
ENGLISH = (
    "The old ferry has crossed the lake again since Saturday, the harbour office said. It had been in the yard for "
    "long after the storms of last winter, and whoever wanted to reach the other shore had to take the bus."
)
SPANISH = (
    "El viejo transbordador vuelve a cruzar el lago desde el sábado, según informó la oficina del puerto. Había pasado "
    "mucho tiempo en el astillero tras las tormentas del invierno, y quien quería llegar a la otra orilla iba en bus."
)
HINDI = (
    "पुरानी नाव शनिवार से फिर झील पार कर रही है, बंदरगाह कार्यालय ने बताया। पिछली सर्दियों के तूफ़ानों के बाद वह लंबे "
    "समय तक मरम्मत में थी, और जिसे दूसरे किनारे जाना होता था, उसे बस लेनी पड़ती थी।"
)
JAPANESE = "古い渡し船が土曜日から再び湖を渡っている。港の事務所によると、昨年の冬の嵐のあと長く修理されていた。" * 3


def language_of(attributes: str, text: str, head: str = "", given: str | None = None) -> str | None:
    return page_language(parse(f"<html {attributes}><head>{head}</head><body><p>x</p></body></html>"), given, text)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("de", "de"),
        ("DE", "de"),
        ("de-AT", "de"),
        ("en_US", "en"),
        ("zh-Hans-CN", "zh"),
        (" fr ", "fr"),
        ("", None),
        (None, None),
        ("C", None),
        ("deu", None),
        ("german", None),
        ("x-default", None),
        ("de, en", None),
    ],
)
def test_normalise(code: str | None, expected: str | None) -> None:
    assert normalise(code) == expected


@pytest.mark.parametrize(
    ("text", "code"), [(GERMAN, "de"), (ENGLISH, "en"), (SPANISH, "es"), (HINDI, "hi"), (JAPANESE, "ja")]
)
def test_the_language_of_a_text_is_told(text: str, code: str) -> None:
    assert text_language(None, text) == code
    assert language_of("", text) == code


@pytest.mark.parametrize("given", ["fr", "fr-CA"])
def test_the_word_of_the_caller_wins(given: str) -> None:
    assert text_language(given, GERMAN) == "fr"
    assert language_of('lang="en"', GERMAN, given=given) == "fr"


def test_what_is_no_code_is_as_if_nothing_was_given() -> None:
    assert text_language("German, I think", ENGLISH) == "en"
    assert language_of('lang="es"', "Short", given="?") == "es"


@pytest.mark.parametrize("attributes", ['lang="pt-BR"', 'xml:lang="pt"', 'lang="" xml:lang="pt"'])
def test_the_own_word_of_a_page_holds_for_a_short_text(attributes: str) -> None:
    assert language_of(attributes, "Bom dia") == "pt"
    assert language_of(attributes, "") == "pt"


@pytest.mark.parametrize(
    "meta",
    [
        '<meta property="og:locale" content="nl_BE">',
        '<meta http-equiv="Content-Language" content="nl">',
        '<meta name="dc.language" content="nl-NL">',
        '<meta name="DC.Language" content="nl">',
        '<meta property="og:locale" content="?"><meta name="dc.language" content="nl">',
    ],
)
def test_meta_data_stand_in_for_the_attribute(meta: str) -> None:
    assert language_of("", "Goed", meta) == "nl"
    assert language_of('lang="fy"', "Goed", meta) == "fy"


def test_other_meta_data_say_nothing() -> None:
    assert language_of("", "", '<meta name="author" content="de"><meta content="de">') is None


def test_a_copied_template_is_overruled_by_a_clear_text() -> None:
    assert language_of('lang="en"', GERMAN) == "de"
    assert language_of('lang="en-US"', HINDI, '<meta property="og:locale" content="en_US">') == "hi"


def test_a_page_keeps_its_word_while_its_text_is_too_short_to_tell() -> None:
    assert language_of('lang="en"', GERMAN[: ENOUGH - 1]) == "en"


def test_a_page_keeps_its_word_when_its_text_agrees_or_tells_nothing() -> None:
    assert language_of('lang="de"', GERMAN) == "de"
    assert language_of('lang="sv"', "12 345 : 67 - 89; " * 20) == "sv"


@pytest.mark.parametrize("text", ["", "  \n ", "1 2 3", "…"])
def test_no_language_is_told_from_nothing(text: str) -> None:
    assert text_language(None, text) is None
