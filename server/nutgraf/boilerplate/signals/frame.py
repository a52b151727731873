"""Signals of a block's frame: the element it is set in, against those that the paragraphs of the story are set in.

Paragraphs of a story share a parent, a tag and classes, and stand inside one element; a plug between or after them is
set in another way, and teasers are set as a row of cards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from nutgraf.model import Block, Element

MAIN = 0.75
"""Share of the prose's letters that the main element holds at the least."""
NAMED = 0.6
"""The same for an element that is called the article's body."""
FEWEST = 200
"""Characters of prose below which nothing is taken for the main element."""
OWN = 0.3
"""An element with more of the prose than this holds the story: its siblings are no cards."""
NEAR = 7
"""Elements from the innermost on that are looked at for cards and pictures."""
SETTING = frozenset(
    """p div li td th h1 h2 h3 h4 h5 h6 blockquote section article aside header footer figure figcaption ul ol dl dd dt
    table tr tbody main nav form pre center address details summary fieldset""".split()
)
"""Elements that make a block of their own on the page."""
BODY_NAMES = frozenset(
    {("article", "body"), ("article", "content"), ("article", "text"), ("entry", "content"), ("post", "content")}
    | {("post", "body"), ("story", "body"), ("story", "content")}
)
"""Neighbouring tokens of names that content management systems give the element of the story's text."""


@dataclass(frozen=True)
class Frames:
    """How the prose of an article is set, worked out once."""

    main: Element | None = None
    """The smallest element that holds most of the prose."""
    main_blocks: tuple[int, int] = (0, 0)
    """The first and the last block in it."""
    named: Element | None = None
    """The element around most of the prose that is called the article's body."""
    look: tuple[str, str] | None = None
    """The tag and classes in which most of the prose is set."""
    parent: Element | None = None
    """The element that most of the prose stands straight in; None is the page itself."""
    inside: dict[int, int] = field(default_factory=dict)
    """For the identity of each element the characters of prose in it."""
    total: int = 0

    @classmethod
    def of(cls, blocks: Sequence[Block], prose: Collection[int]) -> Frames:
        """Measure an article of which the blocks with these indices are prose."""
        looks: Counter[tuple[str, str]] = Counter()
        parents: Counter[int] = Counter()
        inside: Counter[int] = Counter()
        known: dict[int, Element] = {}
        for block in (blocks[i] for i in sorted(prose) if blocks[i].path):
            length, (frame, parent) = len(block.text), setting(block.path)
            looks[look(frame)] += length
            parents[id(parent)] += length
            for element in block.path:
                inside[id(element)] += length
                known[id(element)] = element
        total = sum(looks.values())
        if total < FEWEST:
            return cls()
        main = min(
            (e for i, e in known.items() if inside[i] >= MAIN * total),
            key=lambda e: (e.share, inside[id(e)]),
            default=None,
        )
        named = [e for i, e in known.items() if inside[i] >= NAMED * total and is_body(e)]
        return cls(
            main=main,
            main_blocks=_range(blocks, main),
            named=named[-1] if named else None,
            look=looks.most_common(1)[0][0],
            parent=known.get(parents.most_common(1)[0][0]),
            inside=inside,
            total=total,
        )


def setting(path: Sequence[Element]) -> tuple[Element | None, Element | None]:
    """The element of a path that makes the block, and its parent; None is the page's body."""
    for i, element in enumerate(path):
        if element.tag in SETTING:
            return element, path[i + 1] if i + 1 < len(path) else None
    return None, None


def look(element: Element | None) -> tuple[str, str]:
    """What elements that look alike share: tag and classes."""
    return (element.tag, element.classes) if element else ("body", "")


def is_body(element: Element) -> bool:
    """Whether an element's names say that it holds the story's text."""
    return not BODY_NAMES.isdisjoint(pairwise(element.tokens))


def _range(blocks: Sequence[Block], element: Element | None) -> tuple[int, int]:
    within = [i for i, block in enumerate(blocks) if any(e is element for e in block.path)]
    return (within[0], within[-1]) if within else (0, len(blocks))


def frame_signals(i: int, block: Block, frames: Frames) -> Iterator[str]:
    """The names of the signals that the frame of block `i` gives."""
    if not block.path:
        return
    frame, parent = setting(block.path)
    yield f"frame_{frame.tag if frame else 'body'}"
    if block.path[0] is not frame:
        yield f"inner_{block.path[0].tag}"
    if frames.total:
        yield from _against_prose(i, block.path, frames)
        yield "beside_prose" if parent is frames.parent else "apart_from_prose"
        yield "frame_usual" if look(frame) == frames.look else "frame_other"
        if frame and frame.classes and frames.look and not frames.look[1]:
            yield "frame_styled"
    yield from _card_signals(block.path, frames)


def _against_prose(i: int, path: Sequence[Element], frames: Frames) -> Iterator[str]:
    if frames.parent is not None and any(e is frames.parent for e in path):
        yield "below_prose"
    if frames.main is not None and not any(e is frames.main for e in path):
        yield "outside_main"
        yield "before_main" if i < frames.main_blocks[0] else "after_main"
    if frames.named is not None:
        yield "inside_body" if any(e is frames.named for e in path) else "outside_body"


def _card_signals(path: Sequence[Element], frames: Frames) -> Iterator[str]:
    """Whether a block is part of a card: of one among others that link too, or of one with a picture."""
    for depth, element in enumerate(path[:NEAR]):
        if element is frames.main or frames.inside.get(id(element), 0) > OWN * max(1, frames.total):
            return
        if element.tag == "a" and element.pictured:
            yield "pictured_link"
        if depth and element.tag in SETTING and element.alike:
            yield "in_cards"
            if element.alike > 1:
                yield "in_many_cards"
        if depth and element.tag in SETTING and element.pictured and element.link_density > OWN:
            yield "pictured_card"
