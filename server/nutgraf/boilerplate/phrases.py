"""Phrase cues: what boilerplate lines say, per language, as data in `phrases/*.toml`.

A file has one table per kind, each with two lists. A `strong` cue is enough by itself in a line of ordinary length; a
`weak` one counts only with other evidence (a link, the tail of the page, a neighbour). How a cue is written is told
in `notation`. A cue is tried only on a text that holds a word of each of its fixed parts, looked up in an index, so
that a page pays for the words it has and not for the cues there are.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from nutgraf.boilerplate.notation import Cue, compile_cue, fold, keys_of
from nutgraf.tables import read_tables

__all__ = ["Cue", "Hit", "compile_cue", "cues", "find", "fold", "languages", "load"]

_ALIASES = {"nb": "no", "nn": "no"}
"""Language codes that share another language's file."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue that was found in a block."""

    kind: str
    strong: bool
    phrase: str


def find(text: str, language: str | None) -> tuple[Hit, ...]:
    """The cues of a text: of the page's language and of English, which turns up on pages in every language.

    `text` in any case; `language` is an ISO 639-1 code or None (then every language is tried).
    """
    folded = fold(text)
    keys = keys_of(folded)
    index, always = _index(language)
    tried = [cue for key in index.keys() & keys for cue, rest in index[key] if not any(map(keys.isdisjoint, rest))]
    found = [cue for cue in dict.fromkeys((*tried, *always)) if cue.found_in(folded)]
    if not found:
        return ()
    return tuple(
        sorted((Hit(c.kind, c.strong, c.phrase) for c in found), key=lambda h: (not h.strong, h.kind, h.phrase))
    )


@lru_cache(maxsize=64)
def cues(language: str | None) -> tuple[Cue, ...]:
    """All cues that are looked for on a page in this language (every cue there is, when it is None)."""
    code = _ALIASES.get(language or "", language)
    if code is None:
        return tuple(c for each in languages() for c in load(each))
    return load(code) + load("en") if code != "en" and code in languages() else load("en")


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """ISO 639-1 codes of the languages that have a phrase file."""
    files = (resources.files(__package__) / "phrases").iterdir()
    return tuple(sorted(f.name.removesuffix(".toml") for f in files if f.name.endswith(".toml")))


@lru_cache(maxsize=64)
def load(code: str) -> tuple[Cue, ...]:
    """The cues of one language's file."""
    tables = read_tables("nutgraf.boilerplate", "phrases", f"{code}.toml")
    names = {name: value for name, value in tables.items() if isinstance(value, str)}
    return tuple(
        compile_cue(phrase, kind, strength == "strong", code, names)
        for kind, lists in tables.items()
        if isinstance(lists, dict)
        for strength, phrases in lists.items()
        for phrase in phrases
    )


Part = frozenset[str]


@lru_cache(maxsize=64)
def _index(language: str | None) -> tuple[dict[str, tuple[tuple[Cue, tuple[Part, ...]], ...]], tuple[Cue, ...]]:
    """The cues of a language under the keys of their rarest part, with their other parts; and those without a key."""
    index: defaultdict[str, list[tuple[Cue, tuple[Part, ...]]]] = defaultdict(list)
    for cue in cues(language):
        rarest = min(cue.needs, key=_frequency, default=frozenset())
        rest = tuple(sorted((part for part in cue.needs if part is not rarest), key=_frequency))
        for key in rarest:
            index[key].append((cue, rest))
    return {key: tuple(found) for key, found in index.items()}, tuple(c for c in cues(language) if not c.needs)


def _frequency(part: Part) -> float:
    """How often a text has one of these keys, as far as their lengths tell: short words are the frequent ones."""
    return sum(2.0 ** -len(key.rstrip("*")) for key in part)
