"""From the labelled blocks of a page to the sentences that say what it says."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sumy.models.dom import ObjectDocumentModel
from sumy.models.dom import Sentence as SumySentence
from sumy.nlp.stemmers import null_stemmer
from sumy.summarizers import AbstractSummarizer

from nutgraf.model import Block, Label, Sentence
from nutgraf.summary.candidates import document
from nutgraf.summary.cues import cues_for
from nutgraf.summary.data import base_language
from nutgraf.summary.features import Weights, measure, score
from nutgraf.summary.selection import select
from nutgraf.summary.vectors import vectorise
from nutgraf.summary.words import stemmer, stop_words, words


def summarize(
    blocks: Sequence[Block], labels: Sequence[Label], *, title: str | None, language: str | None, count: int = 3
) -> tuple[Sentence, ...]:
    """Up to `count` sentences of the page's content, verbatim, in page order.

    `blocks` and `labels` go in pairs; only blocks labelled content are quoted, never headings. `language` is an
    ISO 639-1 code or None. Empty when no block is content.
    """
    code = base_language(language)
    choose = NewsSummarizer(stemmer(code), language=code, title=title)
    return tuple(s.place for s in choose(document(blocks, labels, code), count))


class NewsSummarizer(AbstractSummarizer):  # type: ignore[misc]
    """Sumy's interface over features that suit news: lead, centrality, title, and how well a sentence stands alone.

    Without a `title` the document's first heading is taken for it. `stop_words` may be set, as on sumy's own.
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
        self._weights = weights or Weights()

    def __call__(self, document: ObjectDocumentModel, sentences_count: int) -> tuple[SumySentence, ...]:
        """Up to `sentences_count` sentences of the document, in its order."""
        sentences = document.sentences
        if not sentences:
            return ()
        vectors = vectorise([self._terms(s.words) for s in sentences])
        texts = [str(s) for s in sentences]
        features = measure(texts, vectors, self._title_terms(document), self._cues)
        dangling = [self._cues.dangles(text) for text in texts]
        chosen = select(score(features, self._weights), vectors, dangling, sentences_count, self._weights.redundancy)
        return tuple(sentences[i] for i in chosen)

    def _title_terms(self, document: ObjectDocumentModel) -> list[str]:
        title = self._title or next((str(h) for h in document.headings), "")
        return self._terms(words(title))

    def _terms(self, tokens: Sequence[str]) -> list[str]:
        lowered = (t.lower() for t in tokens)
        return [self._stemmer(t) for t in lowered if t not in self.stop_words and (len(t) > 1 or not t.isascii())]
