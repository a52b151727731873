"""Sumy's interface over features that suit news: lead, title, centrality, and how well a sentence stands alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sumy.models.dom import ObjectDocumentModel
from sumy.models.dom import Sentence as SumySentence
from sumy.nlp.stemmers import null_stemmer
from sumy.summarizers import AbstractSummarizer
from sumy.utils import ItemsCount

from nutgraf.model import count_words
from nutgraf.summary.cues import cues_for
from nutgraf.summary.features import Weights, default_weights, measure, reasons, score
from nutgraf.summary.selection import Candidates, select
from nutgraf.summary.setting import Setting, settings
from nutgraf.summary.vectors import Vectors, vectorise
from nutgraf.summary.words import stop_words, words

_NO_LETTER = re.compile(r"[\W_]+")
ANCHOR = "context"
"""Why a sentence is shown that has nothing over others: one beside it can't be read without it, or all are alike."""


@dataclass(frozen=True)
class Choice:
    """A sentence of a document that was chosen, and why: names of `features.REASONS`, or `ANCHOR`."""

    sentence: SumySentence
    why: tuple[str, ...]


@dataclass(frozen=True)
class Measured:
    """A document's features by the name of their weight, a value for each sentence, and the scores that follow."""

    columns: dict[str, list[float]]
    candidates: Candidates


class NewsSummarizer(AbstractSummarizer):  # type: ignore[misc]
    """A summariser like sumy's own: called with a document and a number of sentences.

    `language` is an ISO 639-1 code. Without a `title` the heading before the document's first sentence is taken for it.
    `stop_words` may be set, as on sumy's own.
    """

    def __init__(
        self,
        stemmer: Callable[[str], str] = null_stemmer,
        *,
        language: str = "",
        title: str | None = None,
        weights: Weights | None = None,
    ) -> None:
        super().__init__(stemmer)
        self.stop_words = stop_words(language)
        self._cues = cues_for(language)
        self._title = title
        self._weights = weights or default_weights()

    def __call__(self, document: ObjectDocumentModel, sentences_count: int | str) -> tuple[SumySentence, ...]:
        """At most `sentences_count` sentences of the document (or a share of them, as "20%"), in its order."""
        return tuple(choice.sentence for choice in self.choose(document, sentences_count))

    def choose(
        self, document: ObjectDocumentModel, sentences_count: int | str, room: float = float("inf")
    ) -> tuple[Choice, ...]:
        """The same with the reasons, and with at most `room` words; one sentence at the least, however long."""
        sentences = document.sentences
        if not sentences:
            return ()
        take = sentences_count if callable(sentences_count) else ItemsCount(sentences_count)
        measured = self.measured(document)
        chosen = select(measured.candidates, len(take(sentences)), self._weights.redundancy, room)
        return tuple(Choice(sentences[i], reasons(measured.columns, self._weights, i) or (ANCHOR,)) for i in chosen)

    def measured(self, document: ObjectDocumentModel) -> Measured:
        """The features of every sentence, and what the selection needs of them."""
        sentences = document.sentences
        texts = [str(s) for s in sentences]
        vectors = vectorise([self._terms(s.words) for s in sentences])
        around = settings(document, self._cues)
        columns = _known(sentences, around) | measure(texts, vectors, self._title_terms(document), self._cues)
        columns["no_end_mark"] = [m * (not s) for m, s in zip(columns["no_end_mark"], columns["standfirst"])]
        scores = score(columns, self._weights)
        return Measured(columns, _candidates(texts, vectors, around, columns["caption"], scores))

    def _title_terms(self, document: ObjectDocumentModel) -> list[str]:
        title = self._title or _heading_on_top(document)
        return self._terms(words(title))

    def _terms(self, tokens: Sequence[str]) -> list[str]:
        lowered = (t.lower() for t in tokens)
        return [self._stemmer(t) for t in lowered if t not in self.stop_words and (len(t) > 1 or not t.isascii())]


def _heading_on_top(document: ObjectDocumentModel) -> str:
    for paragraph in document.paragraphs:
        if paragraph.headings:
            return str(paragraph.headings[0])
        if paragraph.sentences:
            break
    return ""


def _known(sentences: Sequence[SumySentence], around: Sequence[Setting]) -> dict[str, list[float]]:
    """The features that the document knows; one of sumy's own says nothing of standfirsts and doubts."""
    return {
        "opens_paragraph": [float(a.opens_paragraph) for a in around],
        "standfirst": [float(getattr(s, "standfirst", False)) for s in sentences],
        "doubt": [float(getattr(s, "doubt", 0.0)) for s in sentences],
    }


def _candidates(
    texts: Sequence[str],
    vectors: Vectors,
    around: Sequence[Setting],
    captions: Sequence[float],
    scores: Sequence[float],
) -> Candidates:
    return Candidates(
        scores=scores,
        similar=lambda i: vectors.to_sentence(i).tolist(),
        # a caption or a line of furniture fills no room, however much there is: nothing beside it mends it
        needs=[(*a.needs, i) if captions[i] else a.needs for i, a in enumerate(around)],
        words=[count_words(text) for text in texts],
        groups=[a.section if a.item else None for a in around],
        letters=[_NO_LETTER.sub("", text.lower()) for text in texts],
    )
