"""The notation of a phrase cue, and how a cue becomes one linear regular expression.

    follow us             these words in a row, upper or lower case, whatever white space or punctuation between them
    (follow|join) us      one of several; an alternative may be several words: (sign up|subscribe)
    follow ~4 whatsapp    up to 4 words of any kind in between (~ alone: up to 3)
    abonn*                a word that begins so; *abonn one that ends so
    us?                   may be missing; (the|our)? too
    read:                 the colon must stand there
    # min read            a number
    ^read also            only where the block begins;  read more$  only where it ends;
                          ^more ~5 $  a line of 1 to 6 words;  (below|$)  the word or the end
    ({platforms})         the string of that name at the top of the same file

In scripts without spaces (Chinese, Japanese, Thai ...) a cue matches anywhere in the text, and ~N counts characters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from nutgraf.model import DENSE

_DENSE = re.compile(f"[{DENSE}]")
_TOKEN = re.compile(r"\^|\$|~\d*|\([^()]+\)\??|:|[^\s()$:]+")
_INDIC = "\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0966-\u0dff"
"""Vowel signs of Arabic and the Indic scripts belong to words, though `\\w` leaves them out."""
_VOWEL_SIGN = re.compile(f"[{_INDIC}]")
_LETTER = rf"[\w{_INDIC}]"
_OTHER = rf"[^\w{_INDIC}]"
_SPACE = f"{_OTHER}{{1,6}}"
_EDGE = f"{_OTHER}{{0,12}}"
_WORD = re.compile(f"{_LETTER}+")
_PLAIN_WORD = re.compile(r"\w+")
"""The same where a text has no vowel signs, at a part of the time."""
_SIGN = re.compile(r"[^\w\s]")
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0640\u00ad\u200b-\u200f\u2060\ufe0f\ufeff]")
_SAME = str.maketrans(
    dict(zip("يكىةıँ’‘ʼ：", "یکیهiं''':")) | {"ൺ": "ണ്", "ൻ": "ന്", "ർ": "ര്", "ൽ": "ല്", "ൾ": "ള്", "ൿ": "ക്"}
)
"""Arabic letters that Persian and sloppy Arabic typing write in another form, the dotless i of Turkish, Hindi's two
nasal dots, curly apostrophes, the wide colon, and the two encodings of Malayalam's final consonants."""
_ODD = re.compile(f"[{''.join(map(chr, _SAME))}]")
_STEM, _SHORT_STEM = 4, 2
"""Letters by which a word is known that a cue gives only the beginning of; the short one outside ASCII."""


@dataclass(frozen=True, slots=True, eq=False)
class Cue:
    """One compiled phrase: each of `needs` is a set of keys (see `keys_of`), one of which every matching text has."""

    kind: str
    strong: bool
    phrase: str
    language: str
    needs: tuple[frozenset[str], ...]
    regex: str

    def found_in(self, text: str) -> bool:
        """Whether the cue stands in `text`, which must be folded (see `fold`)."""
        return compiled(self.regex).search(text) is not None


@cache
def compiled(regex: str) -> re.Pattern[str]:
    """The pattern, compiled when a text first needs it: all cues of a language at once would take half a second."""
    return re.compile(regex)


def fold(text: str) -> str:
    """Lower case, white space to single spaces; accents, invisible signs and Arabic vowel marks are dropped."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFD", text))
        text = unicodedata.normalize("NFC", text)
        text = text.translate(_SAME) if _ODD.search(text) else text
    return " ".join(text.lower().split())


def keys_of(folded: str) -> set[str]:
    """What a text is known by: words, their beginnings, signs; in dense scripts characters and pairs of them."""
    plain = folded.isascii()
    words = set((_WORD if not plain and _VOWEL_SIGN.search(folded) else _PLAIN_WORD).findall(folded))
    keys = words | {word[:_STEM] + "*" for word in words}
    if not plain:
        keys |= {word[:_SHORT_STEM] + "*" for word in words}
    keys.update(_SIGN.findall(folded))
    if not plain and _DENSE.search(folded):
        keys.update(folded)
        keys.update(map("".join, pairwise(folded)))
    return keys


def compile_cue(phrase: str, kind: str, strong: bool, language: str, names: dict[str, str] | None = None) -> Cue:
    """Turn the notation into a `Cue`; `names` are the strings that `{name}` stands for.

    Raises ValueError when a phrase has stray or nested brackets, or no fixed word to look for; KeyError when it has a
    name that is not in `names`.
    """
    written = fold(phrase.format_map(names or {}))
    tokens = _TOKEN.findall(written)
    dense = bool(_DENSE.search(written))
    if _TOKEN.sub("", written).strip() or any("|" in t and t[0] != "(" for t in tokens):
        raise ValueError(f"{language}.toml: {phrase!r} has stray or nested brackets")
    fixed = [_alternatives(t) for t in tokens if _is_fixed(t)]
    if not fixed or not all(map(all, fixed)):
        raise ValueError(f"{language}.toml: {phrase!r} has no fixed word, or an empty alternative")
    needs = (_needed(options, dense) for options in fixed)
    return Cue(kind, strong, phrase, language, tuple(n for n in needs if n), _lighter(_regex(tokens, dense), written))


def _lighter(regex: str, written: str) -> str:
    """Without the vowel signs where the cue has none: `re` takes a millisecond to compile a class that names them."""
    return regex if _VOWEL_SIGN.search(written) else regex.replace(_LETTER, r"\w").replace(_OTHER, r"\W")


def _needed(options: list[str], dense: bool) -> frozenset[str]:
    """A key for each alternative; none at all where one of them is the end of the block or open at its beginning."""
    keys = [_key(max(option.split(), key=len), dense) for option in options if option != "$"]
    return frozenset(keys) if all(keys) and "$" not in options else frozenset()


def _key(word: str, dense: bool) -> str:
    """What `keys_of` finds in every text with this word of a cue; "" if that is not one thing."""
    bare = word.strip("*")
    letters: list[str] = _WORD.findall(bare)
    if dense or not letters:
        return bare[:2] if dense else bare[0]
    if word.startswith("*"):
        return ""
    if not word.endswith("*"):
        return max(letters, key=len)
    if len(letters[-1]) >= _STEM:
        return letters[-1][:_STEM] + "*"
    return "" if letters[-1].isascii() or len(letters[-1]) < _SHORT_STEM else letters[-1][:_SHORT_STEM] + "*"


def _is_fixed(token: str) -> bool:
    return token not in "^$:#" and not token.startswith("~") and not token.endswith("?")


def _alternatives(token: str) -> list[str]:
    return token.strip("()").split("|")


def _regex(tokens: list[str], dense: bool) -> str:
    gap = r"\s?" if dense else _SPACE
    out: list[str] = []
    glue = ""
    for i, token in enumerate(tokens):
        if token == "^":
            out.append(rf"\A{_EDGE}")
        elif token == "$":
            out.append(rf"{glue.removesuffix(_SPACE) if tokens[i - 1].startswith('~') else ''}{_EDGE}\Z")
        elif token.startswith("~"):
            glue = _distance(token[1:] or "3", dense, first=tokens[:i] == ["^"])
        elif token == ":":
            out.append(r"\s?:")
            glue = f"{_OTHER}{{0,6}}"
        elif not token.endswith("?"):
            out.append(_either(glue, token, dense))
            glue = gap
        elif _leads(tokens[i + 1 :]):
            out.append(f"{glue}(?:{_group(token[:-1], dense)}{gap})?")
            glue = ""
        else:
            out.append(f"(?:{glue}{_group(token[:-1], dense)})?")
            glue = gap
    return "".join(out)


def _distance(most: str, dense: bool, *, first: bool) -> str:
    """Up to `most` words (characters in dense scripts); `first` is the gap between ^ and the first word."""
    if dense:
        return f".{{0,{most}}}?"
    if first:
        return rf"(?:\S{{1,40}} ){{0,{most}}}?"
    return rf"[^\w\s]{{0,3}}(?: \S{{1,40}}){{0,{most}}}?{_SPACE}"


def _leads(rest: list[str]) -> bool:
    """Whether a word follows that must be there, before any gap or the end."""
    following = next((t for t in rest if not t.endswith("?")), "$")
    return following not in "$:" and not following.startswith("~")


def _either(glue: str, token: str, dense: bool) -> str:
    """A word or group after its gap; the alternative $ is the end of the block, wherever the gap may be."""
    options = [option for option in _alternatives(token) if option != "$"]
    group = glue + _group("|".join(options), dense)
    return group if "$" not in _alternatives(token) else rf"(?:{group}|{_EDGE}\Z)"


def _group(token: str, dense: bool) -> str:
    """One of several. The looks at the letters before and after stand outside, so that it fails fast inside words."""
    options = _alternatives(token)
    if dense:
        return f"(?:{'|'.join(map(_dense_words, options))})"
    plain = [_SPACE.join(map(_word, option.split())) for option in options]
    borders = [_borders(option) for option in options]
    if len(set(borders)) == 1:
        return f"{borders[0][0]}(?:{'|'.join(plain)}){borders[0][1]}"
    return f"(?:{'|'.join(before + regex + after for regex, (before, after) in zip(plain, borders))})"


def _borders(option: str) -> tuple[str, str]:
    """What keeps an alternative from matching inside a word; nothing at an end that is a sign (@, ©)."""
    bare = option.strip("*")
    before = f"(?<!{_LETTER})" if _WORD.match(bare) and not option.startswith("*") else ""
    return before, f"(?!{_LETTER})" if _WORD.match(bare[-1]) or option.endswith("*") else ""


def _dense_words(option: str) -> str:
    return r"\s?".join(re.escape(word.strip("*")) for word in option.split())


def _word(word: str) -> str:
    """One word without its borders, which are white space or what `_borders` tells."""
    if word == "#":
        return r"\d{1,9}"
    before = f"{_LETTER}{{0,30}}" if word.startswith("*") else ""
    return before + re.escape(word.strip("*")) + (f"{_LETTER}{{0,30}}" if word.endswith("*") else "")
