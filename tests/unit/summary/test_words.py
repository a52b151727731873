from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.summary.data import tables
from nutgraf.summary.words import _STEMMERS, Tokenizer, _words, stemmer, stop_words, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t panic, 3 of 10!", ("Don", "t", "panic", "3", "of", "10")),
        ("മഴ പെയ്തു", ("മഴ", "പെയ്തു")),
        ("क्या हिंदी?", ("क्या", "हिंदी")),
        ("cafe\u0301s", ("cafés",)),
        ("کِتاب", ("کِتاب",)),
        ("港口开放", ("港口", "口开", "开放")),
        ("A港", ("A", "港")),
        ("ไทย", ("ไท", "ทย")),
        ("바다가 넓다", ("바다가", "넓다")),
        ("— … !", ()),
        ("کتاب‌ها می‌رسند، فردا", ("کتاب‌ها", "می‌رسند", "فردا")),
        ("প্রধানমন্ত্রী ঢাকায় গেলেন।", ("প্রধানমন্ত্রী", "ঢাকায়", "গেলেন")),
        ("Thủ tướng đến Huế", ("Thủ", "tướng", "đến", "Huế")),
        ("Ankara'da 3. köprü", ("Ankara", "da", "3", "köprü")),
        ("wybory-2025, Łódź", ("wybory", "2025", "Łódź")),
        ("п'ять об’єктів", ("п'ять", "об’єктів")),
        ("rumah-rumah di Jl. Melati", ("rumah", "rumah", "di", "Jl", "Melati")),
        ("சென்னையில் மழை", ("சென்னையில்", "மழை")),
        ("橋が開通した。", ("橋が", "が開", "開通", "通し", "した")),
        ("เรือจม 2 ลำ", ("เร", "รื", "ือ", "อจ", "จม", "2", "ลำ")),
    ],
)
def test_words_of_many_scripts(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


def test_stems_where_sumy_can_and_else_lower_case() -> None:
    assert stemmer("en")("Harbours") == stemmer("en")("harbour")
    assert stemmer("ml")("മഴ") == "മഴ"
    assert stemmer("xx")("Tide") == "tide"


@pytest.mark.parametrize("language", [*_STEMMERS, "el", "pl", "he", "ja", "zh", "vi", "xx", ""])
def test_every_stemmer_works_without_another_package(language: str) -> None:
    assert stemmer(language)("tide")


def test_stemmers_remember() -> None:
    assert stemmer("de") is stemmer("de")


@pytest.mark.parametrize(
    ("language", "word"),
    [
        *[("en", "the"), ("pl", "nie"), ("el", "και"), ("uk", "та"), ("th", "และ"), ("zh", "我们")],
        *[("hi", "और"), ("fa", "است"), ("tr", "için"), ("vi", "những"), ("id", "dan"), ("nl", "het"), ("ru", "если")],
        *[("da", "ikke"), ("no", "ikke"), ("fi", "mutta"), ("hu", "hogy"), ("ro", "care")],
    ],
)
def test_stop_words_of_sumy_and_of_our_file(language: str, word: str) -> None:
    assert word in stop_words(language)


@pytest.mark.parametrize("language", ["", "xx", "bn"])
def test_no_list_no_stop_words(language: str) -> None:
    assert stop_words(language) == frozenset()


def test_every_stop_word_of_our_file_can_equal_a_word() -> None:
    lists = {language: table["words"].split() for language, table in tables("stopwords").items()}

    assert all(words(word) == (word,) and word == word.lower() for found in lists.values() for word in found)
    assert all(len(set(found)) == len(found) > 80 for found in lists.values())


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("tr", "İstanbul".lower(), "istanbul"),
        ("fa", "كتاب", "کتاب"),
        ("fa", "می\u200cشود", "میشود"),
        ("uk", "об’єкт", "об'єкт"),
    ],
)
def test_what_is_typed_in_two_ways_has_one_stem(language: str, one: str, other: str) -> None:
    assert stemmer(language)(one) == stemmer(language)(other)


def test_a_title_in_one_form_meets_a_text_in_the_other() -> None:
    assert words("Thu\u0309 tu\u031bo\u031b\u0301ng") == words("Thủ tướng")


def test_tokenizer_serves_sumy_documents() -> None:
    tokenizer = Tokenizer("en-GB")
    assert tokenizer.to_sentences("Mr. Lind swam. He won.") == ("Mr. Lind swam.", "He won.")
    assert tokenizer.to_words("Mr. Lind swam.") == ("Mr", "Lind", "swam")


@given(st.text(st.sampled_from("aÉß1_-'’ .,“\u00a0\u200d\u0301\u0430є€中あ"), max_size=30))
def test_the_short_way_for_latin_text_gives_the_same_words(text: str) -> None:
    composed = unicodedata.normalize("NFC", text) if "\u0301" in text else text
    assert words(text) == tuple(_words(composed))
