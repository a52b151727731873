"""Labels: plain cases, thresholds, modes, the guard, kinds, and what holds for any article at all."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.corpus import articles
from nutgraf.boilerplate import weights
from nutgraf.boilerplate.classifier import (
    ASIDES,
    FEW_BLOCKS,
    MOST_BLOCKS,
    SURE,
    Verdict,
    evidence,
    guard,
    kind_of,
    label_blocks,
    plain_case,
    verdicts,
)
from nutgraf.boilerplate.reasons import reason_for
from nutgraf.boilerplate.weights import Table, Thresholds, Weights
from nutgraf.model import Article, Block, Element, Foreign, Label, Link

TITLE = "Night ferry between Quillport and Marholm sails again from May"
DAYS = (("Monday", "the quay"), ("Tuesday", "dredging"), ("Friday", "the waiting hall"), ("Sunday", "the fog horn"))
PROSE = tuple(
    f"The harbour office said on {day} that the lorries with sealed loads will be checked once, at the port of "
    f"departure, and that {thing} would be paid for by both towns in equal parts."
    for day, thing in DAYS
)
MODES = ("careful", "normal", "strict")
KINDS = {kind: Table(0.0, {}) for kind in ("newsletter", "related", "follow", "promo", "title", "caption", "byline")}
LIMITS = Thresholds(plain=0.3, said=0.6, silent=0.8, doubt=0.5, aside=0.5)


def learnt(boilerplate: float = 0.0, aside: float = 0.0, marked: str = "has_hashtag") -> Weights:
    """Weights by which a line that shows `marked` has these probabilities, and every other line next to none."""
    return Weights(frozenset(), table(boilerplate, marked), table(aside, marked), KINDS, {"normal": LIMITS})


def table(probability: float, marked: str) -> Table:
    odds = math.log(probability / (1 - probability)) if probability else -20.0
    return Table(-20.0, {marked: odds + 20.0})


def article(*texts: str | Block, title: str | None = TITLE) -> Article:
    blocks = (t if isinstance(t, Block) else Block(0, t, "p") for t in texts)
    return Article(tuple(replace(b, id=i) for i, b in enumerate(blocks)), title=title, language="en")


def label_of(line: str, known: Weights) -> Label:
    """The label of a line after a story of a few paragraphs."""
    *story, last = label_blocks(article(*PROSE, line), learnt=known)
    assert {label.role for label in story} == {"content"}
    return last


# plain cases


@pytest.mark.parametrize(
    ("i", "signals", "kind"),
    [
        (0, {"repeats_title"}, "title"),
        (2, {"like_title"}, "title"),
        (3, {"repeats_title"}, None),
        (9, {"repeats_title", "before_prose"}, "title"),
        (9, {"repeats_title", "in_h1"}, "title"),
        (9, {"like_title", "in_h1"}, None),
        (0, {"tag_head", "in_header", "words_9_16"}, "title"),
        (1, {"tag_head", "in_header", "words_9_16"}, None),
        (0, {"tag_head", "in_header", "words_1_3"}, None),
        (0, {"tag_p", "in_header", "words_9_16"}, None),
        (0, {"shares_title_words"}, None),
        (9, {"bare_url", "leads_messenger"}, "follow"),
        (9, {"bare_url", "leads_social"}, None),
        (9, {"has_url", "leads_messenger"}, None),
        (9, {"says_follow", "mentions_whatsapp"}, "follow"),
        (9, {"says_follow", "mentions_whatsapp", "words_31_60"}, None),
        (9, {"says_follow", "mentions_whatsapp", "begins_quote"}, None),
        (9, {"says_follow", "leads_social"}, None),
        (9, {"hints_follow", "mentions_telegram"}, None),
        (0, set(), None),
    ],
)
def test_plain_cases(i: int, signals: set[str], kind: str | None) -> None:
    assert plain_case(i, frozenset(signals)) == kind


def test_the_title_again_at_the_top_is_stripped_whatever_was_learnt() -> None:
    first, *story = label_blocks(article(TITLE, *PROSE), learnt=learnt())
    assert (first.role, first.kind, first.reason) == ("boilerplate", "title", "says the title again")
    assert first.confidence >= SURE
    assert {label.role for label in story} == {"content"}


def test_a_later_heading_with_the_words_of_the_title_is_content() -> None:
    heading = Block(0, "Night ferry between Quillport and Marholm", "head")
    labels = label_blocks(article(*PROSE[:3], heading, PROSE[3]), learnt=learnt())
    assert {label.role for label in labels} == {"content"}


def test_the_bare_address_of_a_messenger_channel_is_stripped() -> None:
    label = label_of("https://whatsapp.com/channel/0029Coast", learnt())
    assert (label.role, label.kind) == ("boilerplate", "follow")
    assert label.reason == "asks you to follow a WhatsApp channel"
    assert label_of("https://harbour.example/timetable", learnt()).role == "content"


# what is none of the story's


@pytest.mark.parametrize(
    ("foreign", "text", "role", "kind", "reason"),
    [
        ("another", "The ferry sails again in May.", "boilerplate", "related", "belongs to another story on the page"),
        ("below", "Sign up for our newsletter", "boilerplate", "newsletter", "stands below the story"),
        ("below", "About the author", "aside", "author_bio", "is about the author"),
        ("another", "About the author", "boilerplate", "related", "belongs to another story on the page"),
    ],
)
def test_a_foreign_block_is_left_out_unless_it_says_who_wrote(
    foreign: Foreign, text: str, role: str, kind: str, reason: str
) -> None:
    *story, last = label_blocks(article(*PROSE, Block(0, text, "p", foreign=foreign)))
    assert (last.role, last.kind, last.reason) == (role, kind, reason)
    assert story == list(label_blocks(article(*PROSE)))


# thresholds


@pytest.mark.parametrize(
    ("signals", "found"),
    [
        ({"words_1_3"}, "silent"),
        ({"hints_follow", "hints_any"}, "silent"),
        ({"says_follow", "says_any"}, "plain"),
        ({"says_related", "says_any"}, "said"),
        ({"says_caption", "says_promo", "says_any"}, "said"),
        ({"says_related", "says_newsletter", "says_any"}, "plain"),
    ],
)
def test_how_plainly_a_line_says_what_it_is(signals: set[str], found: str) -> None:
    assert evidence(frozenset(signals)) == found


@pytest.mark.parametrize(
    ("boilerplate", "aside", "role"),
    [
        (0.1, 0.1, "content"),
        (0.49, 0.49, "content"),
        (0.51, 0.1, "aside"),
        (0.79, 0.1, "aside"),
        (0.81, 0.1, "boilerplate"),
        (0.81, 0.9, "boilerplate"),
        (0.1, 0.51, "aside"),
        (0.7, 0.7, "aside"),
    ],
)
def test_roles_by_thresholds(boilerplate: float, aside: float, role: str) -> None:
    label = label_of("See it at #ferryday", learnt(boilerplate, aside))
    assert label.role == role
    sure = {"boilerplate": boilerplate, "aside": max(boilerplate, aside), "content": 1 - max(boilerplate, aside)}
    assert label.confidence == pytest.approx(sure[role])
    assert (label.kind is None) == (label.reason is None) == (role == "content")


def test_a_line_that_says_what_it_is_needs_less() -> None:
    known = learnt(0.4)
    assert label_of("Sign up for our newsletter #ferryday", known).role == "boilerplate"
    assert label_of("The letter is at #ferryday", known).role == "content"


def test_a_doubtful_line_stays_in_the_text_and_says_so() -> None:
    label = label_of("See it at #ferryday", learnt(0.7))
    assert label.role == "aside"
    assert label.kind not in ASIDES
    assert label.reason == f"may be clutter: {reason_for(label.kind or '', set())}"


def test_a_caption_is_no_clutter() -> None:
    label = label_of("See it at #ferryday", learnt(0.1, 0.9))
    assert label.kind in ASIDES
    assert label.reason == reason_for(label.kind or "", set())


# kinds


def test_what_a_line_says_comes_before_what_it_looks_like() -> None:
    known = replace(learnt(), kinds={**KINDS, "related": Table(9.0, {}), "caption": Table(9.9, {})})
    assert kind_of(frozenset(), known, asides=False) == "related"
    assert kind_of(frozenset({"hints_promo"}), known, asides=False) == "promo"
    assert kind_of(frozenset({"hints_promo", "says_follow"}), known, asides=False) == "follow"
    assert kind_of(frozenset({"says_related", "says_follow"}), known, asides=False) == "related"
    assert kind_of(frozenset({"says_byline"}), known, asides=False) == "related", "an aside's cue says nothing here"
    assert kind_of(frozenset({"says_byline"}), known, asides=True) == "byline"
    assert kind_of(frozenset(), known, asides=True) == "caption"


def test_only_a_plain_case_is_a_title() -> None:
    known = replace(learnt(), kinds={**KINDS, "title": Table(99.0, {})})
    assert kind_of(frozenset({"says_title"}), known, asides=False) != "title"


# the guard


def flagged(text: str, *signals: str, case: str | None = None) -> tuple[Block, Verdict]:
    return Block(0, text, "p"), Verdict(frozenset(signals), 0.9, 0.0, case)


def guarded(*flags: tuple[Block, Verdict], kept: tuple[str, ...] = ()) -> list[bool]:
    rest = [(Block(0, text, "p"), Verdict(frozenset(), 0.0, 0.0, None)) for text in kept]
    blocks, found = zip(*flags, *rest)
    return guard(blocks, found, [True] * len(flags) + [False] * len(rest))


def test_the_guard_leaves_a_page_with_some_clutter_alone() -> None:
    assert guarded(flagged("x" * 30), flagged("x" * 5), kept=("x" * 40, "x" * 25)) == [True, True, False, False]


def test_a_page_that_would_lose_too_many_characters_loses_only_what_says_what_it_is() -> None:
    lines = (flagged("x" * 30), flagged("x" * 9, "says_any"), flagged("x" * 9, case="title"))
    assert guarded(*lines, kept=("x" * 52,)) == [False, True, True, False]


def test_a_page_that_would_lose_most_of_its_blocks_loses_only_what_says_what_it_is() -> None:
    lines = (flagged("x"), flagged("x", "says_any"), flagged("x"))
    assert guarded(*lines, kept=("x" * 99, "x" * 99)) == [False, True, False, False, False]
    assert len(lines) > MOST_BLOCKS * 5
    assert guarded(*lines, kept=("x" * 99,)) == [True, True, True, False], f"{FEW_BLOCKS} blocks: characters count"


def test_a_page_that_is_all_plugs_keeps_everything() -> None:
    assert guarded(*[flagged("x" * 20, "says_any")] * 6) == [False] * 6
    assert guarded(flagged("x", case="title")) == [False]


@pytest.mark.parametrize("mode", MODES)
def test_a_page_of_nothing_but_plugs_is_still_read(mode: str) -> None:
    plugs = ("Sign up for our newsletter", "Follow us on Instagram", "Share this story", "Read more: The ferry") * 3
    labels = label_blocks(article(*plugs, title=None), mode)
    assert any(label.role != "boilerplate" for label in labels)


# whole articles


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
