"""The spotter on the project's own pages: no figure gets worse, and some things hold on every page.

When a figure fell on purpose, or rose: `python tests/bench/corpus.py --misses` shows every line that came out wrong,
`python tests/bench/corpus.py --pin` makes the figures of today the baseline.
"""

from __future__ import annotations

import json

import pytest

from bench.corpus import AT_LEAST, AT_MOST, BASELINE, Case, cases, figures, pages, worse
from nutgraf.dom import letters
from nutgraf.model import Label, Reading

NAMES = [name for name, _, expected in pages() if expected.get("article", True)]
SUMMIT = "summit-with-whatsapp-plug"
PINNED = json.loads(BASELINE.read_text("utf-8"))


@pytest.fixture(scope="session")
def corpus() -> dict[str, Case]:
    """Every page of the corpus, read once."""
    return {case.name: case for case in cases()}


def reading_of(corpus: dict[str, Case], name: str) -> Reading:
    reading: Reading | None = corpus[name].reading
    assert reading is not None, f"{name}: no article was found"
    return reading


# the gate


def test_no_figure_is_worse_than_the_baseline(corpus: dict[str, Case]) -> None:
    assert worse(figures(corpus.values()), PINNED) == [], __doc__


def test_every_figure_is_pinned() -> None:
    assert set(PINNED["at_most"]) == set(AT_MOST)
    assert set(PINNED["at_least"]) == {name for name, _ in AT_LEAST}


@pytest.mark.parametrize(
    ("at_most", "at_least", "told"),
    [
        (3, 0.5, []),
        (2, 0.6, []),
        (4, 0.5, ["content stripped: 4, was 3"]),
        (3, 0.4999, ["titles right: 0.4999, was 0.5"]),
    ],
)
def test_a_figure_may_stay_or_get_better_but_not_worse(at_most: int, at_least: float, told: list[str]) -> None:
    now = {"at_most": {"content stripped": at_most}, "at_least": {"titles right": at_least}}
    before = {"at_most": {"content stripped": 3}, "at_least": {"titles right": 0.5}}
    assert worse(now, before) == told


def test_the_figures_count_what_happened() -> None:
    """One made-up case in which each thing happens once, so that a gate that counts nothing is noticed."""
    expected = {
        "title": "Another title",
        "content": ["kept", "lost", "nowhere", "beside"],
        "near_misses": ["lost"],
        "boilerplate": [{"text": "plug", "kind": "follow"}, {"text": "left", "kind": "share"}],
        "aside": [{"text": "photo", "kind": "caption"}, {"text": "beside", "kind": "byline"}],
    }
    roles = {
        "kept": ("content", None),
        "lost": ("boilerplate", "promo"),
        "beside": ("aside", "caption"),
        "plug": ("boilerplate", "follow"),
        "left": ("content", None),
        "photo": ("aside", "caption"),
    }
    found = figures([Case("made up", expected, None, roles)])
    assert found["at_most"] == {
        **dict.fromkeys(AT_MOST, 0),
        "content stripped": 1,
        "near misses stripped": 1,
        "content not extracted": 1,
        "content kept out of the summary": 1,
        "articles refused": 1,
    }
    assert found["at_least"] == {
        "boilerplate stripped": 0.5,
        "asides recognised": 1.0,
        "kinds right": 0.6667,
        "titles right": 0.0,
    }


# what holds on every page


@pytest.mark.parametrize("name", NAMES)
def test_summaries_are_verbatim_from_content(corpus: dict[str, Case], name: str) -> None:
    reading = reading_of(corpus, name)
    blocks = {b.id: (b.text, label.role) for b, label in zip(reading.blocks, reading.labels)}
    assert reading.summary
    for sentence in reading.summary:
        text, role = blocks[sentence.block]
        assert role == "content"
        assert sentence.text == text[sentence.start : sentence.end]
        assert sentence.text.strip()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_was_stripped_is_in_the_text_and_all_the_rest_is(corpus: dict[str, Case], name: str) -> None:
    reading = reading_of(corpus, name)
    kept = [b.text for b, label in zip(reading.blocks, reading.labels) if label.role != "boilerplate"]
    assert reading.text.split("\n") == [line for text in kept for line in text.split("\n")]
    assert [s["id"] for s in reading.to_dict()["stripped"]] == [
        b.id for b, label in zip(reading.blocks, reading.labels) if label.role == "boilerplate"
    ]


@pytest.mark.parametrize("name", NAMES)
def test_no_page_of_ours_is_gutted(corpus: dict[str, Case], name: str) -> None:
    reading = reading_of(corpus, name)
    content = sum(len(b.text) for b, label in zip(reading.blocks, reading.labels) if label.role == "content")
    assert content > 0.5 * sum(len(b.text) for b in reading.blocks)


# the page that the project was made for


@pytest.fixture
def summit(corpus: dict[str, Case]) -> Reading:
    return reading_of(corpus, SUMMIT)


def labels(reading: Reading) -> dict[str, Label]:
    """The labels by the blocks' texts, to the letter: its two titles differ in their apostrophes alone."""
    return {b.text: label for b, label in zip(reading.blocks, reading.labels)}


def test_the_summit_loses_its_second_title_and_its_three_plugs(corpus: dict[str, Case], summit: Reading) -> None:
    expected = corpus[SUMMIT].expected["boilerplate"]
    stripped = [(b.text, label.kind) for b, label in zip(summit.blocks, summit.labels) if label.role == "boilerplate"]
    assert stripped == [(line["text"], line["kind"]) for line in expected]
    assert [kind for _, kind in stripped] == ["title", "title", "follow", "follow", "comments"]


def test_the_summit_gives_reasons_that_a_reader_understands(summit: Reading) -> None:
    reasons = [label.reason for label in summit.labels if label.role == "boilerplate"]
    assert reasons == [
        "says the title again",
        "says the title again",
        "asks you to follow a WhatsApp channel",
        "asks you to follow a WhatsApp channel",
        "is about the comments, not about the story",
    ]


def test_the_summit_keeps_all_nine_paragraphs(corpus: dict[str, Case], summit: Reading) -> None:
    paragraphs = corpus[SUMMIT].expected["content"]
    assert len(paragraphs) == 9
    assert [labels(summit)[text].role for text in paragraphs] == ["content"] * 9
    assert summit.text.split("\n") == paragraphs


def test_the_summit_is_summed_up_from_its_paragraphs_alone(corpus: dict[str, Case], summit: Reading) -> None:
    plugs = [letters(line["text"]) for line in corpus[SUMMIT].expected["boilerplate"]]
    assert summit.summary
    for sentence in summit.summary:
        assert not any(letters(sentence.text) in plug or plug in letters(sentence.text) for plug in plugs)
