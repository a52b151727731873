"""Sumy's LexRank and TextRank with numpy in place of loops: the same picks at a fraction of the cost."""

from __future__ import annotations

from sumy.models.dom import ObjectDocumentModel
from sumy.models.dom import Sentence as SumySentence
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer

from nutgraf.summary.vectors import lexrank, textrank

MOST_SENTENCES = 2000
"""Sentences that are ranked, from the beginning: their matrix takes 32 MB, that of 5,000 would take 200. The longest
live blogs have some 1,500."""


class FastLexRankSummarizer(LexRankSummarizer):  # type: ignore[misc]
    """Sumy's LexRank: same settings, same sentences."""

    def __call__(self, document: ObjectDocumentModel, sentences_count: int | str) -> tuple[SumySentence, ...]:
        """The `sentences_count` highest ranked sentences (or a share such as "20%"), in the document's order."""
        sentences = document.sentences[:MOST_SENTENCES]
        ranks = lexrank([self._to_words_set(s) for s in sentences], self.threshold, self.epsilon) if sentences else []
        best: tuple[SumySentence, ...] = self._get_best_sentences(
            sentences, sentences_count, dict(zip(sentences, ranks))
        )
        return best


class FastTextRankSummarizer(TextRankSummarizer):  # type: ignore[misc]
    """Sumy's TextRank: same settings, same sentences."""

    def rate_sentences(self, document: ObjectDocumentModel) -> dict[SumySentence, float]:
        """The rank of each sentence; of those that are ranked at all."""
        sentences = document.sentences[:MOST_SENTENCES]
        words = [self._to_words_set(s) for s in sentences]
        ranks = textrank(words, self.damping, self.epsilon, self._ZERO_DIVISION_PREVENTION)
        return dict.fromkeys(document.sentences, 0.0) | dict(zip(sentences, ranks))
