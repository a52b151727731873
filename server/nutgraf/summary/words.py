"""Words, stems and stop words of any language, for sumy's frame.

Sumy's own tokenizer needs NLTK data that must be downloaded and other packages for Chinese, Japanese, Thai or Arabic;
this one needs none. Its stemmers serve the languages that it has; elsewhere a word is its own stem. Stop words come
from sumy, then from `stopwords.toml`; without a list, inverse document frequency has to do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise

from sumy.nlp.stemmers import Stemmer, null_stemmer
from sumy.utils import get_stop_words

from nutgraf.summary.data import base_language, tables
from nutgraf.summary.scripts import DENSE, MARKS
from nutgraf.summary.sentences import split

_APOSTROPHE = "(?<=[\u0410-\u0449])['’](?=[єїюяЄЇЮЯ])"
"""Inside a word of Ukrainian or Belarusian; in other languages an apostrophe parts two words."""
_TOKEN = re.compile(f"([{DENSE}]+)|((?:[^\\W{DENSE}]|[{MARKS}]|{_APOSTROPHE})+)")
_BEYOND_LATIN = re.compile("[^\x00-\u02ff\u2010-\u206f\u20a0-\u20bf]")
_LATIN_TOKEN = re.compile(r"\w+")
"""What `_TOKEN` comes to where there is neither a dense script nor a combining mark, at a third of its time."""
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
_ACCENTS = re.compile("[\u0300-\u036f]")
_PERSIAN: dict[int, str | None] = {ord("ي"): "ی", ord("ك"): "ک", 0x200C: None}
_SAME: dict[str, dict[int, str | None]] = {
    "fa": _PERSIAN,
    "ur": _PERSIAN,
    "tr": {0x307: None},
    "uk": {ord("’"): "'"},
}
"""Letters that are typed in two ways, made one; Python's lower case of Turkish İ has its dot apart."""


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
    """The words of a text, letters composed with their accents; in scripts without spaces each pair of characters."""
    if not _BEYOND_LATIN.search(text):
        return tuple(_LATIN_TOKEN.findall(text))
    return tuple(_words(unicodedata.normalize("NFC", text) if _ACCENTS.search(text) else text))


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
    name, same = _STEMMERS.get(language), _SAME.get(language, {})
    stem: Callable[[str], str] = Stemmer(name) if name else null_stemmer

    def of_letters(word: str) -> str:
        word = word.translate(same)
        # sumy's Czech stemmer warns of anything but letters, with the word
        return stem(word) if word.isalpha() else word.lower()

    return lru_cache(maxsize=50_000)(of_letters)


@lru_cache(maxsize=32)
def stop_words(language: str) -> frozenset[str]:
    """Words that say nothing about a page's subject, lower case; empty for a language without a list."""
    try:
        return frozenset(get_stop_words(_STOP_WORDS.get(language, "none")))
    except LookupError:
        return frozenset(tables("stopwords").get(language, {}).get("words", "").split())
