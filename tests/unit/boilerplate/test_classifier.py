"""Labels: plain cases, blocks that are none of the story's, and kinds."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from nutgraf.boilerplate.classifier import SURE, kind_of, label_blocks, plain_case
from nutgraf.boilerplate.weights import Table, Thresholds, Weights
from nutgraf.model import Article, Block, Foreign, Label

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
