"""From HTML to blocks: the main content as trafilatura finds it, each block tied to its element in the page.

The only importer of trafilatura. Its `bare_extraction` gives a tree of paragraphs, headings, lists, quotes, tables and
code; `cut` turns that into blocks in page order. Comments are left out, links are kept, metadata is read once.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

import trafilatura
from lxml import etree, html
from trafilatura.settings import Document

from nutgraf.dom import PageIndex, Place
from nutgraf.elements import paths
from nutgraf.gaps import find_gaps, tag_of
from nutgraf.language import page_language
from nutgraf.model import Article, Block, Link, NoArticleError, Page, storable
from nutgraf.pagefacts import page_facts
from nutgraf.recovery import find_standfirst
from nutgraf.region import Passage, other_stories, outside
from nutgraf.statements import stated_text, topics

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

BLOCK_TAGS = frozenset({"p", "head", "item", "quote", "code", "row"})
"""Elements of trafilatura's tree whose text is a block; what stands loose between them becomes a paragraph."""
LONG_CELL = 300
"""Characters from which a cell of a table with breaks in it holds paragraphs: the table is there for the layout."""
BREAKS = ("lb", "p", "head", "list", "quote", "table")
MOST_MAIN_HEADINGS = 2
"""A page with more `h1` than this uses them for its sections."""
_TITLE_NAMES = frozenset({"og:title", "twitter:title", "title", "dc.title", "parsely-title", "sailthru.title"})
_SPACE = re.compile(r"\s+")


def extract(page: Page) -> Article:
    """Find the article on a page of HTML; NoArticleError when there is none."""
    tree = parse(page.html or "")
    index = PageIndex(tree)
    facts = page_facts(tree, index, page.url)
    stated, about = stated_text(tree), topics(tree)
    document = _bare(tree, page.url)
    pieces = list(cut(document.body))
    if not any(piece.text for piece in pieces):
        raise NoArticleError("no main content")
    blocks = tie(tree, index, pieces)
    return Article(
        blocks=blocks,
        title=_clean(document.title) or _clean(page.title),
        byline=_clean(document.author),
        date=_clean(document.date),
        site=_clean(document.sitename),
        language=page_language(tree, page.language, " ".join(b.text for b in blocks)),
        url=page.url or _clean(document.url),
        headlines=headlines(tree, document.title, page.title),
        facts=facts,
        stated=stated,
        topics=about,
    )


def tie(tree: html.HtmlElement, index: PageIndex, pieces: list[Piece]) -> tuple[Block, ...]:
    """The pieces as blocks, each with its elements; what is foreign goes, what is missing is put in its place."""
    places = index.locate([piece.text for piece in pieces])
    pieces, places = _mend(tree, index, pieces, places)
    if found := find_standfirst(tree, index, [piece.text for piece in pieces], places):
        pieces = [*pieces[: found.position], Piece("p", found.text), *pieces[found.position :]]
        places = [*places[: found.position], found.place, *places[found.position :]]
    around = paths(index, places)
    return tuple(
        Block(i, piece.text, piece.tag, tuple(piece.links), path) for i, (piece, path) in enumerate(zip(pieces, around))
    )


def _mend(
    tree: html.HtmlElement, index: PageIndex, pieces: list[Piece], places: list[Place | None]
) -> tuple[list[Piece], list[Place | None]]:
    """Without what stands in other stories or below this one, and with the paragraphs of it that were left out."""
    passages = [Passage(p.text, p.tag, place, p.link_density) for p, place in zip(pieces, places)]
    for find_foreign in (partial(other_stories, tree), outside):
        foreign = find_foreign(index, passages)
        kept = [i for i in range(len(pieces)) if i not in foreign]
        pieces, places, passages = [pieces[i] for i in kept], [places[i] for i in kept], [passages[i] for i in kept]
    for gap in reversed(find_gaps(index, passages)):
        at = _position(places, gap.start)
        pieces = [*pieces[:at], Piece(tag_of(gap), gap.text, list(gap.links)), *pieces[at:]]
        places = [*places[:at], index.place(gap.start, gap.end), *places[at:]]
    return pieces, places


def _position(places: Sequence[Place | None], start: int) -> int:
    """Before which block something at this place belongs; a few blocks found in a wrong place hardly move it."""
    placed = [(i, place.start) for i, place in enumerate(places) if place]
    before = sum(begin < start for _, begin in placed)
    return placed[before - 1][0] + 1 if before else 0


def decode(raw: bytes) -> str:
    """The text of an HTML file, its encoding guessed from the bytes; never fails."""
    return trafilatura.utils.decode_file(raw)


def parse(text: str) -> html.HtmlElement:
    """The page as a tree; NoArticleError when nothing in it can be read as HTML."""
    try:
        tree = trafilatura.load_html(storable(text))
    except (ValueError, etree.LxmlError):
        tree = None
    if tree is None:
        raise NoArticleError("not HTML")
    return tree if tree.tag == "html" else _whole(tree)


def _whole(fragment: html.HtmlElement) -> html.HtmlElement:
    """A fragment as a page: trafilatura drops some elements from around their text, and can't where one is the root."""
    page = html.document_fromstring("<body></body>")
    page[0].append(fragment)
    return page


def _bare(tree: html.HtmlElement, url: str | None) -> Document:
    document = trafilatura.bare_extraction(
        tree, url=url, include_links=True, include_comments=False, with_metadata=True
    )
    if not isinstance(document, Document):
        raise NoArticleError("no main content")
    return document


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
        lines = self.text.strip("\n").rstrip() if self.tag == "code" else _SPACE.sub(" ", self.text).strip()
        return Piece(self.tag, lines, self.links)


def cut(body: etree._Element) -> Iterator[Piece]:
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


def _steps(element: etree._Element, tag: str) -> Iterator[Piece | Link | str]:
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
        words = _SPACE.sub(" ", "".join(map(str, element.itertext()))).strip()
        yield Link(words, element.get("target") or "")
    yield element.text or ""
    for child in element:
        yield from _child_steps(child, own)
    if fresh:
        yield Piece(tag) if tag != "row" else " "


def _child_steps(child: etree._Element, own: str) -> Iterator[Piece | Link | str]:
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


def _holds_paragraphs(cell: etree._Element) -> bool:
    return cell.find(".//*") is not None and any(e.tag in BREAKS for e in cell.iter()) and _length(cell) >= LONG_CELL


def _length(element: etree._Element) -> int:
    return len(_SPACE.sub(" ", "".join(map(str, element.itertext()))))


def _cell_steps(cell: etree._Element) -> Iterator[Piece | Link | str]:
    if cell.getprevious() is not None:
        yield " | "
    yield from _steps(cell, "row")


def headlines(tree: html.HtmlElement, *known: str | None) -> tuple[str, ...]:
    """Every wording of the title that a page gives, without repeats: the known ones first, then what it says itself."""
    said = [*known, tree.findtext(".//title")]
    said += [m.get("content") for m in tree.iter("meta") if (m.get("property") or m.get("name")) in _TITLE_NAMES]
    mains = list(tree.iter("h1"))
    if len(mains) <= MOST_MAIN_HEADINGS:
        said += [" ".join(h.itertext()) for h in mains]
    return tuple(dict.fromkeys(filter(None, map(_clean, said))))


def _clean(value: str | None) -> str | None:
    """A metadata value as one line, None when it is empty."""
    return _SPACE.sub(" ", value).strip() or None if value else None
