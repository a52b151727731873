"""Which sentences lean on their neighbours or are page furniture: `cues.toml` as compiled expressions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.summary.data import tables
from nutgraf.summary.scripts import DENSE, WORD_CHARACTER

_END_OF_WORD = rf"(?!{WORD_CHARACTER}|['’-]\w)"
_NEVER = re.compile(r"(?!)")
_OPENING = "\"'“”‘’«»„‹›「『（([{—–- \u00a0¿¡*•·"
_DENSE = re.compile(f"[{DENSE}]")


@dataclass(frozen=True, slots=True)
class Cues:
    """What is looked for in sentences of one language; every pattern expects lower case."""

    pronoun: re.Pattern[str]
    connective: re.Pattern[str]
    first_person: re.Pattern[str]
    opening_caption: re.Pattern[str]
    caption: re.Pattern[str]

    def opens_with_pronoun(self, sentence: str) -> bool:
        """Whether the first word, quotation marks aside, points back to something said before."""
        return self.pronoun.match(bare(sentence)) is not None

    def opens_with_connective(self, sentence: str) -> bool:
        """Whether the first words continue a thought of the sentence before."""
        return self.connective.match(bare(sentence)) is not None

    def dangles(self, sentence: str) -> bool:
        """Whether the sentence can't be understood without the one before it."""
        opening = bare(sentence)
        return self.pronoun.match(opening) is not None or self.connective.match(opening) is not None

    def is_caption(self, sentence: str) -> bool:
        """Whether it reads like a picture's caption or like page furniture."""
        text = sentence.lower().lstrip()
        return self.opening_caption.match(text) is not None or self.caption.search(text) is not None


def bare(sentence: str) -> str:
    """The sentence in lower case from its first word on."""
    return sentence.lstrip(_OPENING).lower()


@lru_cache(maxsize=64)
def cues_for(language: str) -> Cues:
    """The cues of a language (ISO 639-1); where it has no table, only what holds for every language.

    A caption's phrase marked ^ counts where the sentence begins, the others anywhere.
    """
    table, shared = tables("cues").get(language, {}), tables("cues")["any"]
    times = _alternatives(table.get("times", ()))
    # "this week" is a date; "this" alone points back
    unless = rf"(?!\s?{times.pattern})" if table.get("times") else ""
    captions = [*table.get("captions", ()), *shared["captions"]]
    pronouns = _alternatives(table.get("pronouns", ()))
    return Cues(
        pronoun=re.compile(pronouns.pattern + unless) if table.get("pronouns") else _NEVER,
        connective=_alternatives(table.get("connectives", ())),
        first_person=_alternatives(table.get("first_person", ())),
        opening_caption=_alternatives([p[1:] for p in captions if p.startswith("^")]),
        caption=_alternatives([p for p in captions if not p.startswith("^")]),
    )


def opening_words(language: str) -> frozenset[str]:
    """The single words of a language with which a sentence leans on the one before it, in lower case."""
    table = tables("cues").get(language, {})
    return frozenset(w for w in (*table.get("pronouns", ()), *table.get("connectives", ())) if " " not in w)


def _alternatives(phrases: Sequence[str]) -> re.Pattern[str]:
    """Any of the phrases as whole words."""
    return re.compile(_any_of(phrases)) if phrases else _NEVER


def _any_of(phrases: Sequence[str]) -> str:
    """Longest first, so that "and" doesn't hide "and yet"; not inside a longer word, except in scripts without spaces.

    The phrases are grouped by their first letter, and the lookbehind stands behind it: `re` skips to the letters, and
    tried at every place the lookbehind costs more than the rest of the summary.
    """
    ordered = _longest_first(p.lower() for p in phrases)
    others = [re.escape(p) for p in ordered if not p[0].isalnum() or _DENSE.search(p)]
    spaced: defaultdict[str, list[str]] = defaultdict(list)
    for p in ordered:
        if p[0].isalnum() and not _DENSE.search(p):
            spaced[p[0]].append(re.escape(p[1:]) + _END_OF_WORD * p[-1].isalnum())
    parts = [f"{letter}(?<!{WORD_CHARACTER}{letter})(?:{'|'.join(rest)})" for letter, rest in spaced.items()]
    return f"(?:{'|'.join(parts + others)})"


def _longest_first(phrases: Iterable[str]) -> list[str]:
    return sorted(set(phrases), key=lambda p: (-len(p), p))
