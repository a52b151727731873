from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.model import Block, Label, Link, NoArticleError, Reading, Sentence, count_words, storable

KEYS = [
    "url",
    "title",
    "byline",
    "date",
    "site",
    "language",
    "words",
    "minutes",
    "minutes_saved",
    "text",
    "summary",
    "short",
    "blocks",
    "stripped",
    "memory",
    "warnings",
    "timings",
]

PLUG = "Follow our channel"
READING = Reading(
    blocks=(
        Block(0, "The bridge over the Orl is open again. It was shut for a year.", "p"),
        Block(1, PLUG, "p", links=(Link(PLUG, "https://chat.example/orl"),)),
        Block(2, "Photo: the bridge at dawn", "p"),
    ),
    labels=(Label("content"), Label("boilerplate", "follow", "asks you to follow", 0.98765), Label("aside", "caption")),
    summary=(Sentence("The bridge over the Orl is open again.", 0, 0, 38),),
    title="Bridge opens",
    timings={"total": 1.5},
)


def reading_of(text: str, summary: str = "") -> Reading:
    sentences = (Sentence(summary, 0, 0, len(summary)),) if summary else ()
    return Reading((Block(0, text, "p"),), (Label("content"),), sentences)


def test_a_reading_goes_over_the_wire_with_these_keys() -> None:
    wire = READING.to_dict()

    assert list(wire) == KEYS
    assert list(wire["summary"][0]) == ["text", "block", "start", "end", "why"]
    assert list(wire["blocks"][0]) == ["id", "text", "tag", "role", "kind", "reason", "confidence"]
    assert list(wire["stripped"][0]) == ["id", "text", "kind", "reason", "confidence"]


def test_what_is_absent_is_null_not_missing() -> None:
    wire = json.loads(json.dumps(reading_of("A line.").to_dict()))

    absent = ("url", "title", "byline", "date", "site", "language")
    assert {name: wire[name] for name in absent} == dict.fromkeys(absent)
    assert (wire["blocks"][0]["kind"], wire["blocks"][0]["reason"]) == (None, None)
    assert wire["short"] is False
    assert (wire["summary"], wire["stripped"], wire["warnings"], wire["timings"]) == ([], [], [], {})


def test_a_reading_survives_json() -> None:
    wire = READING.to_dict()

    assert json.loads(json.dumps(wire)) == wire


def test_a_page_without_an_article_may_say_what_it_looks_like() -> None:
    known, unknown = NoArticleError("no text", "front", "its address is"), NoArticleError("no text")

    assert (str(known), known.kind, known.reason) == ("no text", "front", "its address is")
    assert (str(unknown), unknown.kind, unknown.reason) == ("no text", None, None)


def test_boilerplate_keeps_its_block_and_leaves_the_text() -> None:
    wire = READING.to_dict()

    assert [b["id"] for b in wire["blocks"]] == [0, 1, 2]
    assert wire["stripped"] == [
        {"id": 1, "text": PLUG, "kind": "follow", "reason": "asks you to follow", "confidence": 0.988}
    ]
    assert wire["text"] == "The bridge over the Orl is open again. It was shut for a year.\nPhoto: the bridge at dawn"


def test_a_reading_says_why_and_that_it_is_short() -> None:
    chosen = replace(READING.summary[0], why=("lead", "title words"))
    wire = replace(READING, summary=(chosen,), short=True).to_dict()

    assert wire["summary"][0]["why"] == ["lead", "title words"]
    assert wire["short"] is True
    assert READING.to_dict()["summary"][0]["why"] == []


def test_words_are_those_of_the_reading_text() -> None:
    assert READING.words == 19
    assert reading_of("").words == 0


def test_minutes_are_to_a_tenth() -> None:
    reading = reading_of("word " * 600, "word " * 100)

    assert (reading.minutes, reading.minutes_saved) == (2.5, 2.1)


def test_a_summary_as_long_as_the_text_saves_nothing() -> None:
    text = "word " * 500

    assert reading_of(text, text).minutes_saved == 0
    assert reading_of("word", text).minutes_saved == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("  two\nwords ", 2),
        ("渡し船が湖を渡る", 4),
        ("渡し船が再び湖を渡る。", 5),
        ("เรือข้ามทะเลสาบ", 8),
        ("The ferry 渡 is back", 5),
        ("Лодка снова ходит", 3),
        ("나룻배가 다시 호수를 건넌다", 4),
    ],
)
def test_words_are_counted_in_scripts_without_spaces_too(text: str, words: int) -> None:
    assert count_words(text) == words


def test_link_density_is_the_share_of_link_text() -> None:
    assert Block(0, "ten chars.", "p").link_density == 0
    assert Block(0, "ten chars.", "p", (Link("chars", "/a"),)).link_density == 0.5
    assert Block(0, PLUG, "p", (Link(PLUG, "/a"), Link(PLUG, "/b"))).link_density == 1
    assert Block(0, "", "p", (Link("", "/a"),)).link_density == 0


def test_values_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        READING.title = "Another"  # type: ignore[misc]

    assert replace(READING, title="Another").title == "Another"


def test_storable_keeps_whole_characters_and_replaces_halves() -> None:
    assert storable("a\0b \U0001f9c2 \ud83e. \udfff") == "ab \U0001f9c2 \ufffd. \ufffd"


@given(st.text(st.characters()))
def test_storable_text_can_be_stored(text: str) -> None:
    stored = storable(text)

    assert stored.encode("utf-8").decode("utf-8") == stored
    assert "\0" not in stored
