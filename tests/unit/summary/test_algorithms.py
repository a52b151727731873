from __future__ import annotations

import pytest
from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence
from sumy.summarizers import AbstractSummarizer

from nutgraf.model import Block, Label
from nutgraf.summary import UnknownAlgorithmError, summarize, summarizer_for
from nutgraf.summary.algorithms import ALGORITHMS, MOST_FOR_KL, MOST_SENTENCES, Beginning
from nutgraf.summary.words import Tokenizer

WHOLE = {"news", "lead", "lexrank", "textrank", "random"}
"""Those whose time allows for every sentence of a page, or that bound it themselves."""
STORY = [
    "The harbour of Port Ellen will close for six months from Monday, the council said.",
    "The old quay wall has cracks that divers found after the January storm.",
    "The council expects the repairs of the harbour to cost 4.2 million pounds, paid by a loan.",
    "The ferry to the islands will sail from Bowmore until the harbour opens again.",
    "Fishermen have asked the council for money, as their boats must stay ashore.",
    "The quay was built in 1890 for the whisky trade, which has moved to Glasgow.",
]


def page(sentences: list[str], language: str = "en") -> ObjectDocumentModel:
    return ObjectDocumentModel([Paragraph([SumySentence(s, Tokenizer(language))]) for s in sentences])


@pytest.mark.parametrize("name", ALGORITHMS)
def test_every_algorithm_picks_from_the_document_in_its_order(name: str) -> None:
    choose = summarizer_for(name, "en", "Port Ellen harbour to close")
    assert isinstance(choose, AbstractSummarizer)
    picked = [str(s) for s in choose(page(STORY), 2)]
    assert len(picked) == 2
    assert picked == [s for s in STORY if s in picked]


@pytest.mark.parametrize("name", ALGORITHMS)
@pytest.mark.parametrize("language", ["en", "ml", "zh", None])
def test_every_algorithm_takes_every_page(name: str, language: str | None) -> None:
    blocks, labels = [Block(0, "Port. Port!", "p"), Block(1, "A. A. A.", "p")], [Label("content")] * 2
    picked = summarize(blocks, labels, title=None, language=language, algorithm=name)
    assert len(picked) == 1
    assert summarizer_for(name, language)(page([]), 3) == ()


@pytest.mark.parametrize("name", ALGORITHMS)
def test_every_algorithm_takes_a_long_page(name: str) -> None:
    sentences = [f"Boat {i} of fleet {i % 97} left harbour {i % 24} with {i % 13} sailors." for i in range(1500)]
    assert len(summarizer_for(name, "en")(page(sentences), 3)) == 3


@pytest.mark.parametrize("name", sorted(ALGORITHMS.keys() - WHOLE))
def test_the_slow_ones_read_the_beginning(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    choose = summarizer_for(name, "en")
    assert isinstance(choose, Beginning)
    seen: list[int] = []
    monkeypatch.setattr(choose, "choose", lambda document, _: seen.append(len(document.sentences)) or ())
    choose(page([f"Boat {i} left." for i in range(MOST_SENTENCES + 1)]), 5)
    assert seen == [choose.most]
    assert choose.most <= (MOST_FOR_KL if name == "kl" else MOST_SENTENCES)


def test_lead_takes_the_first() -> None:
    assert [str(s) for s in summarizer_for("lead")(page(STORY), 2)] == STORY[:2]


def test_random_is_the_same_each_time() -> None:
    assert summarizer_for("random")(page(STORY), 2) == summarizer_for("random")(page(STORY), 2)
    assert len({summarizer_for("random")(page(STORY[k:]), 1) for k in range(4)}) > 1


def test_edmundson_knows_the_title() -> None:
    assert "1890" in str(summarizer_for("edmundson", "en", "Quay built for whisky in 1890")(page(STORY), 1)[0])


def test_an_unknown_name_is_said_with_those_that_are_known() -> None:
    with pytest.raises(UnknownAlgorithmError, match=r"no algorithm 'best'; there are news, lead, "):
        summarizer_for("best")
