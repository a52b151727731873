"""A language's abbreviations and opening words: `abbreviations.toml` as values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.summary.data import tables

CONTEXT = 80
"""Characters on either side of a break that are looked at: no abbreviation or first word is longer."""
_OPENERS = "\"'“‘«„([{"
_FIRST_WORD = re.compile(r"[\"'“‘«„¿¡(\[\s]*([^\W\d_][\w\u0300-\u036f\u0900-\u0dff]*)")


@dataclass(frozen=True, slots=True)
class Rules:
    """One language's table of `abbreviations.toml`."""

    titles: frozenset[str]
    numbered: frozenset[str]
    may_end: frozenset[str]
    starters: frozenset[str]
    speech: tuple[str, ...]
    ordinals: bool

    def begins_sentence(self, right: str) -> bool:
        """Whether the text opens with a capitalised word that seldom stands inside a sentence."""
        word = first_word(right)
        return bool(word) and not word[0].islower() and word.lower() in self.starters


@lru_cache(maxsize=64)
def rules_for(language: str) -> Rules:
    """The rules of a language; what its table leaves out comes from "any"."""
    everything = tables("abbreviations")
    table = {**everything["any"], **everything.get(language, {})}
    return Rules(
        titles=_with_capitals(table["titles"]),
        numbered=_with_capitals(table["numbered"]),
        may_end=_with_capitals(table["may_end"]),
        starters=frozenset(table.get("starters", ())),
        speech=tuple(table.get("speech", ())),
        ordinals=bool(table.get("ordinals", False)),
    )


def _with_capitals(words: Iterable[str]) -> frozenset[str]:
    stripped = [w.rstrip(".") for w in words]
    return frozenset(stripped) | frozenset(w[:1].upper() + w[1:] for w in stripped)


def first_word(text: str) -> str:
    """The word that the text opens with, opening marks aside; "" when it opens with something else."""
    word = _FIRST_WORD.match(text)
    return word[1] if word else ""


def tails(left: str) -> set[str]:
    """What an abbreviation before the last stop could be: the last word, the last two, the last three ("a. d. H")."""
    words = left[-CONTEXT:].rstrip()[:-1].split()[-3:]
    joined = [" ".join(words[i:]).lstrip(_OPENERS) for i in range(len(words))]
    return {*joined, *(re.split("[–—/’'-]", tail)[-1] for tail in joined[-1:])}
