"""The summarisers by name: nutgraf's own, and sumy's for comparison."""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sumy.models.dom import ObjectDocumentModel
from sumy.models.dom import Sentence as SumySentence
from sumy.summarizers import AbstractSummarizer
from sumy.summarizers.edmundson import EdmundsonSummarizer
from sumy.summarizers.kl import KLSummarizer
from sumy.summarizers.lsa import LsaSummarizer
from sumy.summarizers.luhn import LuhnSummarizer
from sumy.summarizers.random import RandomSummarizer
from sumy.summarizers.reduction import ReductionSummarizer
from sumy.summarizers.sum_basic import SumBasicSummarizer
from sumy.utils import ItemsCount

from nutgraf.summary.cues import opening_words
from nutgraf.summary.data import base_language
from nutgraf.summary.graphs import FastLexRankSummarizer, FastTextRankSummarizer
from nutgraf.summary.news import NewsSummarizer
from nutgraf.summary.words import stemmer, stop_words, words

DEFAULT = "news"
MOST_SENTENCES = 200
"""Sentences, from the beginning, that sumy's slower algorithms are given: their time grows with the square."""
MOST_FOR_KL = 100
"""The same for KL, whose time grows with the cube: .2 s of CPU for so many, 1.7 s for twice as many."""


class UnknownAlgorithmError(ValueError):
    """There is no summariser of that name."""


@dataclass(frozen=True)
class Story:
    """What a summariser may want to know beside the document: language (ISO 639-1, "" if unknown) and title."""

    language: str = ""
    title: str | None = None


class LeadSummarizer(AbstractSummarizer):  # type: ignore[misc]
    """The first sentences: on news a yardstick that most algorithms miss."""

    def __call__(self, document: ObjectDocumentModel, sentences_count: int | str) -> tuple[SumySentence, ...]:
        """The first `sentences_count` sentences."""
        return tuple(ItemsCount(sentences_count)(document.sentences))


class SeededRandomSummarizer(RandomSummarizer):  # type: ignore[misc]
    """Sumy's random choice, the same each time for the same sentences."""

    def _get_random_ratings(self, sentences: tuple[SumySentence, ...]) -> dict[SumySentence, int]:
        ratings = list(range(len(sentences)))
        random.Random("\n".join(map(str, sentences))).shuffle(ratings)  # noqa: S311 - no secret
        return dict(zip(sentences, ratings))


class Beginning(AbstractSummarizer):  # type: ignore[misc]
    """A summariser of sumy's over the beginning of a document, so that no page can keep it busy for minutes."""

    def __init__(self, choose: AbstractSummarizer, most: int = MOST_SENTENCES) -> None:
        super().__init__(choose._stemmer)
        self.choose = choose
        self.most = most

    def __call__(self, document: ObjectDocumentModel, sentences_count: int | str) -> tuple[SumySentence, ...]:
        """What the summariser picks; nothing of a document without sentences."""
        if not document.sentences:
            return ()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # sumy's LSA warns of pages with few words
            return tuple(self.choose(_beginning(document, self.most), sentences_count))


def _beginning(document: ObjectDocumentModel, most: int) -> ObjectDocumentModel:
    if len(document.sentences) <= most:
        return document
    left, paragraphs = most, []
    for paragraph in document.paragraphs:
        paragraphs.append(type(paragraph)([*paragraph.headings, *paragraph.sentences[:left]]))
        left -= len(paragraphs[-1].sentences)
        if not left:
            break
    return ObjectDocumentModel(paragraphs)


def _news(story: Story) -> NewsSummarizer:
    return NewsSummarizer(stemmer(story.language), language=story.language, title=story.title)


def _of_sumy(kind: Callable[..., Any], story: Story) -> AbstractSummarizer:
    """A summariser of sumy's with the language's stemmer and, where it takes any, stop words."""
    summarizer = kind(stemmer(story.language))
    summarizer.stop_words = stop_words(story.language)
    return summarizer


def _edmundson(story: Story) -> EdmundsonSummarizer:
    """Bonus for the title's words, a malus for words that open a sentence which leans on another.

    It wants three lists that aren't empty; "\\0" is in no sentence.
    """
    summarizer = EdmundsonSummarizer(stemmer(story.language))
    null = stop_words(story.language) | {"\0"}
    summarizer.null_words = null
    summarizer.bonus_words = {w for w in words((story.title or "").lower()) if w not in null} | {"\0"}
    summarizer.stigma_words = opening_words(story.language) - null | {"\0"}
    return summarizer


Maker = Callable[[Story], AbstractSummarizer]
ALGORITHMS: dict[str, Maker] = {
    "news": _news,
    "lead": partial(_of_sumy, LeadSummarizer),
    "lexrank": partial(_of_sumy, FastLexRankSummarizer),
    "textrank": partial(_of_sumy, FastTextRankSummarizer),
    "lsa": lambda story: Beginning(_of_sumy(LsaSummarizer, story)),
    "luhn": lambda story: Beginning(_of_sumy(LuhnSummarizer, story)),
    "edmundson": lambda story: Beginning(_edmundson(story)),
    "sum-basic": lambda story: Beginning(_of_sumy(SumBasicSummarizer, story)),
    "kl": lambda story: Beginning(_of_sumy(KLSummarizer, story), MOST_FOR_KL),
    "reduction": lambda story: Beginning(_of_sumy(ReductionSummarizer, story)),
    "random": partial(_of_sumy, SeededRandomSummarizer),
}
"""From each name to a function that makes the summariser for a story."""


def summarizer_for(name: str = DEFAULT, language: str | None = None, title: str | None = None) -> AbstractSummarizer:
    """The summariser of that name, to be called with a document and a number of sentences.

    `language` is an ISO 639-1 code or None. Raises UnknownAlgorithmError, a ValueError, for any other name.
    """
    try:
        make = ALGORITHMS[name]
    except KeyError:
        raise UnknownAlgorithmError(f"no algorithm {name!r}; there are {', '.join(ALGORITHMS)}") from None
    return make(Story(base_language(language), title))
