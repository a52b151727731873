"""What stands around each sentence of a document: what it leans on, and what it can't be shown without."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sumy.models.dom import ObjectDocumentModel

from nutgraf.summary.cues import Cues

QUESTION = re.compile(r"[?？؟;][!！?？؟…]*[\"'”’»)\]」』）】]*\Z")
OPENING_QUOTES = tuple("\"'“„«「『‘")
QUOTED = re.compile(
    r"\"[^\"]*\"?|“[^”]*”?|„[^“”]*[“”]?|«[^»]*»?|「[^」]*」?|『[^』]*』?|(?<!\w)[‘'][^‘’']{3,}[’'](?!\w)"
)
_NUMBERED = re.compile(r"\s*(?:(?:№|#|no\.?\s)\s*)?\d{1,3}\s?[.):–—-]", re.IGNORECASE)
INTERVIEW = 3
"""Paragraphs that end with a question, from which on the page is taken for questions and answers."""
LEADING = 2
"""Sentences before a question, in its paragraph, that lead to it and are the asker's as well."""
LIST_SECTIONS = 3
"""Numbered headings from which on the page is taken for a list ("Five night trains ...")."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A sentence's place: all that is known of it beside its own words."""

    opens_paragraph: bool
    section: int
    """Counted by the headings before it."""
    item: bool
    """Whether it stands in an item of a list article: under one of several numbered headings."""
    needs: tuple[int, ...]
    """Indices of the neighbours that it can't be read without; itself where there is no such neighbour."""


@dataclass(frozen=True, slots=True)
class _Plain:
    """A sentence with its paragraph and its section."""

    text: str
    paragraph: int
    section: int
    numbered: bool


def settings(document: ObjectDocumentModel, cues: Cues) -> list[Setting]:
    """The setting of each sentence of a document, in order."""
    plain = list(_plain(document))
    answers, asked = _answers(plain)
    speech = list(_speech(plain))
    numbered = len({p.section for p in plain if p.numbered}) >= LIST_SECTIONS
    out = []
    for i, here in enumerate(plain):
        leans = cues.dangles(here.text) or speech[i] or i in answers
        needs = [*_before(plain, i)] * leans + [*_after(plain, i)] * (is_question(here.text) or i in asked)
        opens = i == 0 or plain[i - 1].paragraph != here.paragraph
        out.append(Setting(opens, here.section, numbered and here.numbered, tuple(needs)))
    return out


def is_question(sentence: str) -> bool:
    """Whether it ends with a question mark, closing quotation marks and brackets aside."""
    return QUESTION.search(sentence) is not None


def only_quoted(sentence: str) -> bool:
    """Whether nothing stands outside of its quotation marks: nobody is named who says it."""
    if not sentence.startswith(OPENING_QUOTES):
        return False
    return len(re.sub(r"[\W_]+", "", QUOTED.sub("", sentence))) < 3


def _plain(document: ObjectDocumentModel) -> Iterator[_Plain]:
    section, numbered = 0, False
    for number, paragraph in enumerate(document.paragraphs):
        for heading in paragraph.headings:
            section, numbered = section + 1, _NUMBERED.match(str(heading)) is not None
        for sentence in paragraph.sentences:
            yield _Plain(str(sentence), number, section, numbered)


def _before(plain: Sequence[_Plain], i: int) -> tuple[int, ...]:
    """The sentence before, if it belongs to the same section: a post of a live blog leans on nothing above it."""
    return (i - 1,) if i and plain[i - 1].section == plain[i].section else (i,)


def _after(plain: Sequence[_Plain], i: int) -> tuple[int, ...]:
    """The sentence behind, where an answer to the one at `i` should stand."""
    found = i + 1 < len(plain) and plain[i + 1].section == plain[i].section and not is_question(plain[i + 1].text)
    return (i + 1,) if found else (i,)


def _answers(plain: Sequence[_Plain]) -> tuple[set[int], set[int]]:
    """On a page of questions and answers, the sentences that begin an answer, and those that lead to a question."""
    last = [i for i, p in enumerate(plain) if i + 1 == len(plain) or plain[i + 1].paragraph != p.paragraph]
    asked = [i for i in last if is_question(plain[i].text)]
    if len(asked) < INTERVIEW:
        return set(), set()
    leading = {k for i in asked for k in range(max(0, i - LEADING), i) if plain[k].paragraph == plain[i].paragraph}
    return {i + 1 for i in asked}, leading


def _speech(plain: Sequence[_Plain]) -> Iterator[bool]:
    """Whether each sentence is somebody's words and nothing else: a quotation, or a part of one that began earlier."""
    paragraph, depth = -1, 0
    for here in plain:
        if here.paragraph != paragraph:
            paragraph, depth = here.paragraph, 0
        yield depth > 0 or only_quoted(here.text)
        if not here.text.isascii():
            opened, closed = (sum(map(here.text.count, marks)) for marks in ("“«「", "”»」"))
            depth = max(0, depth + opened - closed)
