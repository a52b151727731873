"""The summariser by itself, as sumy's own are used."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence
from sumy.parsers.plaintext import PlaintextParser

from nutgraf.model import Sentence
from nutgraf.summary import NewsSummarizer
from nutgraf.summary.candidates import PageSentence
from nutgraf.summary.features import Weights, default_weights
from nutgraf.summary.news import ANCHOR
from nutgraf.summary.words import Tokenizer, stemmer

STORY = """PORT ELLEN HARBOUR TO CLOSE

The harbour of Port Ellen will close for six months from Monday, the council said. It voted nine to two.

The old quay wall has cracks that divers found after the January storm.

The council expects the repairs of the harbour to cost 4.2 million pounds, paid by a loan.

Where will the boats go? However, nobody knows that yet.
"""
NOTHING = Weights(**dict.fromkeys(Weights.__dataclass_fields__, 0.0))


def parsed(text: str = STORY) -> ObjectDocumentModel:
    return PlaintextParser.from_string(text, Tokenizer("en")).document


def plain(*sentences: str) -> ObjectDocumentModel:
    return ObjectDocumentModel([Paragraph([SumySentence(s, Tokenizer("en"))]) for s in sentences])


def test_it_is_called_as_sumys_own_are() -> None:
    page = parsed()
    picked = NewsSummarizer()(page, 3)
    assert len(picked) == 3
    assert all(s in page.sentences for s in picked)
    assert [page.sentences.index(s) for s in picked] == sorted(page.sentences.index(s) for s in picked)
    assert len(NewsSummarizer(stemmer("en"), language="en")(page, "50%")) == 3


def test_a_stemmer_must_be_callable() -> None:
    with pytest.raises(TypeError, match="callable"):
        NewsSummarizer("english")  # type: ignore[arg-type]


def test_an_empty_document_has_no_summary() -> None:
    assert NewsSummarizer()(parsed(""), 3) == ()


def test_the_heading_on_top_is_the_title() -> None:
    texts = [f"The {word} was seen by many people in the town." for word in "quay mill church bank walrus".split()]
    heading = Paragraph([SumySentence("Walrus walrus", Tokenizer("en"), is_heading=True)])
    paragraphs = plain(*texts).paragraphs
    choose = NewsSummarizer(stemmer("en"), language="en", weights=replace(NOTHING, title=5.0, rank=0.1))
    assert "quay" in str(choose(ObjectDocumentModel(paragraphs), 1)[0])
    assert "walrus" in str(choose(ObjectDocumentModel([heading, *paragraphs]), 1)[0])
    assert "quay" in str(choose(ObjectDocumentModel([paragraphs[0], heading, *paragraphs[1:]]), 1)[0])


def test_weights_decide() -> None:
    longest = NewsSummarizer(language="en", weights=replace(NOTHING, excess_words=1.0, capitals=0.1))
    assert "Glasgow" in str(longest(plain("The ferry sank.", "Ships of Port Ellen and Glasgow sail."), 1)[0])


def test_a_question_is_not_left_unanswered() -> None:
    asked = NewsSummarizer(language="en", weights=replace(NOTHING, question=9.0))
    page = plain("The ferry sank off the coast.", "Where will boats go?", "To Bowmore, says the council.")
    assert [str(s) for s in asked(page, 2)] == ["Where will boats go?", "To Bowmore, says the council."]
    assert [str(s) for s in asked(page, 1)] == ["The ferry sank off the coast."]


def test_furniture_fills_no_room() -> None:
    page = plain("The ferry sank off the coast.", "Follow @harrowferries for more", "The crew swam to the quay.")

    assert [str(s) for s in NewsSummarizer(language="en")(page, 3)] == [
        "The ferry sank off the coast.",
        "The crew swam to the quay.",
    ]
    assert len(NewsSummarizer(language="en")(plain("Photo: the ferry."), 1)) == 1


def test_a_standfirst_needs_no_mark_at_its_end() -> None:
    def score_of(standfirst: bool) -> float:
        text = "Council votes nine to two for closing the harbour in spring"
        first = PageSentence(Sentence(text, 0, 0, len(text)), Tokenizer("en"), standfirst=standfirst)
        page = ObjectDocumentModel([Paragraph([first])])
        return NewsSummarizer(language="en").measured(page).candidates.scores[0]

    weights = default_weights()
    assert score_of(True) - score_of(False) == pytest.approx(weights.standfirst - weights.no_end_mark)


def test_doubts_about_a_block_count_against_its_sentences() -> None:
    def sentence(text: str, doubt: float) -> PageSentence:
        return PageSentence(Sentence(text, 0, 0, len(text)), Tokenizer("en"), doubt=doubt)

    page = ObjectDocumentModel([Paragraph([sentence("The ferry sank.", 0.4), sentence("The quay held.", 0.0)])])
    choose = NewsSummarizer(language="en", weights=replace(NOTHING, doubt=-1.0))
    assert [str(s) for s in choose(page, 1)] == ["The quay held."]


def test_every_choice_has_a_reason() -> None:
    assert all(choice.why for choice in NewsSummarizer(stemmer("en"), language="en").choose(parsed(), 3))
    early = NewsSummarizer(language="en", weights=replace(NOTHING, rank=1.0))
    assert early.choose(parsed(), 1)[0].why == ("lead",)
    two = NewsSummarizer(language="en", weights=replace(NOTHING, opening_pronoun=9.0))
    assert two.choose(plain("The ferry sank.", "It was old.", "Nobody swam."), 2)[0].why == (ANCHOR,)


def test_room_is_kept_to() -> None:
    words = [len(str(c.sentence).split()) for c in NewsSummarizer(language="en").choose(parsed(), 5, room=30)]
    assert sum(words) <= 30
