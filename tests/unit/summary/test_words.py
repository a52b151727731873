from __future__ import annotations

import pytest

from nutgraf.summary.words import _STEMMERS, Tokenizer, stemmer, stop_words, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t panic, 3 of 10!", ("Don", "t", "panic", "3", "of", "10")),
        ("മഴ പെയ്തു", ("മഴ", "പെയ്തു")),
        ("क्या हिंदी?", ("क्या", "हिंदी")),
        ("cafe\u0301s", ("cafe\u0301s",)),
        ("کِتاب", ("کِتاب",)),
        ("港口开放", ("港口", "口开", "开放")),
        ("A港", ("A", "港")),
        ("ไทย", ("ไท", "ทย")),
        ("바다가 넓다", ("바다가", "넓다")),
        ("— … !", ()),
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


def test_stop_words_where_sumy_has_them() -> None:
    assert "the" in stop_words("en")
    assert "और" not in stop_words("hi")
    assert stop_words("") == stop_words("xx") == frozenset()


def test_tokenizer_serves_sumy_documents() -> None:
    tokenizer = Tokenizer("en-GB")
    assert tokenizer.to_sentences("Mr. Lind swam. He won.") == ("Mr. Lind swam.", "He won.")
    assert tokenizer.to_words("Mr. Lind swam.") == ("Mr", "Lind", "swam")
