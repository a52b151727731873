"""Signals of the elements around a block: their tags and what their attributes call them."""

from __future__ import annotations

from collections.abc import Iterator

from nutgraf.boilerplate.lexicon import tag_groups, token_groups
from nutgraf.model import Block, Element

WHOLE = 0.5
"""An element with more of the article than this holds the article: its name says nothing of one block."""
NEAR = 4
"""Elements from the innermost on that are still about the block itself."""
_INLINE = {"strong": "is_bold", "b": "is_bold", "em": "is_italic", "i": "is_italic", "small": "is_small"}


def element_signals(block: Block, known: dict[int, frozenset[str]]) -> Iterator[str]:
    """The names of the signals that the elements of a block's path give.

    `known` remembers the groups of the elements of one article, by identity: blocks share most of their path, and
    hashing an element by its attributes costs more than finding its groups.
    """
    yield f"tag_{block.tag}"
    yield from _heading(block)
    own = [e for e in block.path if e.share <= WHOLE]
    for depth, element in enumerate(own):
        if id(element) not in known:
            known[id(element)] = groups(element.tag, element.tokens)
        for group in known[id(element)]:
            yield f"within_{group}" if depth else f"named_{group}"
        if element.hidden:
            yield "is_hidden"
        if element.tag in _INLINE:
            yield _INLINE[element.tag]
    yield from _container(own)


def _heading(block: Block) -> Iterator[str]:
    """Whether a block is the page's main heading, or stands in the header of an article."""
    near = [element.tag for element in block.path[:NEAR]]
    if "h1" in near:
        yield "in_h1"
    if "header" in near:
        yield "in_header"


def _container(own: list[Element]) -> Iterator[str]:
    """What the outermost element that is still the block's, and not the article's, looks like."""
    if own and own[-1].link_density > 0.6:
        yield "container_of_links"
    elif any(e.link_density > 0.6 for e in own[1:]):
        yield "inside_links"
    if not own:
        yield "straight_in_article"


def groups(tag: str, tokens: tuple[str, ...]) -> frozenset[str]:
    """The groups of the lexicon that an element's tag and tokens belong to."""
    found = {group for token in tokens for group in token_groups().get(token, ())}
    if tag in tag_groups():
        found.add(tag_groups()[tag])
    return frozenset(found)
