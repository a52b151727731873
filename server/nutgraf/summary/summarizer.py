"""From the labelled blocks of a page to the sentences that say what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sumy.models.dom import ObjectDocumentModel
from sumy.summarizers import AbstractSummarizer

from nutgraf.model import Block, Label, Sentence, count_words
from nutgraf.summary.algorithms import DEFAULT, summarizer_for
from nutgraf.summary.candidates import document
from nutgraf.summary.data import base_language
from nutgraf.summary.news import Choice, NewsSummarizer

MOST_OF_TEXT = 1 / 3
"""Share of a short page's words that its summary has at the most, if it has more than one sentence. A page is short
when so many sentences would be more than that share of its own."""
SHORT = 3
"""Sentences of a page that is as short as a summary."""


@dataclass(frozen=True)
class Summary:
    """The sentences that were chosen, in page order, and whether the page is already as short as a summary."""

    sentences: tuple[Sentence, ...]
    short: bool


def summarize(
    blocks: Sequence[Block],
    labels: Sequence[Label],
    *,
    title: str | None,
    language: str | None,
    count: int = 3,
    words: int | None = None,
    algorithm: str = DEFAULT,
) -> tuple[Sentence, ...]:
    """The sentences of `digest`, alone."""
    return digest(
        blocks, labels, title=title, language=language, count=count, words=words, algorithm=algorithm
    ).sentences


def digest(
    blocks: Sequence[Block],
    labels: Sequence[Label],
    *,
    title: str | None,
    language: str | None,
    count: int = 3,
    words: int | None = None,
    algorithm: str = DEFAULT,
) -> Summary:
    """Up to `count` sentences of the page's content, verbatim, in page order, each with why it was chosen.

    `blocks` and `labels` go in pairs; only blocks labelled content are quoted, never headings. `language` is an
    ISO 639-1 code or None. Together the sentences have at most `words` words, and on a short page no more than a third
    of its text; one sentence is always given, however long. `algorithm` is a name in `algorithms.ALGORITHMS`; for any
    other UnknownAlgorithmError is raised. Empty when no block is content.
    """
    code = base_language(language)
    page = document(blocks, labels, code, title)
    room = room_on(page, count)
    chosen = _within(summarizer_for(algorithm, code, title), page, count, min(room, words or room), algorithm)
    return Summary(tuple(replace(c.sentence.place, why=c.why) for c in chosen), len(page.sentences) <= SHORT)


def room_on(page: ObjectDocumentModel, count: int) -> float:
    """Words that a summary of `count` sentences may have: on a short page a third of its words, else any number."""
    if count <= MOST_OF_TEXT * len(page.sentences):
        return float("inf")
    return MOST_OF_TEXT * sum(count_words(str(s)) for s in page.sentences)


def _within(
    choose: AbstractSummarizer, page: ObjectDocumentModel, count: int, room: float, algorithm: str
) -> Iterable[Choice]:
    """What the summariser chooses; one that knows of no words is asked for fewer sentences until they fit."""
    if isinstance(choose, NewsSummarizer):
        return choose.choose(page, count, room)
    for fewer in range(count, 1, -1):
        chosen = choose(page, fewer)
        if sum(count_words(str(s)) for s in chosen) <= room:
            break
    else:
        chosen = choose(page, min(1, count))
    return (Choice(sentence, (algorithm,)) for sentence in chosen)
