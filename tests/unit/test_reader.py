from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nutgraf
from invariants import check
from nutgraf.model import Article, Label, NoArticleError, Page, Remembered
from nutgraf.options import MODES, Mode, Options
from nutgraf.reader import from_text, read, read_page, read_text
from nutgraf.seen import LineSeen, SiteSeen

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


@pytest.mark.parametrize("html", ["", "words", "<html><body></body></html>"])
def test_a_page_without_an_article(html: str) -> None:
    with pytest.raises(NoArticleError):
        read(html)


@pytest.mark.parametrize("text", ["", " \n\n \t\n", "\0"])
def test_a_text_without_words(text: str) -> None:
    with pytest.raises(NoArticleError):
        read_text(text)


def test_a_page_of_nothing_is_no_article() -> None:
    with pytest.raises(NoArticleError):
        read_page(Page())


def test_html_wins_over_text() -> None:
    assert read_page(Page(html=PAGE, text="Another text.")).title == "Salt works reopen"


@pytest.mark.parametrize("sentences", [1, 2, 3])
def test_the_summary_has_as_many_sentences_as_are_asked_for(sentences: int) -> None:
    for reading in (read(PAGE, sentences=sentences), read_text(TEXT, sentences=sentences)):
        check(reading)
        assert len(reading.summary) == sentences


@pytest.mark.parametrize("sentences", [5, 10])
def test_whatever_is_asked_for_a_summary_is_no_longer_than_a_third_of_a_short_page(sentences: int) -> None:
    reading = read(PAGE, sentences=sentences)

    assert 1 < len(reading.summary) < 5
    assert sum(len(s.text.split()) for s in reading.summary) <= reading.words / 3


def test_a_short_article_has_a_short_summary() -> None:
    reading = read_text("The ferry is back.", sentences=5)

    check(reading)
    assert [(s.text, s.block, s.start, s.end) for s in reading.summary] == [("The ferry is back.", 0, 0, 18)]


def test_offsets_count_code_points() -> None:
    reading = read_text(
        "🧂🧂 The salt works of Brell are open 🧂 again. The first barrels left on Monday.", sentences=10
    )

    check(reading)
    first = reading.summary[0]
    assert (first.text, first.start, first.end) == ("🧂🧂 The salt works of Brell are open 🧂 again.", 0, 44)


def test_given_language_and_title() -> None:
    reading = read(f"<html lang=en><body>{STORY}</body></html>", title="Given", language="fr-CA")

    assert (reading.title, reading.language) == ("Given", "fr")


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


def test_the_title_given_wins_over_the_first_line():
    text = "Ferries again\n\nThe ferry between the two islands will run again from May, the ministry said."
    assert read_text(text, title="Boats").title == "Boats"
    assert read_text(text).title == "Ferries again"


# how much is stripped


SHAKY = f"""<html lang="en"><head><title>Salt works reopen</title></head><body><article>{STORY}
<p>Read more: <a href="https://brell.example/harbour">The harbour of Brell and its long history of salt</a></p>
<p>More from Brell</p></article></body></html>"""


def test_the_mode_is_how_much_is_stripped() -> None:
    kept = [len(read(SHAKY, URL, mode=mode).text) for mode in MODES]

    assert kept == sorted(kept, reverse=True)
    assert kept[0] > kept[-1]


@pytest.mark.parametrize("mode", MODES)
def test_every_way_in_takes_a_mode(mode: Mode) -> None:
    assert read(SHAKY, URL, mode=mode).labels == read_page(Page(html=SHAKY, url=URL), Options(mode=mode)).labels
    assert read_text(PLUG_TEXT, mode=mode).labels == read_page(Page(text=PLUG_TEXT), Options(mode=mode)).labels


def test_without_a_mode_it_is_the_normal_one() -> None:
    assert read(SHAKY, URL).labels == read(SHAKY, URL, mode="normal").labels


def test_a_mode_that_there_is_not_is_named() -> None:
    with pytest.raises(ValueError, match=r"^mode is one of careful, normal, strict, not 'gentle'$"):
        read_text(TEXT, mode="gentle")  # type: ignore[arg-type]


LONG_TEXT = "\n\n".join((*PARAGRAPHS, *(f"Cellar {n} of the works will be dry in week {n}." for n in range(8))))


def test_every_way_in_takes_words_and_an_algorithm() -> None:
    options = Options(words=45, algorithm="lead")
    of_text = read_text(LONG_TEXT, words=45, algorithm="lead")
    of_page = read(PAGE, words=45, algorithm="lead")

    assert of_text.summary == read_page(Page(text=LONG_TEXT), options).summary
    assert of_page.summary == read_page(Page(html=PAGE), options).summary
    assert {s.why for s in of_text.summary + of_page.summary} == {("lead",)}
    assert len(of_text.summary) < len(read_text(LONG_TEXT, algorithm="lead").summary) == 3


def test_each_sentence_says_why_and_a_brief_page_that_it_is_short() -> None:
    long, brief = read_text(LONG_TEXT), read_text("\n\n".join(PARAGRAPHS[3:]))

    assert all(sentence.why for sentence in long.summary)
    assert (long.short, brief.short) == (False, True)


# pages that are no articles


LOGIN = """<html><head><title>Log in | The Brell Post</title></head><body>
<form><input type="password" name="password"><button>Log in</button></form></body></html>"""


def test_a_page_without_main_content_says_what_it_looks_like() -> None:
    with pytest.raises(NoArticleError) as caught:
        read(LOGIN, "https://brell.example/login")

    assert caught.value.kind == "login"
    assert caught.value.reason == "its address is that of a log-in and its title asks to log in"


def test_a_page_that_shows_nothing_of_its_kind_has_none() -> None:
    with pytest.raises(NoArticleError) as caught:
        read("<html><body><p>Soon.</p></body></html>", "https://brell.example/salt/vaults-2")

    assert (caught.value.kind, caught.value.reason) == (None, None)


def test_a_page_in_doubt_is_read_with_a_warning() -> None:
    story = f"<article>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS[:3])}</article>"
    reading = read(f"<html><head><title>Page not found</title></head><body>{story}</body></html>", URL)

    check(reading)
    assert reading.warnings == (
        "This looks like an error page: its title says that there is no such page. It was read all the same.",
    )
    assert reading.to_dict()["warnings"] == list(reading.warnings)


def test_a_story_is_read_without_a_warning() -> None:
    assert read(PAGE, URL).warnings == read_text(TEXT).warnings == ()


def test_a_text_is_read_whatever_it_looks_like() -> None:
    assert read_text("Page not found", url="https://brell.example/").warnings == ()


def test_memory_cannot_turn_an_article_into_none() -> None:
    page = Page(html=PAGE, url=URL)
    alone = read_page(page)

    def everything(article: Article, _: tuple[Label, ...]) -> SiteSeen:
        return SiteSeen(9, (LineSeen(pages=9, said="clutter"),) * len(article.blocks))

    reading = read_page(page, recall=everything)

    assert reading.labels == alone.labels
    assert reading.summary == alone.summary
    assert reading.remembered == Remembered(9)


def test_what_was_seen_is_asked_for_with_the_labels_of_the_page_alone() -> None:
    asked: list[tuple[Label, ...]] = []

    def nothing(_: Article, labels: tuple[Label, ...]) -> None:
        asked.append(labels)

    page = Page(html=SHAKY, url=URL)
    readings = [read_page(page, Options(mode=mode), nothing) for mode in ("careful", "normal", "strict")]

    assert asked == [read_page(page).labels] * 3, "of one mode, whichever the page is read in"
    assert [reading.remembered for reading in readings] == [None] * 3
    assert [reading.labels for reading in readings] == [
        read_page(page, Options(mode=mode)).labels for mode in ("careful", "normal", "strict")
    ]
