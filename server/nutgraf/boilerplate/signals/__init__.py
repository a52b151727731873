"""Signals: what can be seen of a block without deciding anything.

`measure` gives, for each block of an article, the names of the signals that it shows. Every name is explained in
`meanings.toml`; what a signal counts for is learnt (`weights.json`), so that a name here stays a plain fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from nutgraf.boilerplate import phrases
from nutgraf.boilerplate.signals.element import element_signals
from nutgraf.boilerplate.signals.frame import Frames, frame_signals
from nutgraf.boilerplate.signals.links import host_of, link_signals
from nutgraf.boilerplate.signals.place import Layout, place_signals
from nutgraf.boilerplate.signals.stated import stated_signals
from nutgraf.boilerplate.signals.text import text_signals
from nutgraf.model import Article, Block, count_words

Signals = frozenset[str]
PHRASE_WORDS = 120
"""Longer blocks are not searched for phrases: no plug is that long, and a long paragraph says everything once."""
CLUTTER = frozenset(
    {"related", "newsletter", "follow", "share", "promo", "navigation", "comments", "tags", "subscribe", "form"}
    | {"player", "legal", "cookie", "contact", "event", "trending", "chrome"}
)
"""Groups of the lexicon that name what does not belong to a story."""


def measure(article: Article) -> tuple[Signals, ...]:
    """The signals of every block, in the order of the blocks."""
    layout = Layout.of(article)
    site = host_of(article.url)
    frames = Frames.of(article.blocks, layout.prose)
    stated = stated_signals(article, layout)
    known: dict[int, frozenset[str]] = {}
    return tuple(
        frozenset(
            with_families(
                (
                    *_own_signals(block, layout.words[i], site, article.language, known),
                    *place_signals(article.blocks, i, layout),
                    *frame_signals(i, block, frames),
                    *stated[i],
                )
            )
        )
        for i, block in enumerate(article.blocks)
    )


def measure_alone(article: Article, block: Block) -> Signals:
    """The signals of a block by itself, without those of its place: one that stands outside of the story has none."""
    own = _own_signals(block, count_words(block.text), host_of(article.url), article.language, {})
    return frozenset(with_families(own))


def _own_signals(
    block: Block, words: int, site: str, language: str | None, known: dict[int, frozenset[str]]
) -> Iterator[str]:
    """What a block of so many words shows by itself, and by the elements around it (`known`: see `element_signals`)."""
    yield from text_signals(block.text, words)
    yield from link_signals(block, site)
    yield from element_signals(block, known)
    yield from phrase_signals(block, words, language)


def phrase_signals(block: Block, words: int, language: str | None) -> tuple[str, ...]:
    """`says_KIND` for a strong cue of a kind, `hints_KIND` for a weak one."""
    if words > PHRASE_WORDS:
        return ()
    return tuple(f"{'says' if hit.strong else 'hints'}_{hit.kind}" for hit in phrases.find(block.text, language))


def with_families(names: Iterable[str]) -> Iterator[str]:
    """The names, and for each family of them that is there one name for all: what a plug of any kind shares."""
    for name in names:
        yield name
        if family := _family(name):
            yield family


@cache
def _family(name: str) -> str | None:
    family, _, group = name.partition("_")
    if family in ("says", "hints"):
        return f"{family}_any"
    return "named_clutter" if family in ("named", "within") and group in CLUTTER else None
