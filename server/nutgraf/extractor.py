"""What trafilatura makes of a page: its main content, and what the page says of itself.

The only importer of trafilatura, and of htmldate, its finder of dates.
"""

from __future__ import annotations

import importlib.util
import logging
import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from types import ModuleType
from typing import Any

from htmldate import find_date
from trafilatura.baseline import html2txt
from trafilatura.external import SANITIZED_XPATH, compare_extraction
from trafilatura.htmlprocessing import convert_tags, tree_cleaning
from trafilatura.main_extractor import extract_content
from trafilatura.metadata import (
    examine_meta,
    extract_author,
    extract_meta_json,
    extract_sitename,
    extract_title,
    extract_url,
)
from trafilatura.settings import Document, Extractor, set_date_params
from trafilatura.utils import decode_file, safe_base_url, safe_relative_url

from nutgraf.cutting import Piece
from nutgraf.dom import Node, Tree, text_length
from nutgraf.masthead import bylines, masthead
from nutgraf.model import Link, NoArticleError

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

WON = 2
"""How many times as long as trafilatura's own extraction another's has to be to take its place."""
MARGIN = 1.2
"""By how much white space between blocks may lengthen a page's text."""
_LENGTH = "data-extracted"
"""Attribute of a tree's root, for the characters that were extracted from it."""


_HOST = re.compile(r"https?://(?:www\.)?([^/?#\s]+)")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself, as far as it does."""

    title: str | None = None
    byline: str | None = None
    date: str | None = None
    site: str | None = None
    url: str | None = None


def decode(raw: bytes) -> str:
    """The text of an HTML file, its encoding guessed from the bytes; never fails."""
    return str(decode_file(raw))


def read_metadata(tree: Tree, url: str | None) -> Metadata:
    """What a page says of itself, as `trafilatura.extract_metadata` finds it.

    All but the date is sought where such things stand, not on the whole page; what nobody shows is not sought.
    """
    page = masthead(tree)
    found = _stated(page)
    found.title = found.title or extract_title(page)
    found.author = found.author or extract_author(bylines(tree))
    found.url = found.url or extract_url(page, url)
    found.date = find_date(tree, **{**set_date_params(True), "url": found.url})
    found.sitename = found.sitename or extract_sitename(page)
    found.clean_and_trim()
    return Metadata(found.title, found.author, found.date, _site(found.sitename, found.url), found.url)


def _stated(page: Tree) -> Document:
    """What is written for machines: in elements `meta`, and over that in JSON-LD."""
    found = examine_meta(page)
    if found.author and " " not in found.author:  # an account, an address, the name of a site
        found.author = None
    try:
        return extract_meta_json(page, found)
    except Exception:
        return found


def _site(name: str | None, url: str | None) -> str | None:
    """A site's name as one is written, or its host where it has none."""
    if not name:
        host = _HOST.match(url or "")
        return host.group(1) if host else None
    name = name.lstrip("@")
    return name if "." in name or name[:1].isupper() else name.title()


def main_content(tree: Tree) -> Node:
    """Trafilatura's tree of the main content, without comments, with links as they are written.

    The page stays as it is. NoArticleError when there is no main content.
    """
    document = _core().bare_extraction(tree, options=_options())
    if not isinstance(document, Document) or document.body is None:
        raise NoArticleError("no main content")
    return document.body


def with_whole_links(pieces: Iterable[Piece], url: str | None) -> list[Piece]:
    """Pieces whose links are whole, by the address of their page. Few of a page's links are in its main content."""
    base = safe_base_url(url) if url else ""
    if not base:
        return list(pieces)
    return [
        replace(p, links=[Link(x.text, safe_relative_url(base, x.href) or x.href) for x in p.links]) for p in pieces
    ]


@lru_cache(maxsize=1)
def _options() -> Extractor:
    return Extractor(output_format="xml", links=True, comments=False)


@lru_cache(maxsize=1)
def _core() -> ModuleType:
    """A copy of `trafilatura.core` that does by halves what its rules need only half of.

    A copy, so that trafilatura stays what it is for whoever else uses it in this process.
    """
    spec = importlib.util.find_spec("trafilatura.core")
    assert spec is not None and spec.loader is not None  # noqa: S101, PT018 - it is imported above
    core = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(core)
    core._prepare_tree = _prepare_tree  # type: ignore[attr-defined]
    core._extract_and_compare = _extract_and_compare  # type: ignore[attr-defined]
    core.html2txt = partial(_text_of_page, core.ESCALATION_PAGE_SHARE)  # type: ignore[attr-defined]
    return core


def _prepare_tree(tree: Tree, options: Extractor, url: str | None) -> tuple[Tree, None]:
    """As trafilatura's function of that name, less the copy from before the conversion."""
    return convert_tags(tree_cleaning(deepcopy(tree), options), options, url), None


def _extract_and_compare(cleaned: Tree, _: None, tree: Tree, options: Extractor) -> tuple[Any, str]:
    """As trafilatura's function of that name, which has other extractors read the page as well and takes the best.

    Not where its own extraction stands whatever the others find. They get a page that is cleaned and not converted: it
    is cleaned once more for them, as few pages need it, where trafilatura keeps a copy of each.
    """
    body, text = extract_content(cleaned, options)
    tree.set(_LENGTH, str(len(text)))
    if _is_settled(tree, body, len(text), options):
        return body, text
    backup = tree_cleaning(deepcopy(tree), options)
    backup.attrib.pop(_LENGTH, None)
    found: tuple[Any, str] = compare_extraction(backup, deepcopy(tree), body, text, options)
    return found


def _text_of_page(share: float, tree: Tree) -> str:
    """As trafilatura's `html2txt`, by which it sees whether it took too small a share of the page's text.

    Nothing, where it took that share even of the text in menus and margins: taking those away costs a tenth of all.
    """
    extracted = int(tree.get(_LENGTH, "0"))
    return "" if extracted >= share * text_length(tree) * MARGIN else html2txt(tree)


def _is_settled(raw: Tree, body: Node, length: int, options: Extractor) -> bool:
    """Whether trafilatura's own extraction stands whatever the others would find.

    It does where its paragraphs are sound and nobody can find WON times as much. The others leave lists of links out,
    so what stands in links is not counted: of 1,153 pages on which this says yes for 896, none is read otherwise.
    """
    if options.focus != "balanced" or length < options.min_extracted_size or body.xpath(SANITIZED_XPATH):
        return False
    texts = (text for p in body.iter("p") for text in p.itertext())
    sound = next(texts, None) is not None and len(body.findall(".//table")) <= len(body.findall(".//p"))
    beside = text_length(raw) - WON * length  # of which nothing is left where it all stands in links
    return sound and (beside <= 0 or beside <= sum(map(text_length, raw.iter("a", "script"))))
