"""The paragraphs of a page as its markup sets them, without regard to what any extractor took.

A paragraph is a run of text between two borders: the start or end of an element that browsers set on lines of its own,
two line breaks, or one after the end of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from nutgraf.dom import UNSEEN, PageIndex, Tree, walk
from nutgraf.model import Link

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr picture q rp rt ruby s samp"
    " small source span strike strong sub sup time tt u var wbr img".split()
)
"""Elements that stand in a line of text: the phrasing content of the HTML standard and its forerunners."""
LAST = 3
"""Runs of text before a line break that are looked at: the sentence may end in an element of its own."""
TAIL = 12
"""Characters at the end of a text that are looked at for the end of a sentence."""
_SENTENCE_END = re.compile(r"[.!?…。！？｡؟۔।॥][\"'”’»)\]」』）】]*\Z")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text: `[start:end]` of the index's letters, the element that holds it, its text, the links in it."""

    start: int
    end: int
    element: Tree
    text: str
    links: tuple[Link, ...] = ()

    @property
    def size(self) -> int:
        """Letters of it."""
        return self.end - self.start


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, in any script."""
    return _SENTENCE_END.search(text.rstrip()[-TAIL:]) is not None


def paragraphs(root: Tree, index: PageIndex, skip: Callable[[Tree], bool]) -> Iterator[Paragraph]:
    """The paragraphs inside an element, in page order; nothing inside an element that `skip` says yes to.

    `skip` is asked of elements that stand on lines of their own, the outer before the inner. Each paragraph's text has
    the letters that the index has between its start and end.
    """
    run = _Run(root, index.spans[root][0])
    walker = walk(root)
    for event, element in walker:
        start, end = index.spans[element]
        apart = element.tag not in INLINE
        if event == "start":
            unseen = element.tag in UNSEEN
            if apart and not unseen and (element.tag != "br" or run.may_break()):
                yield from run.cut(start, element)
            if unseen or (apart and element is not root and skip(element)):
                walker.skip_subtree()
            else:
                run.add(element.text)
                if element.tag == "a":
                    run.links.append(_link(element))
        else:
            if apart and element.tag not in UNSEEN and element.tag != "br":
                yield from run.cut(end, element.getparent())
            elif element.tag == "br":
                run.break_line(element.getparent())
            if element is not root:
                run.add(element.tail)


def _link(element: Tree) -> Link:
    return Link(" ".join("".join(element.itertext()).split()), element.get("href") or "")


@dataclass
class _Run:
    """A paragraph in the making."""

    element: Tree
    start: int
    text: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    broken: bool = False
    """Whether a line break was the last thing in it."""

    def add(self, text: str | None) -> None:
        if text:
            self.text.append(text)
            self.broken = self.broken and text.isspace()

    def may_break(self) -> bool:
        """Whether a line break here is a border: the second in a row, or one after a sentence."""
        return self.broken or ends_sentence("".join(self.text[-LAST:]))

    def break_line(self, owner: Tree | None) -> None:
        self.text.append(" ")
        self.broken = True
        if owner is not None:
            self.element = owner

    def cut(self, end: int, owner: Tree | None) -> Iterator[Paragraph]:
        """The paragraph that ends here, if there is any text, and a fresh start."""
        said = " ".join("".join(self.text).split())
        if said and end > self.start:
            yield Paragraph(self.start, end, self.element, said, tuple(self.links))
        self.start, self.text, self.links, self.broken = end, [], [], False
        if owner is not None:
            self.element = owner
