"""Signals of how a block is set, against the paragraphs of the story: parent, look, main element, cards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.boilerplate.signals.frame import FEWEST, Frames, frame_signals, is_body, look, setting
from nutgraf.model import Block, Element

PROSE = "The ferry office said that both towns will share the cost of the new quay, which opens in the spring. "
MAIN = Element("div", ("entry", "content"), share=0.9)
PAGE = Element("main", share=1.0)


def paragraph(*around: Element, classes: str = "", tag: str = "p", text: str = PROSE) -> Block:
    return Block(0, text, "p", path=(Element(tag, classes=classes, share=0.2), *around))


def shows(line: Block, *story: Block) -> set[str]:
    """What a line shows that stands after a story of paragraphs."""
    blocks = [*story, line]
    return set(frame_signals(len(story), line, Frames.of(blocks, range(len(story)))))


STORY = tuple(paragraph(MAIN, PAGE) for _ in range(4))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (paragraph(MAIN, PAGE), {"frame_p", "frame_usual", "beside_prose", "below_prose", "inside_body"}),
        (
            paragraph(MAIN, PAGE, classes="box"),
            {"frame_p", "frame_other", "frame_styled", "beside_prose", "below_prose", "inside_body"},
        ),
        (
            paragraph(Element("div", share=0.1), MAIN, PAGE),
            {"frame_p", "frame_usual", "apart_from_prose", "below_prose", "inside_body"},
        ),
        (
            paragraph(Element("div", share=0.1), PAGE, tag="h3"),
            {"frame_h3", "frame_other", "apart_from_prose", "outside_main", "after_main", "outside_body"},
        ),
    ],
)
def test_a_line_after_the_story_is_set_like_it_or_apart(line: Block, expected: set[str]) -> None:
    assert shows(line, *STORY) == expected


def test_a_line_before_the_main_element_stands_before_it() -> None:
    line = paragraph(Element("header", share=0.1), PAGE)
    blocks = [line, *STORY]
    found = set(frame_signals(0, line, Frames.of(blocks, range(1, 5))))
    assert {"outside_main", "before_main"} <= found
    assert "after_main" not in found


def test_the_main_element_is_the_smallest_around_most_of_the_prose() -> None:
    frames = Frames.of(STORY, range(4))
    assert frames.main is MAIN
    assert frames.main_blocks == (0, 3)
    halves = [paragraph(Element("div", share=0.4), PAGE), paragraph(Element("div", share=0.4), PAGE)] * 2
    assert Frames.of(halves, range(4)).main is PAGE


def test_next_to_no_prose_has_no_frame_to_compare_with() -> None:
    short = paragraph(MAIN, text="Ferries sail. " * 3)
    assert len(short.text) < FEWEST
    assert shows(paragraph(PAGE), short) == {"frame_p"}


def test_an_inline_element_is_told_beside_the_one_that_makes_the_block() -> None:
    line = Block(0, "More", "p", path=(Element("a"), Element("b"), Element("li"), Element("ul")))
    assert shows(line) == {"frame_li", "inner_a"}
    assert setting(line.path) == (line.path[2], line.path[3])


def test_a_block_straight_in_the_page_has_the_body_for_a_frame() -> None:
    assert shows(Block(0, "More", "p", path=(Element("span"),))) == {"frame_body", "inner_span"}
    assert shows(Block(0, "More", "p")) == set()
    assert look(None) == ("body", "")


@pytest.mark.parametrize(("alike", "expected"), [(0, set()), (1, {"in_cards"}), (2, {"in_cards", "in_many_cards"})])
def test_a_card_is_one_of_several_that_link(alike: int, expected: set[str]) -> None:
    line = Block(0, "A teaser", "p", path=(Element("h3"), Element("div", alike=alike, share=0.1), PAGE))
    assert shows(line, *STORY) & {"in_cards", "in_many_cards"} == expected


def test_siblings_of_what_holds_the_story_are_no_cards() -> None:
    whole = replace(MAIN, alike=5)
    story = [paragraph(whole, PAGE) for _ in range(4)]
    assert "in_cards" not in shows(paragraph(whole, PAGE), *story)


def test_pictures_in_small_elements_that_link() -> None:
    link = Element("a", pictured=True, link_density=1.0)
    card = Element("div", pictured=True, link_density=0.8)
    assert "pictured_link" in shows(Block(0, "A teaser", "p", path=(link, PAGE)))
    assert "pictured_card" in shows(Block(0, "A teaser", "p", path=(Element("p"), card, PAGE)))
    assert "pictured_card" not in shows(
        Block(0, "A caption", "p", path=(Element("p"), replace(card, link_density=0.1)))
    )


@pytest.mark.parametrize(
    ("tokens", "body"),
    [
        (("article", "body"), True),
        (("c", "entry", "content", "wide"), True),
        (("body", "article"), False),
        (("article", "header", "body"), False),
        ((), False),
    ],
)
def test_what_a_body_is_called(tokens: tuple[str, ...], body: bool) -> None:
    assert is_body(Element("div", tokens)) is body


ELEMENTS = st.builds(
    Element,
    tag=st.sampled_from(["p", "a", "div", "li", "span", "section"]),
    tokens=st.sampled_from([(), ("article", "body"), ("promo",)]),
    share=st.floats(0, 1),
    link_density=st.floats(0, 1),
    alike=st.integers(0, 3),
    pictured=st.booleans(),
)


@given(st.lists(st.lists(ELEMENTS, max_size=5), min_size=1, max_size=6))
def test_any_paths_give_signals_that_do_not_contradict(paths: list[list[Element]]) -> None:
    blocks = [Block(i, PROSE, "p", path=tuple(path)) for i, path in enumerate(paths)]
    frames = Frames.of(blocks, range(len(blocks)))
    for i, block in enumerate(blocks):
        found = set(frame_signals(i, block, frames))
        assert not {"frame_usual", "frame_other"} <= found
        assert not {"before_main", "after_main"} <= found
        assert ("in_many_cards" not in found) or "in_cards" in found
