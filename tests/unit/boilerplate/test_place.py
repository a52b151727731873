"""Signals of place: both ends, neighbours, repetition, title, topic; a page of any size is laid out without a crawl."""

from __future__ import annotations

import timeit
from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.boilerplate.signals.place import MANY, Layout, is_prose, place_signals, word_set
from nutgraf.model import Article, Block, Link, count_words

TITLE = "Night ferry between Quillport and Marholm sails again from May"
PROSE = (
    "The lorries with sealed loads will be checked once, at the port of departure, and no longer at both ends "
    "of the crossing, the harbour office said on Tuesday."
)
OTHER = (
    "For the shopkeepers along the harbour street the return of the boats is what counts, because nine hundred "
    "passengers a day came past before the quarrel."
)


def block(text: str, tag: str = "p", *, linked: bool = False) -> Block:
    return Block(0, text, tag, (Link(text, "/a"),) if linked else ())


def shown(*blocks: Block | str, title: str | None = None, headlines: tuple[str, ...] = ()) -> list[set[str]]:
    """The place signals of every block of an article."""
    made = tuple(b if isinstance(b, Block) else block(b) for b in blocks)
    article = Article(made, title=title, headlines=headlines)
    layout = Layout.of(article)
    return [set(place_signals(article.blocks, i, layout)) for i in range(len(made))]


def having(signal: str, found: list[set[str]]) -> list[int]:
    return [i for i, names in enumerate(found) if signal in names]


@pytest.mark.parametrize(
    ("signal", "where"),
    [
        ("before_prose", [0, 1]),
        ("among_prose", [2, 3, 4]),
        ("after_prose", [5, 6, 7, 8, 9]),
        ("first", [0]),
        ("first_three", [1, 2]),
        ("last", [9]),
        ("last_three", [7, 8]),
        ("last_fifth", [8, 9]),
        ("prose_before", [3, 5]),
        ("prose_after", [1, 3]),
        ("heading_before", [2, 6]),
        ("heading_after", [0, 4]),
        ("link_before", [9]),
        ("link_after", [7]),
    ],
)
def test_where_a_block_stands(signal: str, where: list[int]) -> None:
    page = [
        block("Kicker"),
        block("Headline", "head"),
        block(PROSE),
        block("A short line"),
        block(OTHER),
        block("More", "head"),
        *map(block, ("one", "two")),
        block("three", linked=True),
        block("four"),
    ]
    assert having(signal, shown(*page)) == where


@pytest.mark.parametrize(
    ("text", "linked", "prose"),
    [
        (PROSE, False, True),
        (PROSE.removesuffix("."), False, False),
        (PROSE, True, False),
        ("It sails again in May, the office said.", False, False),
        ("नाव " * 20 + "चलेगी।", False, True),
    ],
)
def test_what_counts_as_prose(text: str, linked: bool, prose: bool) -> None:
    assert is_prose(block(text, linked=linked), count_words(text)) is prose


def test_a_page_without_prose_lies_all_among_it() -> None:
    assert having("among_prose", shown("one", "two", "three")) == [0, 1, 2]


def test_said_before_is_told_of_the_later_one() -> None:
    assert having("said_before", shown("Share this page", PROSE, "SHARE this page!")) == [2]
    assert having("said_before", shown("Share it", PROSE, "Share it")) == [], "too short to mean anything"


def test_said_elsewhere_is_told_of_a_line_that_another_holds() -> None:
    quote = "no longer at both ends of the crossing"
    assert having("said_elsewhere", shown(quote, PROSE)) == [0]
    assert having("said_elsewhere", shown("both ends of the", PROSE)) == []
    assert having("said_elsewhere", shown(quote, PROSE, *map(str, range(MANY)))) == [], "too many blocks to look"


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        (TITLE, "repeats_title"),
        (TITLE.upper() + "!", "repeats_title"),
        (f"Coast Wire: {TITLE}", "repeats_title"),
        (TITLE.removesuffix(" from May"), "repeats_title"),
        ("Night ferry between Marholm and Quillport sails again from June", "like_title"),
        ("Quillport and Marholm hope for a ferry", "shares_title_words"),
        ("Quillport hopes for a ferry", None),
        ("Lorries are checked once", None),
    ],
)
def test_the_title_again(text: str, signal: str | None) -> None:
    names = {"repeats_title", "like_title", "shares_title_words"}
    for found in (shown(text, title=TITLE), shown(text, title="Ferry", headlines=("Ferry", TITLE))):
        assert found[0] & names == ({signal} if signal else set())


def test_a_paragraph_that_quotes_the_title_is_not_the_title() -> None:
    assert not {"repeats_title", "like_title"} & shown(f"{TITLE}. {PROSE}", title=TITLE)[0]


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("Lorries checked at the port of departure", "topic_own"),
        ("Glaciers, lorries: what worries three distant ministers", "topic_foreign"),
        ("Lorries at the glacier worry one minister", "topic_partly"),
        ("Lorries checked", None),
    ],
)
def test_how_much_of_a_line_is_about_the_story(text: str, signal: str | None) -> None:
    topics = {name for name in shown(text, PROSE)[0] if name.startswith("topic_")}
    assert topics == ({signal} if signal else set())


def test_words_are_lower_case_and_of_three_letters_or_more() -> None:
    assert word_set("The 4 Ferries to Öland, 2026") == {"the", "ferries", "öland", "2026"}


TEXTS = st.text(max_size=80) | st.sampled_from([TITLE, PROSE, OTHER, "", "Read more", TITLE[:30]])


@given(st.lists(st.builds(block, TEXTS, st.sampled_from(["p", "head"]), linked=st.booleans()), max_size=12), TEXTS)
def test_wild_articles_give_one_place_each_and_never_raise(blocks: list[Block], title: str) -> None:
    for names in shown(*blocks, title=title):
        assert len(names & {"before_prose", "among_prose", "after_prose"}) == 1
        assert len(names & {"repeats_title", "like_title", "shares_title_words"}) <= 1
        assert len({name for name in names if name.startswith("topic_")}) <= 1
        assert not {"said_before", "said_elsewhere"} <= names


@pytest.mark.parametrize("make", [lambda i: f"{PROSE} {i}", lambda i: "aaaa bbbb " * 8 + str(i % 2), lambda _: OTHER])
def test_time_grows_with_the_blocks_only(make: Callable[[int], str]) -> None:
    """Past the number of blocks where each is sought in all the others."""

    def seconds(count: int) -> float:
        page = [make(i) for i in range(count)]
        return min(timeit.repeat(lambda: shown(*page, title=TITLE), timer=process_time, number=1, repeat=3))

    assert seconds(6 * MANY) < 12 * max(seconds(MANY + MANY // 2), 0.01)
