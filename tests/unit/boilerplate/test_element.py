"""Signals of the elements around a block: own names, names around it, containers, and what holds the whole article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.boilerplate.lexicon import tag_groups, token_groups
from nutgraf.boilerplate.signals.element import WHOLE, element_signals, groups
from nutgraf.model import Block, Element


def shows(*path: Element, tag: str = "p") -> set[str]:
    return set(element_signals(Block(0, "A line", tag, path=path), {}))


@pytest.mark.parametrize(
    ("signal", "yes", "no"),
    [
        ("named_newsletter", Element("div", ("newsletter",)), Element("div", ("newsroom",))),
        ("named_related", Element("aside"), Element("section")),
        ("named_title", Element("h1"), Element("h2")),
        ("named_byline", Element("span", ("author",)), Element("span", ("authority",))),
        ("is_hidden", Element("div", hidden=True), Element("div")),
        ("is_bold", Element("strong"), Element("span")),
        ("is_bold", Element("b"), Element("p")),
        ("is_italic", Element("em"), Element("u")),
        ("is_italic", Element("i"), Element("img")),
        ("is_small", Element("small"), Element("big")),
        ("container_of_links", Element("ul", link_density=0.61), Element("ul", link_density=0.6)),
        ("straight_in_article", Element("p", share=WHOLE + 0.01), Element("p", share=WHOLE)),
    ],
)
def test_what_the_element_is(signal: str, yes: Element, no: Element) -> None:
    assert signal in shows(yes)
    assert signal not in shows(no)


def test_names_around_the_element_are_told_apart_from_its_own() -> None:
    found = shows(Element("p"), Element("div", ("comments",)))
    assert "within_comments" in found
    assert "named_comments" not in found


def test_what_holds_the_article_says_nothing_of_one_block() -> None:
    whole = Element("form", ("newsletter",), hidden=True, share=0.9, link_density=0.9)
    assert shows(Element("p"), whole) == {"tag_p"}


def test_a_container_of_links_is_the_outermost_of_the_blocks_own() -> None:
    links, prose = Element("ul", link_density=0.9), Element("div", link_density=0.1)
    assert "inside_links" in shows(Element("li"), links, prose)
    assert "inside_links" not in shows(links, prose), "its own density is a signal of its links"
    assert "container_of_links" in shows(Element("li"), links)
    assert "container_of_links" not in shows(Element("li"), links, prose)


def test_a_block_that_no_page_is_around_stands_straight_in_the_article() -> None:
    assert shows(tag="head") == {"tag_head", "straight_in_article"}


def test_an_element_known_by_identity_is_looked_up_once() -> None:
    element = Element("div", ("newsletter",))
    known = {id(element): frozenset({"share"})}
    assert "named_share" in set(element_signals(Block(0, "A line", "p", path=(element,)), known))


def test_groups_of_a_tag_and_its_tokens_come_together() -> None:
    assert groups("footer", ("share", "xyz")) == {"chrome", "share"}
    assert groups("div", ("about",)) == {"contact", "author_bio"}
    assert groups("div", ()) == frozenset()


ELEMENTS = st.builds(
    Element,
    tag=st.sampled_from([*tag_groups(), "div", "", "x-y"]),
    tokens=st.lists(st.sampled_from([*token_groups()]) | st.text(max_size=8), max_size=5).map(tuple),
    hidden=st.booleans(),
    share=st.floats(0, 1),
    link_density=st.floats(0, 1),
)


@given(st.lists(ELEMENTS, max_size=8))
def test_wild_paths_never_raise_and_the_tag_is_always_told(path: list[Element]) -> None:
    found = shows(*path)
    assert "tag_p" in found
    assert not {"container_of_links", "inside_links"} <= found
