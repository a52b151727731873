"""What pages state of their story in JSON-LD and in their metadata."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.dom import letters
from nutgraf.parsing import parse
from nutgraf.statements import SHORTEST, stated_text, topics

STORY = "The mill at Dorn grinds again, for the first time since the bridge fell into the river. " * 5


def page(*data: object, head: str = "") -> str:
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in data)
    return f"<html><head>{head}{scripts}</head><body><p>The mill</p></body></html>"


@pytest.mark.parametrize(
    "data",
    [
        {"@type": "NewsArticle", "articleBody": STORY},
        [{"@type": "WebPage"}, {"@type": "NewsArticle", "articleBody": STORY}],
        {"@graph": [{"@type": "BreadcrumbList"}, {"@type": "Article", "articleBody": STORY}]},
        {"@type": "NewsArticle", "articleBody": f"<p>{STORY}</p>"},
        {"@type": "NewsArticle", "articleBody": STORY.replace("mill", "&#109;ill")},
    ],
)
def test_the_stated_text_is_found_wherever_it_stands(data: object) -> None:
    assert stated_text(parse(page(data))) == letters(STORY)


def test_the_longest_is_taken_and_short_ones_are_none() -> None:
    assert stated_text(parse(page({"articleBody": STORY}, {"text": STORY + STORY}))) == letters(STORY + STORY)
    assert stated_text(parse(page({"articleBody": STORY[: SHORTEST - 1]}))) == ""
    assert stated_text(parse(page())) == ""


@pytest.mark.parametrize("broken", ["", "{", "[1, 2", '{"articleBody": ', "[" * 100_000])
def test_broken_data_states_nothing(broken: str) -> None:
    html = f'<html><head><script type="application/ld+json">{broken}</script></head><body><p>x</p></body></html>'
    assert stated_text(parse(html)) == ""


def test_data_of_any_depth_is_read_to_a_limit() -> None:
    deep: object = {"articleBody": STORY}
    for _ in range(40):
        deep = {"mainEntity": deep}
    assert stated_text(parse(page(deep))) == ""


def test_keywords_tags_and_sections_are_topics() -> None:
    head = (
        '<meta name="keywords" content="Mills, River Dorn;bridges"><meta property="article:tag" content="Heritage">'
        '<meta property="article:section" content="Local"><meta name="description" content="Not, a, topic">'
    )
    assert topics(parse(page(head=head))) == {"mills", "riverdorn", "bridges", "heritage", "local"}


@given(
    st.recursive(
        st.text() | st.none() | st.booleans(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_any_data_is_read_without_an_error(data: object) -> None:
    assert isinstance(stated_text(parse(page(data))), str)
