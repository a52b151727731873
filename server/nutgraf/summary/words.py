"""Words, stems and stop words of any language, for sumy's frame.

Sumy's own tokenizer needs NLTK data that must be downloaded and other packages for Chinese, Japanese, Thai or Arabic;
this one needs none. Its stemmers and stop words serve the languages that it has; elsewhere a word is its own stem, and
inverse document frequency has to do for stop words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise

from sumy.nlp.stemmers import Stemmer, null_stemmer
from sumy.utils import get_stop_words

from nutgraf.summary.data import base_language
from nutgraf.summary.sentences import split

DENSE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
)
"""Scripts written without spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    "\u0711\u0730-\u074a\u07a6-\u07b0\u0900-\u0963\u0966-\u0dff\u0f18-\u0f39\u0f71-\u0f84\u0f8d-\u0fbc\u135d-\u135f"
    "\u180b-\u180d\u1a17-\u1a1b\u1b00-\u1b4b\u1dc0-\u1dff\u200c\u200d\ufe00-\ufe0f\ufe20-\ufe2f"
)
"""Combining marks and joiners, which `\\w` leaves out: without them the words of most Indian scripts fall apart."""
WORD_CHARACTER = f"[\\w{_MARKS}]"
_TOKEN = re.compile(f"([{DENSE}]+)|((?:[^\\W{DENSE}]|[{_MARKS}])+)")
_STEMMERS = {
    "ar": "arabic", "cs": "czech", "da": "danish", "de": "german", "en": "english", "es": "spanish",
    "fi": "finnish", "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sk": "slovak", "sv": "swedish",
    "uk": "ukrainian",
}  # fmt: skip
"""Sumy's name of each language that it can stem without another package (Greek and Polish want one)."""
_STOP_WORDS = _STEMMERS | {
    "el": "greek",
    "pl": "polish",
    "he": "hebrew",
    "ja": "japanese",
    "ko": "korean",
    "th": "thai",
    "zh": "chinese",
}


class Tokenizer:
    """What sumy's documents ask of a tokenizer, for any language and without data to download."""

    def __init__(self, language: str | None) -> None:
        self.language = base_language(language)

    def to_sentences(self, paragraph: str) -> tuple[str, ...]:
        """The sentences of a paragraph."""
        return tuple(paragraph[start:end] for start, end in split(paragraph, self.language))

    def to_words(self, sentence: str) -> tuple[str, ...]:
        """The words of a sentence, as written, numbers included."""
        return words(sentence)


def words(text: str) -> tuple[str, ...]:
    """The words of a text; in scripts without spaces each pair of neighbouring characters."""
    return tuple(_words(text))


def _words(text: str) -> Iterator[str]:
    for dense, word in _TOKEN.findall(text):
        if word:
            yield word
        elif len(dense) == 1:
            yield dense
        else:
            yield from map("".join, pairwise(dense))


@lru_cache(maxsize=32)
def stemmer(language: str) -> Callable[[str], str]:
    """A function from a word to its stem in lower case, with a memory: stemming is most of a short page's cost."""
    name = _STEMMERS.get(language)
    stem: Callable[[str], str] = Stemmer(name) if name else null_stemmer

    def of_letters(word: str) -> str:
        # sumy's Czech stemmer warns of anything else, with the word
        return stem(word) if word.isalpha() else word.lower()

    return lru_cache(maxsize=50_000)(of_letters)


@lru_cache(maxsize=32)
def stop_words(language: str) -> frozenset[str]:
    """Words that say nothing about a page's subject, lower case; empty where sumy has no list."""
    try:
        return frozenset(get_stop_words(_STOP_WORDS.get(language, language or "none")))
    except LookupError:
        return frozenset()
