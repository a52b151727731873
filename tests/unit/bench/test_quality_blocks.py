"""The measure of the labelled blocks, against cases worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bench.quality.blocks import Kept, figures, from_block, letters
from bench.quality.outputs import Output

PLUG = "Follow our channel for news of the harbour"
STORY = "The ferry to the island sails again from Monday, the harbour master said"
LONG = " ".join(f"word{n}" for n in range(40))


def block(text: str, label: str = "content", kind: str | None = None, **more: bool) -> dict[str, Any]:
    return {"text": text, "label": label, "kind": kind, "hand_checked": True, "hard_negative": False, **more}


def page(*blocks: Mapping[str, Any], full: bool = True) -> dict[str, Any]:
    return {"blocks": blocks, "full": full}


def text(*lines: str) -> Output:
    return Output("\n".join(lines))


def test_letters_are_all_that_is_compared() -> None:
    assert letters("Sign up – it’s FREE_!") == "signupitsfree"


# what is there


def test_a_short_block_is_there_as_a_line_of_its_own_alone() -> None:
    assert Kept("Share\nMore").holds(letters("SHARE:"))
    assert not Kept("Share this").holds(letters("Share"))


def test_a_long_block_is_there_wherever_it_stands() -> None:
    assert Kept(f"And so: {STORY.upper()}.").holds(letters(STORY))


def test_a_long_block_is_there_when_four_fifths_of_its_pieces_are() -> None:
    key = letters(LONG)  # 230 letters: pieces start at 0, 40, 80, 120, 160
    assert len(key) == 230
    assert Kept(f"{key[:160]} and then {key[190:]}").holds(key)
    assert not Kept(f"{key[:120]} and then {key[190:]}").holds(key)


# the counts


def test_boilerplate_that_is_gone_counts_where_a_person_has_looked() -> None:
    found = figures(
        [
            page(
                block(PLUG, "boilerplate", "follow"),
                block("More from the harbour and the sea", "boilerplate", "related"),
                block("Not looked at by any person so far", "boilerplate", "follow", hand_checked=False),
            )
        ],
        [text("More from the harbour and the sea")],
    )
    assert (found.recall, found.core_recall) == (0.5, 1.0)


def test_titles_are_counted_apart() -> None:
    found = figures([page(block("Ferry", "boilerplate", "title"), block(STORY))], [text(STORY)])
    assert (found.titles_gone, found.recall, found.leaky) == (1.0, None, 0.0)


def test_a_block_nobody_is_sure_of_counts_nowhere() -> None:
    found = figures([page(block(PLUG, "unsure", "follow"), block(STORY))], [text(PLUG, STORY)])
    assert (found.recall, found.leaky, found.content_lost) == (None, 0.0, 0.0)


def test_a_text_that_is_content_too_is_no_boilerplate() -> None:
    found = figures([page(block(STORY), block(STORY, "boilerplate", "promo"))], [text(STORY)])
    assert (found.recall, found.leaky) == (None, 0.0)


def test_precision_is_of_the_stripped_blocks_that_have_a_label() -> None:
    stripped = ((PLUG, "follow"), (STORY, "promo"), ("nothing known of this", "share"))
    found = figures([page(block(PLUG, "boilerplate", "follow"), block(STORY))], [Output("", stripped=stripped)])
    assert (found.precision, found.kinds_right) == (0.5, 1.0)


def test_a_wrong_kind_is_no_right_one() -> None:
    found = figures([page(block(PLUG, "boilerplate", "follow"))], [Output("", stripped=((PLUG, "share"),))])
    assert found.kinds_right == 0


def test_a_tool_that_does_not_say_what_it_strips_has_no_precision() -> None:
    found = figures([page(block(PLUG, "boilerplate", "follow"))], [Output("")])
    assert (found.precision, found.kinds_right, found.polluted) == (None, None, None)


def test_content_lost_is_by_characters_over_the_pages_that_are_fully_labelled() -> None:
    nine, one = block("a" * 90), block("b" * 10)
    gold = [page(nine, one), page(nine, one), page(nine, full=False)]
    found = figures(gold, [text("a" * 90), text("b" * 10), text("")])
    assert found.content_lost == pytest.approx((10 + 90) / 200)
    # a tenth is not more than a tenth
    assert found.pages_gutted == 0.5


def test_hard_negatives_count_on_every_page() -> None:
    gold = [page(block(STORY, hard_negative=True), full=False), page(block("Follow the money", hard_negative=True))]
    found = figures(gold, [text(""), text("Follow the money")])
    assert (found.hard_lost, found.hard) == (1, 2)


def test_a_page_leaks_when_any_boilerplate_is_left() -> None:
    unread = block("Not looked at by any person so far", "boilerplate", "share", hand_checked=False)
    gold = [page(unread), page(block(PLUG, "boilerplate", "follow")), page(unread, full=False)]
    found = figures(gold, [text(unread["text"]), text(""), text(unread["text"])])
    assert found.leaky == 0.5


def test_a_summary_is_polluted_by_a_sentence_out_of_a_block() -> None:
    gold = page(block(f"{PLUG}. It is free.", "boilerplate", "follow"))
    outputs = [Output(STORY, summary=(STORY, PLUG)), Output(STORY, summary=(STORY,)), Output(STORY)]
    found = figures([gold, gold, gold], outputs)
    assert found.polluted == 0.5


@pytest.mark.parametrize(
    ("sentence", "key", "told"),
    [
        ("share", "share", True),
        ("sharethis", "share", False),
        ("x" + "a" * 25, "a" * 25, True),
        ("a" * 25, "x" + "a" * 25, True),
        ("a" * 24, "x" + "a" * 24, False),
    ],
)
def test_a_short_sentence_or_block_has_to_be_the_whole_other(sentence: str, key: str, told: bool) -> None:
    assert from_block(sentence, key) is told
