"""Limits to what is stripped: thresholds by what a line says, and the guard of a page that would lose too much."""

from __future__ import annotations

import pytest

from nutgraf.boilerplate.classifier import ASIDES, FEW_BLOCKS, MOST_BLOCKS, Verdict, evidence, guard, label_blocks
from nutgraf.boilerplate.reasons import reason_for
from nutgraf.model import Block
from unit.boilerplate.test_classifier import MODES, article, label_of, learnt

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
