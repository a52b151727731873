"""The floors under splitting: the golden rules, and hard places in the news of 26 languages."""

from __future__ import annotations

import pytest

from bench.splitting import Case, cases, misses

ALL = cases()


def part(name: str, language: str | None = None) -> list[Case]:
    return [case for case in ALL if case.part == name and language in (None, case.language)]


@pytest.mark.parametrize(("language", "floor", "rules"), [("en", 44, 48), ("de", 31, 35), ("es", 33, 36)])
def test_the_golden_rules(language: str, floor: int, rules: int) -> None:
    found = part("golden", language)
    wrong = misses(found)

    assert len(found) == rules
    assert len(found) - len(wrong) >= floor, "\n".join(wrong)


def test_ninety_five_of_a_hundred_news_cases() -> None:
    found = part("news")
    wrong = misses(found)

    assert len(found) - len(wrong) >= 0.95 * len(found), "\n".join(wrong)


def test_at_least_six_news_cases_in_each_of_26_languages() -> None:
    numbers = {case.language: len(part("news", case.language)) for case in part("news")}

    assert len(numbers) == 26
    assert min(numbers.values()) >= 6


@pytest.mark.parametrize("language", sorted({case.language for case in part("news")}))
def test_no_language_falls_behind(language: str) -> None:
    assert len(misses(part("news", language))) <= 1, "\n".join(misses(part("news", language)))
