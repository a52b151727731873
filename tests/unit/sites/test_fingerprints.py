"""What stays alike of a line, and that the numbers tell nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.sites.fingerprints import Stamp, frame, place
from unit.sites.pages import PLUG, SECRET, SITE, STORY, article, foot, page, paragraphs

STAMP = Stamp(SECRET, SITE)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Read by 1,204 people", "Read by 98 people", "en"),
        ("14 January 2012 Last updated at 09:47", "3 May 2011 Last updated at 17:01", "en"),
        ("Опубликовано 26 февраля 2009 г.", "Опубликовано 3 мая 2011 г.", "ru"),
        ("Subscribe  to our LETTER!", "subscribe to our letter", "en"),
    ],
)
def test_a_line_is_the_same_with_other_numbers_and_dates(one: str, other: str, language: str) -> None:
    assert STAMP.line(one, language) == STAMP.line(other, language) is not None


@pytest.mark.parametrize(
    ("one", "other"), [("Subscribe today", "Subscribe tonight"), ("May we help?", "June we help?")]
)
def test_other_words_are_another_line(one: str, other: str) -> None:
    assert STAMP.line(one) != STAMP.line(other)


@pytest.mark.parametrize("text", ["", "12:05", "— | —", "3 / 4", "…", "14 January 2012"])
def test_a_line_without_letters_of_its_own_has_no_number(text: str) -> None:
    assert STAMP.line(text) is None


def test_a_frame_is_the_same_around_another_name_or_title() -> None:
    own, other = frozenset({"ferry", "returns"}), frozenset({"market", "closes"})

    assert frame("More stories by Anna Brandt", frozenset()) == frame("More stories by Otto Vale-Smith", frozenset())
    assert frame("Tell us what you think of ferry returns", own) == frame(
        "Tell us what you think of market closes", other
    )
    assert frame("More stories by Anna Brandt", frozenset()) != frame("Fewer stories by Anna Brandt", frozenset())


@pytest.mark.parametrize(
    "text", ["no name and no number in here at all", "By Anna Brandt", "Anna", "word " * 60 + "Anna"]
)
def test_what_is_no_frame(text: str) -> None:
    assert frame(text, frozenset()) is None


def test_a_place_is_the_element_and_those_around_it() -> None:
    story, below = article("One.").blocks[0], foot("One.")

    assert place(story) == "p>div story body" != place(below)


def test_numbers_of_a_page_go_by_block() -> None:
    read = page(1, foot(PLUG), "12:05")
    numbers = STAMP.page(read)

    assert len(numbers.lines) == len(numbers.places) == len(numbers.frames) == len(numbers.sizes) == 7
    assert numbers.lines[6] is None
    assert set(numbers.long) == set(numbers.lines[:5])
    assert numbers.lines[5] == STAMP.line(PLUG)
    assert len({*numbers.places[:5]}) == 1
    assert numbers.places[5] != numbers.places[0]


def test_another_site_another_secret_and_another_kind_give_other_numbers() -> None:
    others = (Stamp(SECRET, "quill.example"), Stamp(SECRET[::-1], SITE))

    assert len({STAMP.line(PLUG), *(stamp.line(PLUG) for stamp in others)}) == 3
    assert STAMP.number("line", "x") != STAMP.number("frame", "x") != STAMP.number("place", "x")


@given(st.text(max_size=200), st.sampled_from(["en", "ja", None]))
def test_any_text_has_a_number_of_64_bits_or_none(text: str, language: str | None) -> None:
    number = STAMP.line(text, language)

    assert number is None or -(2**63) <= number < 2**63
    assert number == STAMP.line(text, language)
    assert STAMP.page(article(text, title=text)).lines == (STAMP.line(text, "en"),)


def test_a_paragraph_of_chinese_is_long_with_fewer_signs() -> None:
    text = (
        "市议会周二晚间以十一票对六票通过决定，保留旧的平旋桥供行人和骑车人使用，"
        "结束了两年来关于这座桥应当关闭还是改建为车行桥的争论，维修工程将在冬季风暴来临之前开始。"
    )

    assert STAMP.page(article(text)).long
    assert not STAMP.page(article(paragraphs(1)[0][:100])).long
    assert STORY[0].tag == "p"
