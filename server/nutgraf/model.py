"""What travels through the house: a page comes in, a `Reading` goes out.

Frozen values without behaviour beyond their own measures. A block never leaves the Reading: its label says whether it
is read (`content`), read but not summarised (`aside`), or left out (`boilerplate`), and why.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

Role = Literal["content", "aside", "boilerplate"]
Foreign = Literal["another", "below"]
"""Why a block that extraction took is none of the story's: it stands in another story, or below this one."""

WORDS_PER_MINUTE = 238
"""Silent reading speed of English non-fiction: Brysbaert 2019, doi:10.1016/j.jml.2019.104047."""


_HALF = re.compile("[\ud800-\udfff]")
DENSE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
"""Scripts written without spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
_DENSE = re.compile(f"[{DENSE}]")


class NoArticleError(ValueError):
    """The page, or the text, holds nothing that could be read as an article.

    `kind` is what the page looks like instead (a name of `pagekind.toml`: `front`, `search`, `product`…), None where
    that is not known; `reason` is why, in words a reader understands. No text of the page is in either.
    """

    def __init__(self, message: str, kind: str | None = None, reason: str | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.reason = reason


@dataclass(frozen=True)
class Page:
    """What somebody wants read: `html` or `text` (paragraphs apart by a blank line), and what they know of it."""

    html: str | None = None
    text: str | None = None
    url: str | None = None
    title: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link inside a block: the words it covers and where it points, as written on the page."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Element:
    """One element of the parsed page: its tag and the attributes that tell what it is for."""

    tag: str
    tokens: tuple[str, ...] = ()
    """Words of class, id, role, aria-label, itemprop and data-* names, lower case, split at case and punctuation."""
    hidden: bool = False
    share: float = 0.0
    """Share of the article's letters that stand inside, 0 to 1: an element around everything says nothing of one."""
    link_density: float = 0.0
    """Share of the element's letters that are link text, 0 to 1."""
    classes: str = ""
    """The class attribute as written: elements that look alike share it."""
    alike: int = 0
    """Of a small element that holds links: how many siblings of its tag and classes do so too."""
    pictured: bool = False
    """Whether a small element holds a picture."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table row or the like of the main content, in page order.

    `path` holds the element that the text stands in, then its ancestors, innermost first; it is empty where the block
    stands straight in the page's body, was not found again, or has no page around it.
    """

    id: int
    text: str
    tag: str
    links: tuple[Link, ...] = ()
    path: tuple[Element, ...] = ()
    foreign: Foreign | None = None

    @property
    def link_density(self) -> float:
        """Share of the block's characters that are link text, 0 to 1."""
        return min(1.0, sum(len(link.text) for link in self.links) / max(1, len(self.text)))


@dataclass(frozen=True, slots=True)
class Label:
    """What a block is, of which kind, why (in words a reader understands), and how sure that is (0 to 1)."""

    role: Role
    kind: str | None = None
    reason: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page shows of its own kind, beside its main content (read by `pagefacts.py`)."""

    signs: frozenset[str] = frozenset()
    """Names of what it shows, each a table of `pagekind.toml`."""
    teasers: tuple[str, ...] = ()
    """The letters (`dom.letters`) of each entry of its lists of links to other pages."""


@dataclass(frozen=True, slots=True)
class Article:
    """What extraction found on a page: the blocks of its main content and what the page says of itself."""

    blocks: tuple[Block, ...]
    title: str | None = None
    byline: str | None = None
    date: str | None = None
    site: str | None = None
    language: str | None = None
    url: str | None = None
    headlines: tuple[str, ...] = ()
    """Every wording of the title that the page has: its title element, its metadata, its main heading."""
    facts: PageFacts = PageFacts()
    stated: str = ""
    """The letters of the story as the page's metadata state it, for machines; empty where they don't."""
    topics: frozenset[str] = frozenset()
    """The letters of each keyword, tag and section in the page's metadata."""
    warnings: tuple[str, ...] = ()
    """What of the page could not be read, in words for the reader."""

    @property
    def story(self) -> Article:
        """The same without the blocks that are none of the story's."""
        return replace(self, blocks=tuple(b for b in self.blocks if not b.foreign))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the summary: `text` is `[start:end]` of the text of the block with id `block`."""

    text: str
    block: int
    start: int
    end: int
    why: tuple[str, ...] = ()
    """What it was chosen for, strongest first (`summary.features.REASONS`, or the name of another algorithm)."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was changed in a Reading by what this machine had seen of the page's site."""

    pages: int
    """Other pages of the site that were known."""
    left_out: tuple[int, ...] = ()
    """Ids of the blocks that are boilerplate for what was seen, and would not be without."""
    put_back: tuple[int, ...] = ()
    """Ids of those that would be boilerplate without."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One page, read: metadata, every block with its label, and the summary."""

    blocks: tuple[Block, ...]
    labels: tuple[Label, ...]
    """One for each block, in the same order."""
    summary: tuple[Sentence, ...]
    url: str | None = None
    title: str | None = None
    byline: str | None = None
    date: str | None = None
    """ISO 8601, as far as the page says it: usually the day alone."""
    site: str | None = None
    language: str | None = None
    """ISO 639-1 code."""
    timings: dict[str, float] = field(default_factory=dict)
    """Milliseconds by stage: extraction, boilerplate, summary, total."""
    warnings: tuple[str, ...] = ()
    """Doubts about the page as a whole, in words for the reader: that it may be no article, or was read in part."""
    short: bool = False
    """Whether the page is already as short as a summary."""
    remembered: Remembered | None = None
    """What was changed by what was seen of the site; None where nothing was seen."""

    @property
    def text(self) -> str:
        """The reading text: content and aside blocks, one per line."""
        return "\n".join(b.text for b, label in zip(self.blocks, self.labels) if label.role != "boilerplate")

    @property
    def words(self) -> int:
        """Words of the reading text."""
        return count_words(self.text)

    @property
    def minutes(self) -> float:
        """Minutes that the reading text takes to read, to a tenth."""
        return round(self.words / WORDS_PER_MINUTE, 1)

    @property
    def minutes_saved(self) -> float:
        """Minutes that reading the summary in place of the text saves, to a tenth."""
        summary_words = sum(count_words(s.text) for s in self.summary)
        return round(max(0, self.words - summary_words) / WORDS_PER_MINUTE, 1)

    def to_dict(self) -> dict[str, Any]:
        """What goes over the wire: the Reading as JSON-ready values; absent ones are None, none is missing."""
        blocks = [
            {"id": b.id, "text": b.text, "tag": b.tag, **_rounded(label)} for b, label in zip(self.blocks, self.labels)
        ]
        return {
            "url": self.url,
            "title": self.title,
            "byline": self.byline,
            "date": self.date,
            "site": self.site,
            "language": self.language,
            "words": self.words,
            "minutes": self.minutes,
            "minutes_saved": self.minutes_saved,
            "text": self.text,
            "summary": [{**asdict(s), "why": list(s.why)} for s in self.summary],
            "short": self.short,
            "blocks": blocks,
            "stripped": [
                {k: b[k] for k in ("id", "text", "kind", "reason", "confidence")}
                for b in blocks
                if b["role"] == "boilerplate"
            ],
            "memory": self.remembered and asdict(self.remembered),
            "warnings": list(self.warnings),
            "timings": self.timings,
        }


def count_words(text: str) -> int:
    """Words of a text; in scripts without spaces two characters count as one word."""
    if text.isascii():
        return len(text.split())
    dense = len(text) - len(_DENSE.sub("", text))
    return len(text.split()) if dense * 4 < len(text) else (dense + 1) // 2


def storable(text: str) -> str:
    """A text without what neither a parser nor a file takes: no NULs, and U+FFFD for each half of a broken character.

    Scripts on pages cut texts by UTF-16 units, some in the middle of an emoji.
    """
    return _HALF.sub("\ufffd", text.replace("\0", ""))


def _rounded(label: Label) -> dict[str, Any]:
    return {**asdict(label), "confidence": round(label.confidence, 3)}
