"""What a reader can choose: how long the summary is, who makes it, how much is taken for boilerplate.

Nothing is imported here, so that the server's own process and `nutgraf --help` know the names without loading sumy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

Mode = Literal["careful", "normal", "strict"]
"""How much is taken for boilerplate: only what is sure, what is likely, or whatever looks like it."""
MODES: tuple[Mode, ...] = get_args(Mode)

Algorithm = Literal[
    "news",
    "lead",
    "lexrank",
    "textrank",
    "lsa",
    "luhn",
    "edmundson",
    "sum-basic",
    "kl",
    "reduction",
    "random",
]
"""Who picks the sentences: nutgraf's own summariser, or one of sumy's (`summary/algorithms.py` makes them)."""
ALGORITHMS: tuple[Algorithm, ...] = get_args(Algorithm)

SENTENCES = 3
MOST_SENTENCES = 10
MOST_WORDS = 1000


@dataclass(frozen=True, kw_only=True)
class Options:
    """How a page is to be read; ValueError, in words for a person, for a value that there is not."""

    sentences: int = SENTENCES
    """The most sentences that the summary has, 1 to MOST_SENTENCES."""
    words: int | None = None
    """The most words that they have together, 1 to MOST_WORDS, or None for any number. One sentence is always given."""
    algorithm: Algorithm = "news"
    mode: Mode = "normal"
    memory: bool = True
    """Whether what is known of the page's site counts, and is added to, where there is a memory at all."""

    def __post_init__(self) -> None:
        _one_of("mode", self.mode, MODES)
        _one_of("algorithm", self.algorithm, ALGORITHMS)
        _within("sentences", self.sentences, MOST_SENTENCES)
        if self.words is not None:
            _within("words", self.words, MOST_WORDS)


def _one_of(name: str, value: Any, known: tuple[str, ...]) -> None:
    if value not in known:
        raise ValueError(f"{name} is one of {', '.join(known)}, not {value!r}")


def _within(name: str, value: Any, most: int) -> None:
    if not isinstance(value, int) or not 1 <= value <= most:
        raise ValueError(f"{name} is a whole number from 1 to {most}, not {value!r}")
