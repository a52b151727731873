from __future__ import annotations

import pytest
from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence

from nutgraf.summary.cues import cues_for
from nutgraf.summary.setting import Setting, is_question, only_quoted, settings
from nutgraf.summary.words import Tokenizer


def settings_of(*paragraphs: str) -> list[Setting]:
    """The settings of paragraphs whose sentences stand apart by a bar; a paragraph that begins with # is a heading."""
    tokenizer = Tokenizer("en")
    made = [
        Paragraph(SumySentence(s.lstrip("# "), tokenizer, is_heading=p.startswith("#")) for s in p.split(" | "))
        for p in paragraphs
    ]
    return settings(ObjectDocumentModel(made), cues_for("en"))


def needs(*paragraphs: str) -> list[tuple[int, ...]]:
    return [s.needs for s in settings_of(*paragraphs)]


def test_a_plain_sentence_needs_nothing() -> None:
    assert needs("The ferry sank. | The harbour was shut.") == [(), ()]


@pytest.mark.parametrize("opener", ["It was forty years old.", "However, nobody swam.", "“It was old.”"])
def test_a_leaning_sentence_needs_the_one_before(opener: str) -> None:
    assert needs(f"The ferry sank. | {opener}") == [(), (0,)]
    assert needs("The ferry sank.", opener) == [(), (0,)]


def test_nothing_stands_before_the_first_sentence() -> None:
    assert needs("It was forty years old.") == [(0,)]


def test_the_post_above_on_a_live_blog_is_no_support() -> None:
    assert needs("# 17:40", "The water falls.", "# 15:05", "It still rises.") == [(), (1,)]


def test_a_question_needs_what_follows() -> None:
    assert needs("Where will the boats go? | To Bowmore, the council said.") == [(1,), ()]
    assert needs("Where will the boats go?") == [(0,)]
    assert needs("Where will they go? | When will they come back? | In May, they said.")[:2] == [(0,), (2,)]


def test_in_an_interview_an_answer_needs_its_question() -> None:
    talk = [
        f"{word} do you fish?" if k % 2 == 0 else f"In {word} boats. | Every day." for k, word in enumerate("abcdef")
    ]
    asked = needs(*talk)
    assert asked[:3] == [(1,), (0,), ()]
    assert needs("Why did it sink?", "Divers found a crack.") == [(1,), ()]


def test_in_an_interview_what_leads_to_a_question_is_the_askers() -> None:
    talk = ["You build locks. | Why?", "Boats need them.", "Is it hard?", "No.", "Who pays?", "The town."]
    assert needs(*talk)[:3] == [(0,), (2,), (1,)]
    assert needs(*talk[:2])[0] == ()


@pytest.mark.parametrize("question", ["Will it sink?!", "Will it sink??", "“Will it sink?!”", "Sinkt es?…"])
def test_questions_are_known_by_their_mark_whatever_stands_with_it(question: str) -> None:
    assert is_question(question)
    assert not is_question(question.replace("?", ""))


def test_a_part_of_a_long_quotation_needs_the_part_before() -> None:
    assert needs("Lind said: “The boat is old. | Nobody cares.” | The mayor left.") == [(), (0,), ()]
    assert needs("Lind said: “The boat is old.", "Nobody cares.") == [(), ()]


@pytest.mark.parametrize(
    ("sentence", "alone"),
    [
        ("“The boat is old.”", True),
        ("«La barca è vecchia!»", True),
        ("“The boat is old,” Lind said.", False),
        ("The boat is old.", False),
        ("The “boat” sank.", False),
    ],
)
def test_a_quotation_without_its_speaker(sentence: str, alone: bool) -> None:
    assert only_quoted(sentence) is alone


def test_the_items_of_a_list_article() -> None:
    page = ["Three boats to see.", "# 1. The Ann", "She is red.", "# 2. The Bea", "Blue.", "# 3. The Cat", "Green."]
    assert [(s.section, s.item) for s in settings_of(*page)] == [(0, False), (1, True), (2, True), (3, True)]
    assert not any(s.item for s in settings_of(*page[:5]))


def test_which_sentences_open_a_paragraph() -> None:
    assert [s.opens_paragraph for s in settings_of("One. | Two.", "Three.")] == [True, False, True]
