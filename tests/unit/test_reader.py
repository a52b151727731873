"""Pages and texts read: what a reading holds, in any script and of any shape."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nutgraf
from invariants import check
from nutgraf.model import NoArticleError, Page
from nutgraf.reader import from_text, read, read_page, read_text

PARAGRAPHS = (
    "BRELL (Coast News) - The harbour town of Brell has reopened its old salt works, and the first barrels left on "
    "Monday morning. About four hundred people watched from the quay.",
    "Workers had spent eleven months drying out the brick vaults, which a flood in the spring had filled to the roof. "
    "“Nobody believed that the bricks would hold,” said the foreman, Ivo Lantz 🧂. He has worked there all his life.",
    "A barrel will cost ninety crowns, a third more than before the flood. The price of wood has doubled since then. "
    "The town council wants to pay half of the difference until the end of next year.",
    "Two other salt works on the coast had closed for good after the flood. Their workers found places in Brell, the "
    "council said.",
    "The next barrels will leave by train in June, when the line to the capital is open again.",
)
TEXT = "\n\n".join(PARAGRAPHS)
STORY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
PAGE = f"""<!doctype html><html lang="en"><head><title>Salt works reopen | The Brell Post</title>
<meta property="og:title" content="Salt works reopen"><meta property="og:site_name" content="The Brell Post">
<meta name="author" content="Mara Quill"><meta property="article:published_time" content="2021-04-07"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Salt works reopen</h1>{STORY}
<p class="share"><a href="https://chat.example/brell">Follow our channel for more stories</a></p></article>
<footer><p>All rights reserved, The Brell Post</p></footer></body></html>"""
URL = "https://brell.example/salt"
KEYS = """url title byline date site language words minutes minutes_saved text summary short blocks stripped memory
warnings timings"""


def test_a_page_is_read() -> None:
    reading = read(PAGE, URL)

    check(reading)
    assert (reading.url, reading.title, reading.byline, reading.date, reading.site, reading.language) == (
        URL,
        "Salt works reopen",
        "Mara Quill",
        "2021-04-07",
        "The Brell Post",
        "en",
    )
    assert len(reading.summary) == 3
    assert set(PARAGRAPHS) <= {b.text for b in reading.blocks}


def test_the_story_is_content() -> None:
    reading = read(PAGE, URL)
    roles = {b.text: label.role for b, label in zip(reading.blocks, reading.labels)}

    assert [roles[p] for p in PARAGRAPHS] == ["content"] * 5


def test_a_text_is_read() -> None:
    reading = read_text(TEXT, title="Salt works reopen", url=URL)

    check(reading)
    assert [(b.text, b.tag, b.path, b.links) for b in reading.blocks] == [(p, "p", (), ()) for p in PARAGRAPHS]
    assert (reading.title, reading.url, reading.language, len(reading.summary)) == ("Salt works reopen", URL, "en", 3)
    assert (reading.byline, reading.date, reading.site) == (None, None, None)


def test_page_and_text_of_one_story_have_one_summary() -> None:
    of_page = read(f"<html lang=en><body><article>{STORY}</article></body></html>")
    of_text = read_text(TEXT)

    assert [s.text for s in of_page.summary] == [s.text for s in of_text.summary]


def test_the_public_functions_are_these() -> None:
    assert (nutgraf.read, nutgraf.read_text) == (read, read_text)


def test_html_wins_over_text() -> None:
    assert read_page(Page(html=PAGE, text="Another text.")).title == "Salt works reopen"


def test_offsets_count_code_points() -> None:
    reading = read_text(
        "🧂🧂 The salt works of Brell are open 🧂 again. The first barrels left on Monday.", sentences=10
    )

    check(reading)
    first = reading.summary[0]
    assert (first.text, first.start, first.end) == ("🧂🧂 The salt works of Brell are open 🧂 again.", 0, 44)


def test_paragraphs_of_a_text_are_apart_by_blank_lines() -> None:
    article = from_text(Page(text="\n\none\nstill one \r\n \t\r\n  two\u00a0 words\n\n\n\nthree\0\ud83d"))

    assert [(b.id, b.text) for b in article.blocks] == [(0, "one still one"), (1, "two words"), (2, "three\ufffd")]


def test_timings_are_milliseconds_by_stage() -> None:
    timings = read(PAGE).timings

    assert list(timings) == ["extraction", "boilerplate", "summary", "total"]
    assert all(value >= 0 for value in timings.values())
    assert timings["total"] >= timings["extraction"] > 0.1
    assert timings["total"] == pytest.approx(sum(timings.values()) - timings["total"], abs=5)


def test_a_reading_goes_over_the_wire() -> None:
    reading = read(PAGE, URL)
    wire = json.loads(json.dumps(reading.to_dict()))

    assert list(wire) == KEYS.split()
    assert wire["text"] == reading.text
    assert [b["role"] for b in wire["blocks"]] == [label.role for label in reading.labels]
    assert [b["id"] for b in wire["stripped"]] == [b["id"] for b in wire["blocks"] if b["role"] == "boilerplate"]
    assert not set(wire["text"].split("\n")) & {b["text"] for b in wire["stripped"]}
    assert all(wire["blocks"][s["block"]]["text"][s["start"] : s["end"]] == s["text"] for s in wire["summary"])


def test_reading_does_not_depend_on_what_was_read_before() -> None:
    first = read(PAGE, URL).to_dict()
    read_text("Zwischendurch etwas ganz anderes. Und noch ein Satz.", language="de")
    again = read(PAGE, URL).to_dict()

    assert {**first, "timings": None} == {**again, "timings": None}


@pytest.mark.parametrize(
    "text",
    [
        "古い渡し船が土曜日から再び湖を渡っている。港の事務所によると、長く修理されていた。乗客は喜んだ。",
        "เรือข้ามฟากกลับมาแล่นอีกครั้งตั้งแต่วันเสาร์ สำนักงานท่าเรือกล่าว ผู้โดยสารดีใจมาก",
        "عادت العبّارة القديمة إلى عبور البحيرة منذ يوم السبت. كانت في الإصلاح وقتا طويلا.",
        "പഴയ കടത്തുവള്ളം ശനിയാഴ്ച മുതൽ വീണ്ടും തടാകം കടക്കുന്നു. യാത്രക്കാർ സന്തോഷിച്ചു.",
        "no sentence here, just words that go on and on without an end",
        "?!",
        "...",
        "a " * 5000,
        "x" * 20_000,
    ],
    ids=lambda text: text[:12],
)
def test_any_script_and_any_shape_is_read(text: str) -> None:
    check(read_text(text))


@settings(max_examples=60)
@given(
    st.lists(st.text(max_size=80) | st.sampled_from([*PARAGRAPHS, "Share", "“One.” Two… 3.5 km. He"]), max_size=8),
    st.integers(1, 10),
    st.sampled_from([None, "de", "hi", "ja", "xx", "?"]),
)
def test_any_text_gives_a_reading_or_no_article(paragraphs: list[str], sentences: int, language: str | None) -> None:
    try:
        reading = read_text("\n\n".join(paragraphs), sentences=sentences, language=language)
    except NoArticleError:
        assert not any(p.replace("\0", "").strip() for p in paragraphs)
        return
    check(reading)
    assert len(reading.summary) <= sentences


PLUG_TEXT = """Two islands sign a pact on ferries after talks in the harbour town

Two islands sign a pact on ferries after talks in the harbour town

The presidents of the two islands signed a pact on ferries on Tuesday, four years after the last boat had crossed.

The first boat will leave the northern harbour in May, and the crossing will take two hours, the ministry said.


Follow the Island Courier morning channel on WhatsApp:
https://whatsapp.com/channel/0029InventedIslandCourier

The comments posted here are not from the Island Courier. Please refrain from using abusive, personal or obscene words
in your comments."""


def test_a_text_without_a_page_is_cleared_too():
    reading = read_text(PLUG_TEXT)
    stripped = [
        (label.kind, block.text) for block, label in zip(reading.blocks, reading.labels) if label.role == "boilerplate"
    ]
    assert reading.title == "Two islands sign a pact on ferries after talks in the harbour town"
    assert [kind for kind, _ in stripped] == ["title", "title", "follow", "follow", "comments"]
    assert stripped[3][1] == "https://whatsapp.com/channel/0029InventedIslandCourier"
    assert len(reading.text.splitlines()) == 2


@pytest.mark.parametrize(
    "text",
    [
        "The council met on Tuesday.\n\nIt will meet again next week, when the mayor is back from the coast.",
        "A line that stands alone",
        "A first line that is longer than whatever follows it on the page\n\nShort.",
    ],
)
def test_a_first_paragraph_that_is_no_title_is_not_taken_for_one(text):
    assert read_text(text).title is None
