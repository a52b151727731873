"""Labels of whole articles: none at all, a plain story, our own pages in every mode, and any article whatever."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.corpus import articles
from nutgraf.boilerplate import weights
from nutgraf.boilerplate.classifier import ASIDES, evidence, label_blocks, verdicts
from nutgraf.model import Article, Block, Element, Link
from unit.boilerplate.test_classifier import MODES, PROSE, TITLE, article


def test_no_blocks_no_labels() -> None:
    assert label_blocks(Article(())) == ()


def test_an_unknown_mode_is_an_error() -> None:
    with pytest.raises(KeyError):
        label_blocks(article(*PROSE), "reckless")


def test_a_plain_story_is_content_from_end_to_end() -> None:
    """By the weights that ship, in every mode."""
    for mode in MODES:
        assert {label.role for label in label_blocks(article(*PROSE), mode)} == {"content"}


def stripped(page: Article, mode: str) -> set[int]:
    return {i for i, label in enumerate(label_blocks(page, mode)) if label.role == "boilerplate"}


def over_the_limit(page: Article, mode: str) -> set[int]:
    """The blocks that a mode would strip if there were no guard."""
    known = weights.load()
    found = verdicts(page, known)
    limit = known.modes[mode].strip
    return {i for i, v in enumerate(found) if v.case or v.boilerplate >= limit(evidence(v.signals))}


@pytest.mark.parametrize("name", articles())
def test_a_stricter_mode_strips_all_that_a_more_careful_one_does(name: str) -> None:
    """Until the guard steps in, which keeps more of a page the more would go."""
    page = articles()[name]
    for careful, strict in pairwise(MODES):
        assert over_the_limit(page, careful) <= over_the_limit(page, strict)
        if stripped(page, strict) == over_the_limit(page, strict):
            assert stripped(page, careful) <= stripped(page, strict)


def test_the_modes_differ_on_our_pages() -> None:
    counts = [sum(len(stripped(page, mode)) for page in articles().values()) for mode in MODES]
    assert counts[0] < counts[1] < counts[2]


LINES = [
    TITLE,
    *PROSE,
    "Sign up for our newsletter",
    "https://wa.me/123",
    "Read more: The cod comes back",
    "Photo: Ilse Harrow",
    "© 2026 Coast Wire",
]
BLOCKS = st.builds(
    Block,
    st.integers(0, 99),
    st.sampled_from(LINES) | st.text(max_size=60),
    st.sampled_from(["p", "head", "item", "quote", "cell", "code"]),
    st.lists(st.builds(Link, st.sampled_from(LINES), st.text(max_size=20)), max_size=3).map(tuple),
    st.lists(
        st.builds(
            Element,
            st.sampled_from(["div", "aside", "figcaption", "form", "li"]),
            st.lists(st.sampled_from(["related", "newsletter", "caption", "body"]), max_size=2).map(tuple),
            st.booleans(),
            st.floats(0, 1),
            st.floats(0, 1),
        ),
        max_size=3,
    ).map(tuple),
)
ARTICLES = st.builds(
    Article,
    st.lists(BLOCKS, max_size=12).map(tuple),
    title=st.none() | st.sampled_from(LINES),
    language=st.sampled_from([None, "en", "de", "ml", "xx"]),
    url=st.sampled_from([None, "https://coast.example/a", "not an address"]),
)


@given(ARTICLES, st.sampled_from(MODES))
def test_any_article_gets_a_valid_label_for_every_block(page: Article, mode: str) -> None:
    known = set(weights.load().kinds)
    labels = label_blocks(page, mode)
    assert len(labels) == len(page.blocks)
    for label in labels:
        assert 0 <= label.confidence <= 1
        if label.role == "content":
            assert label.kind is None
            assert label.reason is None
        else:
            assert label.role in ("aside", "boilerplate")
            assert label.kind in known | {"title"}
            assert label.reason
        assert label.role != "boilerplate" or label.kind not in ASIDES


@given(ARTICLES, st.sampled_from(MODES))
def test_no_article_is_left_without_text(page: Article, mode: str) -> None:
    labels = label_blocks(page, mode)
    text = [b.text for b, label in zip(page.blocks, labels) if label.role != "boilerplate"]
    assert any(text) or not any(b.text for b in page.blocks)
