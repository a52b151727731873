"""Trafilatura's tree of paragraphs, headings, lists, quotes, tables and code, cut into pieces: a block's text each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from nutgraf.dom import Node
from nutgraf.model import Link

BLOCK_TAGS = frozenset({"p", "head", "item", "quote", "code", "row"})
"""Elements of trafilatura's tree whose text is a block; what stands loose between them becomes a paragraph."""
LONG_CELL = 300
"""Characters from which a cell of a table with breaks in it holds paragraphs: the table is there for the layout."""
BREAKS = ("lb", "p", "head", "list", "quote", "table")
_SPACE = re.compile(r"\s+")


@dataclass
class Piece:
    """A block in the making: its text, and the links in it."""

    tag: str
    text: str = ""
    links: list[Link] = field(default_factory=list)

    @property
    def link_density(self) -> float:
        """Share of the text's characters that are link text, 0 to 1."""
        return min(1.0, sum(len(link.text) for link in self.links) / max(1, len(self.text)))

    def add(self, text: str | None) -> None:
        """Append text as it stands in the tree."""
        self.text += text or ""

    def finished(self) -> Piece:
        """The piece with white space folded (line breaks stay in code)."""
        lines = self.text.strip("\n").rstrip() if self.tag == "code" else " ".join(self.text.split())
        return Piece(self.tag, lines, self.links)


def cut(body: Node) -> Iterator[Piece]:
    """Cut trafilatura's tree into blocks, in page order; a line break ends a block, a row of data is one."""
    piece = Piece("p")
    for step in _steps(body, "p"):
        if isinstance(step, Piece):
            if (done := piece.finished()).text:
                yield done
            piece = step
        elif isinstance(step, Link):
            piece.links.append(step)
        else:
            piece.add(step)
    if (done := piece.finished()).text:
        yield done


def _steps(element: Node, tag: str) -> Iterator[Piece | Link | str]:
    """The tree as a row of events: a new piece begins, a link, a run of text."""
    own = element.tag if element.tag in BLOCK_TAGS else tag
    if element.tag == "row" and any(map(_holds_paragraphs, element)):
        own = "p"
    if tag == "row" or (tag in ("item", "quote") and own == "p"):
        own = tag
    fresh = element.tag in BLOCK_TAGS or element.tag in ("list", "table")
    if fresh:
        yield Piece(own) if tag != "row" else " "
    if element.tag == "ref":
        words = " ".join("".join(map(str, element.itertext())).split())
        yield Link(words, element.get("target") or "")
    yield element.text or ""
    for child in element:
        yield from _child_steps(child, own)
    if fresh:
        yield Piece(tag) if tag != "row" else " "


def _child_steps(child: Node, own: str) -> Iterator[Piece | Link | str]:
    if child.tag == "lb":
        yield "\n" if own in ("code", "row") else Piece(own)
    elif child.tag == "cell" and own != "row":
        yield Piece(own)
        yield from _steps(child, own)
        yield Piece(own)
    elif child.tag == "cell":
        yield from _cell_steps(child)
    elif isinstance(child.tag, str):
        yield from _steps(child, own)
    yield child.tail or ""


def _holds_paragraphs(cell: Node) -> bool:
    return cell.find(".//*") is not None and any(e.tag in BREAKS for e in cell.iter()) and _length(cell) >= LONG_CELL


def _length(element: Node) -> int:
    return len(_SPACE.sub(" ", "".join(map(str, element.itertext()))))


def _cell_steps(cell: Node) -> Iterator[Piece | Link | str]:
    if cell.getprevious() is not None:
        yield " | "
    yield from _steps(cell, "row")
