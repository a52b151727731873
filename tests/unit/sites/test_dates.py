"""The words that dates are written with."""

from __future__ import annotations

import pytest

from nutgraf.sites.dates import names_in_dates


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "march"), ("en", "tue"), ("de", "märz"), ("ru", "февраля"), ("pl", "grudnia"), ("el", "ιανουαρίου")],
)
def test_months_and_days_by_language(language: str, word: str) -> None:
    assert word.casefold() in names_in_dates(language)


@pytest.mark.parametrize("language", [None, "", "xx", "not a language", "q!"])
def test_english_where_the_language_is_not_known(language: str | None) -> None:
    assert names_in_dates(language) == names_in_dates("en")
