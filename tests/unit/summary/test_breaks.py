from __future__ import annotations

import pytest

from nutgraf.summary.abbreviations import rules_for
from nutgraf.summary.breaks import inner_breaks, is_false_break, item_starts, missed_breaks, outside, quotations


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Mr. |Voss"),
        ("en", "J. |K. Voss"),
        ("en", "No. |10"),
        ("en", "4.|5 percent"),
        ("en", "He said it. |and left"),
        ("fr", "le 4 janv. |- Deux"),
        ("de", "am 3. |Oktober"),
        ("ko", "2024. |5. 3. 열린다"),
        ("ko", "2024. 5. |3. 열린다"),
        ("ko", "2024. 5. 3. |열린다"),
        ("th", "พล.|อ. สมชาย"),
        ("ml", "കി.|മീ. റോഡ്"),
        ("hi", "वह आया। डॉ. |वर्मा"),
        ("ja", "２．|５億円"),
        ("zh", "，U.|S.公司"),
        ("zh", "“好。”|他说。"),
    ],
)
def test_breaks_taken_back(language: str, text: str) -> None:
    at = text.index("|")
    assert is_false_break(text.replace("|", ""), at, rules_for(language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He left. |She stayed"),
        ("en", "plan B. |It failed"),
        ("en", "you and I. |Did"),
        ("en", "Mr.\n\n|Voss"),
        ("en", "It fell. |iPads rose"),
        ("en", "in 2014. |7. Ada Voss"),
        ("de", "waren 10. |Die Hälfte"),
        ("es", "50.0°F. |¿Cuánto"),
        ("gu", "આવે છે. |તે"),
        ("ml", "തുറന്നു. |ഒരു"),
    ],
)
def test_breaks_that_stand(language: str, text: str) -> None:
    at = text.index("|")
    assert not is_false_break(text.replace("|", ""), at, rules_for(language))


def test_missed_breaks_are_added() -> None:
    text = "They fled to the U.S. The children stayed."
    assert list(missed_breaks(text, rules_for("en"))) == [text.index("The children")]


def test_a_figure_opens_a_sentence_where_ordinals_have_stops() -> None:
    text = "Der Zug hielt. 40 Leute stiegen aus, vgl. S. 3 und Nr. 4."
    assert list(missed_breaks(text, rules_for("de"))) == [text.index("40")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "|1) Rice |2) Beans |3) Salt"),
        ("en", "|a. Rice |b. Beans"),
        ("en", " |1. Rice 3. Not the next |2. Beans"),
        ("en", "|• Storm |• Flood"),
        ("en", "Take 1) rice 2) beans"),
        ("en", "News • Sport"),
        ("de", "1. Platz 2. Platz"),
        ("de", "|1) Platz |2) Platz"),
    ],
)
def test_items_begin_where_a_list_opens_the_block(language: str, text: str) -> None:
    plain, marks = text.replace("|", ""), [i - n for n, i in enumerate(i for i, c in enumerate(text) if c == "|")]
    assert list(item_starts(plain, rules_for(language))) == marks


def test_quotations_in_low_and_in_level_marks() -> None:
    assert quotations("„Nie. Tak” – rzekł „Jan.") == [(0, 10)]
    assert quotations("”Ja. Nej”, sa hon.") == [(0, 9)]
    assert quotations("“Yes. No,” she said”") == []


def test_breaks_inside_of_spans_are_left_out() -> None:
    assert list(outside([1, 3, 5, 8, 12], [(2, 5), (7, 9)])) == [1, 5, 12]


def test_inner_breaks_stop_at_the_end() -> None:
    assert list(inner_breaks("Go. Run. Hide.", 0, 9)) == [4]
