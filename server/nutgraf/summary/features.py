"""What is measured of each sentence, and what each measure weighs.

The weights were set by hand, then moved one by one against human summaries of news in English, French, Vietnamese and
Bengali, the same for all of them; fitting them to articles by regression gained nothing over that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from nutgraf.model import count_words
from nutgraf.summary.cues import Cues
from nutgraf.summary.vectors import Floats, Vectors

SHORT, COMFORTABLE, LONG = 8, 25, 45
"""Words: below the first it is rarely a statement, above the last rarely read to its end."""
_END_MARK = re.compile(r"[.!?…。！？｡؟۔।॥։።။][\"'”’»)\]」』）】]*\Z")
_QUESTION = re.compile(r"[?？؟;][\"'”’»)\]」』）]*\Z")
_OPENING_QUOTE = tuple("\"“„«「『‘'")
_QUOTED = re.compile(
    r"\"[^\"]*\"?|“[^”]*”?|„[^“”]*[“”]?|«[^»]*»?|「[^」]*」?|『[^』]*』?|(?<!\w)[‘'][^’']{3,}[’'](?!\w)"
)
_NUMBER = re.compile(r"(?<!\w)\d[\d.,]*")
_CAPITAL = re.compile(r"(?<=\s)[^\W\d_a-z]\w*")


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature adds to a sentence's score, per unit; and the weight of redundancy when picking."""

    rank: float = 0.9
    """1/(1 + place): news says the most important thing first."""
    first: float = 0.1
    first_five: float = 0.4
    forward_centrality: float = 2.4
    centroid: float = 0.8
    title: float = 2.0
    title_copy: float = -4.0
    capitals: float = 0.3
    numbers: float = 0.05
    short: float = -1.5
    excess_words: float = -0.04
    """Per word over `COMFORTABLE`."""
    long: float = -0.3
    no_end_mark: float = -1.0
    question: float = -0.8
    caption: float = -1.6
    opening_pronoun: float = -0.1
    """Small, as that of connectives: the selection takes neither without the sentence that it leans on."""
    opening_connective: float = -0.1
    opening_quote: float = -0.05
    quoted: float = -0.4
    broken_quote: float = -2.0
    first_person: float = -0.4
    redundancy: float = 1.0


def score(columns: dict[str, Floats], weights: Weights) -> Floats:
    """Weighted sum of the features of `measure`: shape (n,)."""
    named = asdict(weights)
    total: Floats = np.sum([named[name] * column for name, column in columns.items()], axis=0)
    return total


def measure(sentences: Sequence[str], vectors: Vectors, title: Sequence[str], cues: Cues) -> dict[str, Floats]:
    """Every feature by the name of its weight, each of shape (n,).

    `title` holds the title's terms, as `vectors` counts them.
    """
    n = len(sentences)
    position = np.arange(n)
    lexical = np.array([_lexical(s, cues) for s in sentences], dtype=np.float64).reshape(n, len(_LEXICAL))
    return {
        "rank": 1 / (1 + position),
        "first": (position == 0).astype(np.float64),
        "first_five": (position < 5).astype(np.float64),
        "forward_centrality": vectors.forward_centrality(),
        "centroid": vectors.to_centroid(),
        "title": vectors.overlap(title),
        "title_copy": _copies(vectors, title),
        **{name: lexical[:, k] for k, name in enumerate(_LEXICAL)},
    }


_LEXICAL = (
    "capitals", "numbers", "short", "excess_words", "long", "no_end_mark", "question", "caption", "opening_pronoun",
    "opening_connective", "opening_quote", "quoted", "broken_quote", "first_person",
)  # fmt: skip


def _lexical(sentence: str, cues: Cues) -> tuple[float, ...]:
    """What the sentence's own characters tell, in the order of `_LEXICAL`."""
    length = count_words(sentence)
    unquoted = _QUOTED.sub(" ", sentence)
    return (
        min(1.0, len(_CAPITAL.findall(sentence)) / max(1, length)),
        min(4, len(_NUMBER.findall(sentence))),
        length < SHORT,
        max(0, length - COMFORTABLE),
        length > LONG,
        not ends_sentence(sentence),
        _QUESTION.search(sentence) is not None,
        cues.is_caption(sentence),
        cues.opens_with_pronoun(sentence),
        cues.opens_with_connective(sentence),
        sentence.startswith(_OPENING_QUOTE),
        1 - len(unquoted) / max(1, len(sentence)),
        has_broken_quote(sentence),
        cues.first_person.search(unquoted.lower()) is not None,
    )


def ends_sentence(text: str) -> bool:
    """Whether the text ends with a mark that ends sentences, closing quotation marks and brackets aside."""
    return _END_MARK.search(text.rstrip()) is not None


def has_broken_quote(sentence: str) -> bool:
    """Whether a quotation begins or ends outside of the sentence."""
    if sentence.count('"') % 2:
        return True
    if "„" in sentence:  # German closes with “, Polish and Hungarian with ”
        return sentence.count("„") != sentence.count("“") + sentence.count("”")
    return any(sentence.count(opening) != sentence.count(closing) for opening, closing in ("“”", "«»", "「」", "『』"))


def _copies(vectors: Vectors, title: Sequence[str]) -> Floats:
    """1 where a sentence is the title over again: seven of ten terms of the two together are in both."""
    wanted = set(title)
    if len(wanted) < 3:
        return np.zeros(vectors.n)
    known = [vectors.terms[t] for t in wanted if t in vectors.terms]
    shared = np.bincount(vectors.rows[np.isin(vectors.columns, known)], minlength=vectors.n)
    own = np.bincount(vectors.rows, minlength=vectors.n)
    return (shared >= 0.7 * (own + len(wanted) - shared)).astype(np.float64)
