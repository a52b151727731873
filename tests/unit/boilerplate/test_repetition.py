"""Labels with what was seen on other pages of the site, and what holds whatever the weights say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.corpus import articles
from nutgraf.boilerplate.classifier import Spotted, spot
from nutgraf.boilerplate.repetition import (
    MOST_LETTERS,
    Repetition,
    load_repetition,
    log_odds,
    relabel,
    signals_of,
)
from nutgraf.boilerplate.weights import Table
from nutgraf.dom import weight
from nutgraf.model import Article, Block, Label, Link, Remembered
from nutgraf.seen import LineSeen, Said, SiteSeen

MODES = ("careful", "normal", "strict")
STORY = (
    "The harbour office said on Monday that lorries with sealed loads will be checked once, at the port of departure, "
    "and that the new quay would be paid for by both towns in equal parts over the next ten years.",
    "The harbour master, who has been in office since the flood, said on Tuesday that the fog horn would be mended "
    "before the autumn, and that nobody would have to wait for a pilot as long as they had to last year.",
    "A vote on the waiting hall was put off until the council meets again in the second week of May, after two of its "
    "members had asked for a report on what the roof would cost and on who was to pay for it.",
)
PLAIN = "Brell Post in your hands each day"
EVERYTHING = Repetition(Table(9.0, {}), 0.0, dict.fromkeys(MODES, 0.5), 0.8)
"""Weights by which everything is boilerplate: what stays, stays by a rule."""
ALL_BUT = Repetition(Table(1.0, {}), 0.0, dict.fromkeys(MODES, 0.5), 0.8)
"""The same, none of it for certain."""
SEEN = LineSeen(pages=4, place=4, clutter=10, letters=4000)


def article(*texts: str | Block) -> Article:
    blocks = (t if isinstance(t, Block) else Block(0, t, "p") for t in texts)
    return Article(tuple(replace(b, id=i) for i, b in enumerate(blocks)), title="Quay", language="en")


def with_seen(
    read: Article, *lines: LineSeen, pages: int = 4, learnt: Repetition | None = None, mode: str = "normal"
) -> tuple[tuple[Label, ...], Remembered]:
    """The labels where the last blocks were seen so, and the others not."""
    unseen = [LineSeen(place=pages, letters=4000)] * (len(read.blocks) - len(lines))
    return relabel(read, spot(read), SiteSeen(pages, (*unseen, *lines)), mode, learnt)


def last_of(line: str | Block, seen: LineSeen, learnt: Repetition | None = None) -> Label:
    """The label of a line below a story, seen so."""
    return with_seen(article(*STORY, line), seen, learnt=learnt)[0][-1]


def test_a_line_that_stands_on_other_pages_goes_and_says_so() -> None:
    assert spot(article(*STORY, PLAIN)).labels[-1].role != "boilerplate", "or memory would add nothing"

    labels, remembered = with_seen(
        article(*STORY, PLAIN), LineSeen(pages=7, place=7, clutter=500, letters=700), pages=8
    )

    assert [label.role for label in labels] == ["content"] * 3 + ["boilerplate"]
    assert labels[-1].reason == "stands on 7 other pages of this site"
    assert remembered == Remembered(8, left_out=(3,))


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        (LineSeen(pages=1), "stands on another page of this site"),
        (LineSeen(pages=10), "stands on 10 or more other pages of this site"),
        (LineSeen(frame=3), "stands on 3 other pages of this site, with another name or title"),
        (LineSeen(place=5, clutter=900, letters=1000), "stands where 5 other pages of this site had clutter"),
    ],
)
def test_the_reason_says_what_was_seen(seen: LineSeen, reason: str) -> None:
    assert last_of(PLAIN, seen, EVERYTHING).reason == reason


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["control-harbour-bridge", "summit-with-whatsapp-plug"])
def test_the_first_visit_is_as_without_memory(name: str, mode: str) -> None:
    read = dict(articles())[name]
    spotted = spot(read, mode)

    labels, remembered = relabel(read, spotted, SiteSeen(0, (LineSeen(),) * len(read.blocks)), mode)

    assert labels == spotted.labels
    assert remembered == Remembered(0)


@pytest.mark.parametrize(("said", "role"), [("content", "content"), ("clutter", "boilerplate")])
@pytest.mark.parametrize("line", [PLAIN, STORY[2], "Follow us on WhatsApp: https://whatsapp.com/channel/x"])
@pytest.mark.parametrize("pages", [0, 4])
def test_what_a_reader_said_wins(line: str, said: Said, role: str, pages: int) -> None:
    read = article(*STORY[:2], line)

    labels, _ = with_seen(read, LineSeen(pages=pages, said=said), pages=pages, learnt=EVERYTHING)

    assert labels[-1].role == role
    assert "you " in (labels[-1].reason or "")


def test_the_sentence_that_opens_the_story_stays() -> None:
    opening = (
        "Every Friday our reporter Ida Moor answers what readers of the Brell Post have asked her in their letters."
    )
    read = article(opening, *STORY)

    labels, _ = relabel(read, spot(read), SiteSeen(9, (SEEN,) + (LineSeen(),) * 3), "strict", EVERYTHING)

    assert labels[0].role != "boilerplate"


@pytest.mark.parametrize(
    ("line", "seen", "goes"),
    [
        ("Our newest ideas", LineSeen(pages=1), False),
        ("Our newest ideas", LineSeen(pages=2), True),
        (Block(0, "Our newest ideas", "head"), LineSeen(pages=2), False),
        (Block(0, "Our newest ideas", "head"), LineSeen(pages=3), True),
        ("Our newest ideas", LineSeen(pages=1, place=3, clutter=50, letters=100), True),
        (Block(0, "Our newest ideas", "p", (Link("Our newest ideas", "/ideas"),)), LineSeen(pages=1), True),
        ("The ideas that our readers like the best of all", LineSeen(pages=1), True),
        ("The ideas that our readers like the best of all", LineSeen(), False),
        ("The ideas that our readers like the best of all", LineSeen(place=3, clutter=1, letters=100), False),
        ("The ideas that our readers like the best of all", LineSeen(place=3, clutter=10, letters=100), True),
        (STORY[2], LineSeen(pages=10), False),
        (STORY[2], LineSeen(place=10, clutter=90, letters=100), False),
        (STORY[2], LineSeen(pages=2, place=10, clutter=90, letters=100), True),
    ],
)
def test_what_memory_may_leave_out(line: str | Block, seen: LineSeen, goes: bool) -> None:
    read = article(*STORY[:2], "It has rained for days.", line)
    spotted = spot(read)
    found = spotted.found[-1]
    assert found is not None
    innocent = Spotted(spotted.labels, (*spotted.found[:-1], replace(found, boilerplate=0.05)))

    labels, _ = relabel(read, innocent, SiteSeen(10, (*[LineSeen()] * 3, seen)), "normal", EVERYTHING)

    assert (labels[-1].role == "boilerplate") is goes


def test_a_page_is_not_gutted() -> None:
    lines = [
        f"{PLAIN}, in the {n} town of the county" for n in ("first", "second", "third", "fourth", "fifth", "sixth")
    ]
    read = article(STORY[0], *lines, *lines, *lines)
    seen = [LineSeen(pages=9, place=9, clutter=90, letters=100)] * 18

    sure, _ = with_seen(read, *seen, learnt=EVERYTHING)
    unsure, remembered = with_seen(read, *seen, learnt=ALL_BUT)

    assert [label.role for label in sure][1:] == ["boilerplate"] * 18
    assert unsure == spot(read).labels
    assert remembered.left_out == ()
    assert sum(len(line) for line in lines) * 3 > MOST_LETTERS * sum(len(b.text) for b in read.blocks)


def test_plain_cases_and_what_is_none_of_the_story_s_are_not_weighed() -> None:
    channel = "https://whatsapp.com/channel/0000brellpost"
    read = article(*STORY, channel, Block(0, "Another story altogether, of the town of Marholm.", "p", foreign="below"))
    nothing = Repetition(Table(-9.0, {}), 0.0, dict.fromkeys(MODES, 0.5), 0.8)

    labels, remembered = with_seen(read, LineSeen(), LineSeen(), learnt=nothing)

    assert [label.role for label in labels][3:] == ["boilerplate"] * 2
    assert remembered.put_back == ()


def test_a_line_by_itself_taken_for_clutter_is_put_back_where_nothing_speaks_for_it() -> None:
    said = "Sign up for our newsletter and get the news each day"
    read = article(*STORY, said, PLAIN)
    spotted = spot(read)
    assert spotted.labels[3].role == "boilerplate"
    both = Spotted((*spotted.labels[:4], Label("boilerplate", "promo", "advertises")), spotted.found)
    nothing = Repetition(Table(-9.0, {}), 0.0, dict.fromkeys(MODES, 0.5), 0.8)

    labels, remembered = relabel(read, both, SiteSeen(4, (LineSeen(place=4, letters=1000),) * 5), "normal", nothing)

    assert [label.role for label in labels[3:]] == ["boilerplate", "content"], "the one that says what it is stays out"
    assert remembered.put_back == (4,)


LINES = st.builds(
    LineSeen,
    pages=st.integers(0, 10),
    frame=st.integers(0, 10),
    place=st.integers(0, 10),
    clutter=st.integers(0, 5000),
    letters=st.integers(0, 5000),
    said=st.sampled_from([None, None, None, "content", "clutter"]),
)


@given(st.sampled_from(sorted(dict(articles()))), st.data(), st.sampled_from(MODES), st.integers(0, 30))
def test_whatever_was_seen_every_block_has_one_label_and_what_changed_is_told(
    name: str, data: st.DataObject, mode: str, pages: int
) -> None:
    read = dict(articles())[name]
    spotted: Spotted = spot(read, mode)
    lines = data.draw(st.lists(LINES, min_size=len(read.blocks), max_size=len(read.blocks)))
    site = SiteSeen(pages, tuple(lines))

    labels, told = relabel(read, spotted, site, mode)

    assert len(labels) == len(read.blocks)
    assert relabel(read, spotted, site, mode) == (labels, told)
    roles = [(old.role == "boilerplate", new.role == "boilerplate") for old, new in zip(spotted.labels, labels)]
    assert told.left_out == tuple(i for i, (old, new) in enumerate(roles) if new and not old)
    assert told.put_back == tuple(i for i, (old, new) in enumerate(roles) if old and not new)
    assert all(0 <= label.confidence <= 1 for label in labels)
    assert all(label.reason for label in labels if label.role == "boilerplate")


def test_the_weights_that_ship_hold_what_was_seen_against_a_line() -> None:
    learnt, read = load_repetition(), article(*STORY, PLAIN)
    found = spot(read).found[-1]
    assert found is not None

    def chance(line: LineSeen) -> float:
        return learnt.probability(signals_of(weight(PLAIN), found.signals, line, 9), log_odds(found))

    clean = {"place": 9, "clutter": 0, "letters": 900}
    assert learnt.strip["careful"] > learnt.strip["normal"] > learnt.strip["strict"]
    assert chance(LineSeen(**clean)) < 0.9 < chance(LineSeen(pages=2, **clean))
    assert chance(LineSeen(place=9, clutter=0, letters=900)) < chance(LineSeen(place=9, clutter=500, letters=900))
