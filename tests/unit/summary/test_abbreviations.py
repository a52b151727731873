from __future__ import annotations

import pytest

from nutgraf.summary.abbreviations import first_word, rules_for, tails
from nutgraf.summary.data import tables


def test_a_language_without_a_table_has_the_shared_rules() -> None:
    assert rules_for("xx") == rules_for("any")
    assert "Dr" in rules_for("xx").titles


def test_what_a_table_leaves_out_is_shared() -> None:
    assert rules_for("zh").may_end == rules_for("any").may_end
    assert rules_for("zh").speech


def test_abbreviations_match_with_a_capital_too() -> None:
    assert {"bzw", "Bzw"} <= rules_for("de").titles


@pytest.mark.parametrize(
    ("text", "word"), [("“The end", "The"), ("(¿Qué", "Qué"), ("  हिंदी में", "हिंदी"), ("3 men", ""), ("", "")]
)
def test_first_word(text: str, word: str) -> None:
    assert first_word(text) == word


@pytest.mark.parametrize(("right", "begins"), [("The mayor", True), ("the mayor", False), ("Ada", False), ("5", False)])
def test_opening_words_begin_sentences_only_with_a_capital(right: str, begins: bool) -> None:
    assert rules_for("en").begins_sentence(right) is begins


def test_tails_are_the_last_one_two_and_three_words() -> None:
    assert tails("Bad Homburg v. d. H.") == {"H", "d. H", "v. d. H"}
    assert "Lt" in tails("the ex-Lt.")


@pytest.mark.parametrize("language", sorted(tables("abbreviations")))
def test_tables_are_well_formed(language: str) -> None:
    table = tables("abbreviations")[language]
    lists = {"titles", "numbered", "may_end", "starters", "speech"}

    assert set(table) <= lists | {"ordinals"}
    assert all(not word.endswith(".") and word == word.strip() for name in lists & set(table) for word in table[name])
    assert all(word == word.lower() for word in table.get("starters", ()))
