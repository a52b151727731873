"""What can be asked of a reading: sentences, words, an algorithm, a mode, a language and a title."""

from __future__ import annotations

import pytest

from invariants import check
from nutgraf.model import Article, Label, Page
from nutgraf.options import MODES, Mode, Options
from nutgraf.reader import read, read_page, read_text
from unit.test_reader import PAGE, PARAGRAPHS, PLUG_TEXT, STORY, TEXT, URL


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


def test_given_language_and_title() -> None:
    reading = read(f"<html lang=en><body>{STORY}</body></html>", title="Given", language="fr-CA")

    assert (reading.title, reading.language) == ("Given", "fr")


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
