"""All signals of an article together: families, phrases by the page's language, one set for each block."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.boilerplate.lexicon import token_groups
from nutgraf.boilerplate.signals import CLUTTER, PHRASE_WORDS, measure, phrase_signals, with_families
from nutgraf.model import Article, Block, Element, Link

FOLLOW = "Follow us on WhatsApp for more news"


def said(text: str, language: str | None = "en", words: int = 7) -> tuple[str, ...]:
    return phrase_signals(Block(0, text, "p"), words, language)


def test_a_strong_cue_says_its_kind() -> None:
    assert "says_follow" in said(FOLLOW)
    assert "says_follow" not in said("The dog follows us to the harbour")


def test_a_block_too_long_for_a_plug_is_not_searched() -> None:
    assert said(FOLLOW, words=PHRASE_WORDS)
    assert said(FOLLOW, words=PHRASE_WORDS + 1) == ()


def test_phrases_are_those_of_the_language_and_english() -> None:
    german = "Melden Sie sich für unseren Newsletter an"
    assert "says_newsletter" in said(german, "de")
    assert "says_newsletter" in said("Sign up for our newsletter", "de")
    assert "says_newsletter" not in said(german, "fr")
    assert "says_newsletter" in said(german, None)


@pytest.mark.parametrize(
    ("names", "more"),
    [
        (["says_follow"], {"says_any"}),
        (["hints_follow"], {"hints_any"}),
        (["named_newsletter"], {"named_clutter"}),
        (["within_comments"], {"named_clutter"}),
        (["named_caption", "within_content"], set()),
        (["leads_newsletter", "tag_p"], set()),
    ],
)
def test_every_family_has_a_name_for_all(names: list[str], more: set[str]) -> None:
    assert set(with_families(names)) == {*names, *more}


def test_what_counts_as_clutter_is_in_the_lexicon() -> None:
    groups = {group for found in token_groups().values() for group in found}
    assert groups >= CLUTTER


def test_a_block_shows_signals_of_every_sort() -> None:
    plug = Block(1, FOLLOW, "item", (Link("WhatsApp", "https://wa.me/1"),), (Element("li", ("social",)),))
    story = Block(0, "The night ferry sails again from the first of May." * 3, "p")
    first, last = measure(Article((story, plug), title="Night ferry sails", language="en", url="https://a.example/1"))
    assert {"ends_open", "leads_whatsapp", "named_follow", "tag_item", "last", "says_follow", "says_any"} <= last
    assert {"ends_sentence", "links_none", "first", "shares_title_words"} <= first


def test_no_blocks_no_signals() -> None:
    assert measure(Article(())) == ()


def test_the_same_article_is_measured_alike_twice() -> None:
    article = Article((Block(0, FOLLOW, "p"), Block(1, FOLLOW, "p")), language="en")
    assert measure(article) == measure(article)


@given(
    st.lists(st.builds(Block, st.integers(), st.text(max_size=60), st.sampled_from(["p", "head"])), max_size=6),
    st.one_of(st.none(), st.sampled_from(["en", "de", "hi", "zh", "xx", ""])),
    st.one_of(st.none(), st.text(max_size=20)),
)
def test_wild_articles_give_one_set_for_each_block(blocks: list[Block], language: str | None, url: str | None) -> None:
    found = measure(Article(tuple(blocks), title=url, language=language, url=url))
    assert len(found) == len(blocks)
    assert all(found)
