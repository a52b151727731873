"""Which sentences of a page may be picked: those of its content, as a document that sumy's summarisers read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence

from nutgraf.model import Block, Label, Sentence, count_words
from nutgraf.summary.data import tables
from nutgraf.summary.features import SHORT, ends_sentence
from nutgraf.summary.sentences import split
from nutgraf.summary.words import Tokenizer

LONGEST_TIME = 24
"""Characters of the longest time stamp that stands on a line of its own, the day with it."""
LONGEST_DATE = 60
"""The same of a date with its words."""
HEADINGS = frozenset({"head", "h1", "h2", "h3", "h4", "h5", "h6"})
FRAGMENTS = frozenset({"item", "li", "row", "cell", "td", "th", "code", "pre"})
"""Blocks that seldom hold whole sentences: used only where a page has no other content."""
ITEMS = frozenset({"item", "li"})
OPENING = 3
"""Blocks among which a standfirst stands."""
STANDFIRSTS = frozenset(
    {"standfirst", "dek", "deck", "lede", "subhead", "subheadline", "subtitle", "chapo", "chapeau", "entradilla"}
    | {"bajada", "sommario", "occhiello", "vorspann", "teaser", "ingress", "manchet", "lead", "intro", "summary"}
)
"""Names in class, id or role that publishers give to a standfirst, in the languages of their makers."""
_DAY = r"(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{2,4})?,?\s+)?"
_TIME = re.compile(rf"(?i){_DAY}(?:at |um )?\d{{1,2}}\s?[:.h]\s?\d{{2}}\s?(?:[ap]\.?m\.?|uhr|[A-Z]{{2,4}})?")
_WORD = re.compile(r"[^\W\d_]+")
_DASH = r"\s*[—–-]{1,2}\s+"


class PageSentence(SumySentence):  # type: ignore[misc]
    """A sumy sentence that knows where on the page it stands, and what its block is."""

    __slots__ = ("doubt", "place", "standfirst")

    def __init__(self, place: Sentence, tokenizer: Tokenizer, *, standfirst: bool = False, doubt: float = 0.0) -> None:
        super().__init__(place.text, tokenizer)
        self.place = place
        self.standfirst = standfirst
        self.doubt = doubt
        """How near its block came to being taken for boilerplate or an aside, 0 to 1."""


def document(
    blocks: Sequence[Block], labels: Sequence[Label], language: str | None, title: str | None = None
) -> ObjectDocumentModel:
    """The page as sumy's document: its title, then a paragraph per heading and per block of prose content, in order.

    The dateline is looked for where the story begins, and behind its standfirst: a title or a byline before it has no
    mark at its end.
    """
    tokenizer = Tokenizer(language)
    doubts = {b.id: 1 - label.confidence for b, label in zip(blocks, labels)}
    pool = prose(blocks, labels)
    story = next((k for k, block in enumerate(pool) if ends_sentence(block.text)), 0)
    datelines = {story: _dateline(pool[story:]), story + 1: _dateline(pool[story + 1 :])}
    quoted = {block.id: k for k, block in enumerate(pool)}

    def paragraph(block: Block) -> Paragraph:
        if block.id not in quoted:
            return Paragraph([SumySentence(block.text, tokenizer, is_heading=True)])
        found = block_sentences(block, language, datelines.get(quoted[block.id], 0))
        first = quoted[block.id] < OPENING and is_standfirst(block)
        return Paragraph(PageSentence(s, tokenizer, standfirst=first, doubt=doubts[block.id]) for s in found)

    headings = {b.id for b, label in zip(blocks, labels) if label.role == "content" and is_heading(b)}
    opening = [Paragraph([SumySentence(title, tokenizer, is_heading=True)])] if title else []
    return ObjectDocumentModel([*opening, *(paragraph(b) for b in blocks if b.id in quoted or b.id in headings)])


def prose(blocks: Sequence[Block], labels: Sequence[Label]) -> list[Block]:
    """The content blocks that a summary may quote: running text, else list items, table rows and code.

    Where a page says most of what it says in lists, the items that are whole sentences are running text as well.
    """
    content = [b for b, label in zip(blocks, labels) if label.role == "content" and not is_heading(b)]
    running = [b for b in content if b.tag not in FRAGMENTS and b.text.strip()]
    if not running:
        return content
    items = [b for b in content if b.tag in ITEMS and count_words(b.text) >= SHORT and ends_sentence(b.text)]
    if sum(len(b.text) for b in items) > 2 * sum(len(b.text) for b in running):
        wanted = {b.id for b in (*running, *items)}
        return [b for b in content if b.id in wanted]
    return running


def is_heading(block: Block) -> bool:
    """Whether the block is a heading, or a line with nothing but a date, or the time of the post that it opens."""
    return block.tag in HEADINGS or is_time(block.text.strip())


def is_time(line: str) -> bool:
    """Whether a line says when, and nothing else: "17:40", "Tuesday, 4 May 2021 at 9 a.m."."""
    if len(line) > LONGEST_DATE or not any(map(str.isdigit, line)):
        return False
    if len(line) <= LONGEST_TIME and _TIME.fullmatch(line):
        return True
    words = _WORD.findall(line.lower())
    dated = [word.startswith(_calendar()) for word in words]
    return any(dated) and all(known or len(word) <= 2 for known, word in zip(dated, words))


@lru_cache(maxsize=1)
def _calendar() -> tuple[str, ...]:
    """How the names of months and days of the week begin."""
    shared = tables("cues")
    return (*shared["any"]["days"], *(m for table in shared.values() for m in table.get("months", ())))


def is_standfirst(block: Block) -> bool:
    """Whether the page itself calls the block, or an element right around it, its standfirst."""
    return any(not STANDFIRSTS.isdisjoint(element.tokens) for element in block.path[:2])


def block_sentences(block: Block, language: str | None, skip: int = 0) -> list[Sentence]:
    """The sentences of a block, verbatim; the first `skip` characters (a dateline) are left off the first.

    What has no letter in it, or figure, is none: a row of stars, a joiner that nobody sees.
    """
    spans = [(max(start, skip), end) for start, end in split(block.text, language)]
    found = [Sentence(block.text[start:end], block.id, start, end) for start, end in spans]
    return [sentence for sentence in found if any(map(str.isalnum, sentence.text))]


def _dateline(story: Sequence[Block]) -> int:
    """Characters of the dateline that a paragraph opens with ("BERLIN (dpa) - ", "Kochi: "); 0 without one."""
    text = story[0].text if story else ""
    found = _with_dash().match(text)
    if found is None and not any(_SPEAKER.match(b.text) for b in story[1:]):
        found = _WITH_COLON.match(text)
    return found.end() if found and len(text) - found.end() >= 20 else 0


_WITH_COLON = re.compile(
    r"\s*(?:[A-Z][A-Z .,'’/()-]{2,40}|[A-Z][\w'’.-]{2,15}(?: [A-Z][\w'’.-]{2,15})?"
    r"|[\u0900-\u0dff\u200c\u200d]{2,16}(?:[ /][\u0900-\u0dff\u200c\u200d]{2,16})?)\s?:\s+(?=[A-Z\u0900-\u0dff])"
)
"""A place of one or two words and a colon; not before a quotation, which would make it a speaker."""
_SPEAKER = re.compile(r"\s*[^\s:]{1,20}(?: [^\s:]{1,20}){0,2}\s?:\s")
"""Later paragraphs that open like this make the page an interview, and the first word a name."""


_OUTLET = r"[^\W\d_][\w-]{1,30}\.(?:[A-Za-z]{2,3}|info|news)"
"""The address of the site that has the story."""


@lru_cache(maxsize=1)
def _with_dash() -> re.Pattern[str]:
    """What datelines hold before their dash.

    A place, a date and an agency in brackets, in that order; a place with its short state ("Bend, Ore."); an outlet; a
    place alone, where no second dash makes the two an insertion. And in Japanese a place and its reporter.
    """
    shared = tables("cues")
    agencies = "|".join(re.escape(a) for a in shared["any"]["agencies"])
    months = "|".join(sorted({m for table in shared.values() for m in table.get("months", ())}, key=lambda m: -len(m)))
    agency = rf"\(\s*(?:{agencies})(?:[ /,][^()]{{1,25}})?\s*\)"
    date = rf"(?i:(?:\d{{1,2}}\.?\s)?(?:{months})\w*\.?(?:\s\d{{1,2}})?(?:,?\s\d{{4}})?)"
    capitals = r"[^\W\d_a-z][^\W\d_a-z .,'’/-]{1,28}[^\W\d_a-z.]"
    name = r"(?:St\. )?[^\W\d_a-z][\w'’.]{1,20}(?:[ /-](?:d[aeo]|de la|am|of|upon|[^\W\d_a-z][\w'’]{1,20})){0,4}"
    place = rf"{name}(?:,\s{name})?"
    return re.compile(
        rf"\s*(?:{capitals}(?:,\s[\w .]{{2,20}})?(?:,\s{date})?(?:\s*\([^()]{{2,30}}\))?{_DASH}"
        rf"|(?:{place},?\s)?(?:{date},?\s)?{agency}(?:{_DASH}|\s*(?=[^\W\d_a-z]))"
        rf"|{place},\s{date}{_DASH}"
        rf"|(?:{name},\s[A-Z]\w{{0,4}}\.(?:[A-Z]\.)?|{_OUTLET}){_DASH}(?=[\"“‘]?[^\W\d_a-z])"
        rf"|{name}(?:,\s[A-Z]{{2}})?\s[–—]\s(?=[\"“‘]?[^\W\d_a-z])(?![^.!?]{{0,300}}\s[–—]\s)"
        r"|【[^【】＝=]{1,20}[＝=][^【】]{1,20}】)"
    )
