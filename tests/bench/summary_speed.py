"""What a summary costs against sumy's LexRank: CPU time in one process, the contenders taking turns.

    python tests/bench/summary_speed.py [--long]

Sumy's LexRank gets words as NLTK cuts them (its `word_tokenize` pattern, without data to download) and its Snowball
stemmer; the cost of words and stems is counted for everybody, that of sentence splitting for nobody. Ours remember the
stems of the pages before, as in a server, so the best of a few rounds is one without new words. Prints ratios,
as milliseconds differ from machine to machine, and with `--long` the memory that a page of 5,000 sentences takes.
"""

from __future__ import annotations

import random
import sys
import time
import tracemalloc
from collections.abc import Callable

from nltk.tokenize import NLTKWordTokenizer
from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence
from sumy.nlp.stemmers import Stemmer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.utils import get_stop_words

from nutgraf.summary import summarizer_for
from nutgraf.summary.words import Tokenizer

SIZES = (40, 200)
LONG = (1000, 2000, 5000)
WORDS = """harbour council storm ferry quay wall boat fisher island repair vote loan diver crack winter school river
    bridge police farmer teacher doctor engine market ticket museum street garden village mountain train""".split()
ENDINGS = ("", "s", "ing", "ed", "er", "al", "ness", "less")
SMALL = "the of and to in a for on with by at from was is has that".split()


class NltkTokenizer:
    """The words of NLTK, for sumy's documents."""

    def to_words(self, sentence: str) -> tuple[str, ...]:
        """The words of a sentence."""
        return tuple(NLTKWordTokenizer().tokenize(sentence))


def texts(n: int) -> list[str]:
    """`n` invented sentences of some 24 words."""
    draw = random.Random(n)  # noqa: S311 - no secret
    word = lambda: draw.choice(SMALL) if draw.random() < 0.4 else draw.choice(WORDS) + draw.choice(ENDINGS)  # noqa: E731
    return [" ".join(["The", *(word() for _ in range(draw.randint(14, 34)))]) + "." for _ in range(n)]


def document(sentences: list[str], tokenizer: object) -> ObjectDocumentModel:
    """A document that has counted no words yet."""
    return ObjectDocumentModel([Paragraph([SumySentence(s, tokenizer)]) for s in sentences])


def sumys(sentences: list[str]) -> object:
    """Sumy's LexRank, as its manual says."""
    choose = LexRankSummarizer(Stemmer("english"))
    choose.stop_words = get_stop_words("english")
    return choose(document(sentences, NltkTokenizer()), 3)


def ours(name: str, sentences: list[str]) -> object:
    """A summariser of ours."""
    return summarizer_for(name, "en", "Harbour council votes")(document(sentences, Tokenizer("en")), 3)


def cpu(work: Callable[[], object], rounds: int = 3) -> float:
    """Milliseconds of CPU, at best of a few rounds."""
    best = float("inf")
    for _ in range(rounds):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return 1000 * best


def main() -> None:
    """Print the table."""
    for n in SIZES:
        sentences = texts(n)
        base = cpu(lambda: sumys(sentences), 2)  # noqa: B023
        for name in ("news", "lexrank", "textrank"):
            cost = cpu(lambda: ours(name, sentences))  # noqa: B023
            print(f"{n:5} sentences  {name:9} {cost:8.1f} ms   {cost / base:6.3f} x sumy's LexRank ({base:.0f} ms)")
    for n in LONG if "--long" in sys.argv else LONG[:1]:
        sentences = texts(n)
        for name in ("news", "lexrank", "textrank"):
            cost = cpu(lambda: ours(name, sentences), 2)  # noqa: B023
            tracemalloc.start()
            ours(name, sentences)
            peak = tracemalloc.get_traced_memory()[1] / 1e6
            tracemalloc.stop()
            print(f"{n:5} sentences  {name:9} {cost:8.1f} ms   {peak:6.1f} MB at most")


if __name__ == "__main__":
    main()
