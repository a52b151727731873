"""Phrases of whole words, and whether a text says one: by a look-up of its words, not by trying every phrase."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from nutgraf.model import DENSE

_WORD = re.compile(r"[^\W_]+")
_DENSE = re.compile(f"[{DENSE}\uac00-\ud7a3]")


def words_of(text: str) -> str:
    """The words of a text, case folded, apart by one space: what phrases are sought in."""
    return " ".join(_WORD.findall(text.casefold()))


class Phrasebook:
    """A list of phrases: `=` before one is all that is said, `^` its beginning, and else it may stand anywhere in it.

    In scripts without spaces a phrase may stand inside of what looks like a word.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._whole: set[str] = set()
        self._spaced: defaultdict[str, list[tuple[bool, str]]] = defaultdict(list)
        """By their first word: whether they only begin a text, and the phrase between spaces."""
        self._dense: list[tuple[bool, str]] = []
        self.letters: tuple[str, ...] = ()
        """Each phrase without its spaces: how it begins where only letters are known."""
        for phrase in phrases:
            mark, words = (phrase[0], phrase[1:]) if phrase[0] in "=^" else ("", phrase)
            if mark == "=":
                self._whole.add(words)
            elif _DENSE.search(words):
                self._dense.append((bool(mark), words))
            else:
                self._spaced[words.partition(" ")[0]].append((bool(mark), f" {words} "))
            self.letters = (*self.letters, words.replace(" ", ""))

    def is_said_in(self, text: str) -> bool:
        """Whether a text, as `words_of` gives it, says one of the phrases."""
        if text in self._whole:
            return True
        between = f" {text} "
        return any(
            between.startswith(phrase) if begins else phrase in between
            for word in self._spaced.keys() & text.split()
            for begins, phrase in self._spaced[word]
        ) or any(text.startswith(phrase) if begins else phrase in text for begins, phrase in self._dense)
