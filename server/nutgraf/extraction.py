"""From HTML to an article: the main content as trafilatura finds it, and what the page says of itself.

The only importer of trafilatura. Its `bare_extraction` gives a tree; `cutting` cuts that into pieces, `mending` makes
blocks of them. Comments are left out, links are kept, metadata is read once.
"""

from __future__ import annotations

import logging
import re

import trafilatura
from lxml import etree, html
from trafilatura.settings import Document

from nutgraf.cutting import cut
from nutgraf.dom import PageIndex
from nutgraf.language import page_language
from nutgraf.mending import mend
from nutgraf.model import Article, NoArticleError, Page, storable
from nutgraf.pagefacts import page_facts
from nutgraf.statements import stated_text, topics

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

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
    blocks = mend(tree, index, pieces)
    return Article(
        blocks=blocks,
        title=_clean(document.title) or _clean(page.title),
        byline=_clean(document.author),
        date=_clean(document.date),
        site=_clean(document.sitename),
        language=page_language(tree, page.language, " ".join(b.text for b in blocks if not b.foreign)),
        url=page.url or _clean(document.url),
        headlines=headlines(tree, document.title, page.title),
        facts=facts,
        stated=stated,
        topics=about,
    )


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
