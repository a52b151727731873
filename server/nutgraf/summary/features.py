"""What is measured of each sentence, and what each measure weighs (`weights.toml`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.model import count_words
from nutgraf.summary.cues import Cues
from nutgraf.summary.setting import OPENING_QUOTES, QUOTED, is_question
from nutgraf.summary.vectors import Vectors
from nutgraf.tables import read_tables

SHORT, COMFORTABLE, LONG = 8, 25, 45
"""Words: below the first it is rarely a statement, above the last rarely read to its end."""
FULL = 20
"""Words of a sentence that says enough: what it lacks of them is measured."""
_END_MARK = re.compile(r"[.!?…。！？｡؟۔।॥։။។][\"'”’»)\]」』）】]*\Z")
_QUOTE_MARK = re.compile("[\"'“”„«»‘’「」『』]")
_NUMBER = re.compile(r"\d(?<!\w\d)[\d.,]*")
"""The look behind stands after the digit: `re` skips to digits, and would try every place for a look behind."""
_CAPITAL = re.compile(r"(?<=\s)[^\W\d_a-z]\w*")


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature adds to a sentence's score, per unit; and the weight of redundancy when picking."""

    rank: float
    """1/(1 + place): news says the most important thing first."""
    first: float
    second: float
    third: float
    first_five: float
    opens_paragraph: float
    standfirst: float
    forward_centrality: float
    centroid: float
    to_lead: float
    """Per cosine with the first sentence: what is said there need not be said again."""
    title: float
    """Share of the title's terms."""
    title_cosine: float
    title_copy: float
    capitals: float
    numbers: float
    short: float
    words_lacking: float
    """Per share of `FULL` that it lacks."""
    excess_words: float
    """Per word over `COMFORTABLE`."""
    long: float
    no_end_mark: float
    question: float
    caption: float
    opening_pronoun: float
    opening_connective: float
    opening_quote: float
    quoted: float
    broken_quote: float
    first_person: float
    doubt: float
    """Per certainty with which the spotter nearly took the block for something else."""
    redundancy: float


REASONS = {
    "lead": ("rank", "first", "second", "third", "first_five"),
    "standfirst": ("standfirst",),
    "title words": ("title", "title_cosine"),
    "centrality": ("forward_centrality", "centroid"),
    "opens a paragraph": ("opens_paragraph",),
    "names and numbers": ("capitals", "numbers"),
}
"""Why a sentence may be chosen, in the order in which ties are told: the features that count for each reason."""
TELLING = 0.25
"""Share of the strongest reason that another one needs to be told as well."""


@lru_cache(maxsize=1)
def default_weights() -> Weights:
    """The weights of `weights.toml`."""
    return Weights(**read_tables("nutgraf.summary", "weights.toml")["weights"])


def score(columns: Mapping[str, Sequence[float]], weights: Weights) -> list[float]:
    """Weighted sum of the features of `measure`, for each sentence."""
    total = [0.0] * len(next(iter(columns.values()), ()))
    for name, column in columns.items():
        if weight := getattr(weights, name):
            total = [so_far + weight * value for so_far, value in zip(total, column)]
    return total


def reasons(columns: Mapping[str, Sequence[float]], weights: Weights, i: int) -> tuple[str, ...]:
    """Names of `REASONS`, strongest first, by which sentence `i` stands out from the page's others; () for none."""
    n = max(1, len(columns["rank"]))
    gains = {
        reason: sum(getattr(weights, name) * (columns[name][i] - sum(columns[name]) / n) for name in names)
        for reason, names in REASONS.items()
    }
    ranked = sorted((r for r in gains if gains[r] > 0), key=lambda reason: -gains[reason])
    return tuple(r for r in ranked if gains[r] > TELLING * gains[ranked[0]])


def measure(sentences: Sequence[str], vectors: Vectors, title: Sequence[str], cues: Cues) -> dict[str, list[float]]:
    """The features that texts and their order tell, by the name of their weight: a value for each sentence.

    `title` holds the title's terms, as `vectors` counts them. `opens_paragraph`, `standfirst` and `doubt` are not
    among them: the document knows those.
    """
    n = len(sentences)
    likeness = vectors.likeness(title).tolist()
    lexical = {name: list(column) for name, column in zip(LEXICAL, zip(*(_lexical(s, cues) for s in sentences)))}
    return {
        "rank": [1 / (1 + i) for i in range(n)],
        **{name: [float(i == place) for i in range(n)] for place, name in enumerate(("first", "second", "third"))},
        "first_five": [float(i < 5) for i in range(n)],
        "forward_centrality": vectors.forward_centrality().tolist(),
        "centroid": vectors.to_centroid().tolist(),
        "to_lead": [0.0, *vectors.to_sentence(0).tolist()[1:]] if n else [],
        "title": vectors.overlap(title).tolist(),
        "title_cosine": vectors.set_cosine(title).tolist(),
        "title_copy": [float(len(set(title)) >= 3 and share >= 0.7) for share in likeness],
        **lexical,
        "caption": [max(pair) for pair in zip(lexical.get("caption", ()), _fragments(sentences))],
    }


def _fragments(sentences: Sequence[str]) -> list[float]:
    """Which sentences begin in the middle: with a small letter ("iPhone" has none), where most others do not."""
    small = [float(s[:1].islower() and not s[1:2].isupper()) for s in sentences]
    return small if 2 * sum(small) < len(small) else [0.0] * len(small)


LEXICAL = (
    "capitals", "numbers", "short", "words_lacking", "excess_words", "long", "no_end_mark", "question", "caption",
    "opening_pronoun", "opening_connective", "opening_quote", "quoted", "broken_quote", "first_person",
)  # fmt: skip


def _lexical(sentence: str, cues: Cues) -> tuple[float, ...]:
    """What the sentence's own characters tell, in the order of `LEXICAL`."""
    length = count_words(sentence)
    unquoted = QUOTED.sub(" ", sentence) if _QUOTE_MARK.search(sentence) else sentence
    return (
        min(1.0, len(_CAPITAL.findall(sentence)) / max(1, length)),
        min(4, len(_NUMBER.findall(sentence))),
        length < SHORT,
        max(0, FULL - length) / FULL,
        max(0, length - COMFORTABLE),
        length > LONG,
        not ends_sentence(sentence),
        is_question(sentence),
        cues.is_caption(sentence),
        cues.opens_with_pronoun(sentence),
        cues.opens_with_connective(sentence),
        sentence.startswith(OPENING_QUOTES),
        1 - len(unquoted) / max(1, len(sentence)),
        has_broken_quote(sentence),
        cues.first_person.search(unquoted.lower()) is not None,
    )


def ends_sentence(text: str) -> bool:
    """Whether the text ends with a mark that ends sentences, closing quotation marks and brackets aside."""
    return _END_MARK.search(text.rstrip()) is not None


def has_broken_quote(sentence: str) -> bool:
    """Whether a quotation begins or ends outside of the sentence."""
    if not _QUOTE_MARK.search(sentence):
        return False
    if sentence.count('"') % 2:
        return True
    if "„" in sentence:  # German closes with “, Polish and Hungarian with ”
        return sentence.count("„") != sentence.count("“") + sentence.count("”")
    return any(sentence.count(opening) != sentence.count(closing) for opening, closing in ("“”", "«»", "「」", "『』"))
