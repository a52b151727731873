"""From the text of an HTML page to its tree: one parse, as lenient as libxml2, whatever the text holds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from lxml import etree, html

from nutgraf.dom import Tree
from nutgraf.guards import are_readable, flattened, within_limits
from nutgraf.model import NoArticleError, storable

BEGINNING = 4096
"""Bytes in which a page's root element begins."""
UNREAD = ("style", "svg")
"""Elements that nobody looks into, here or in an extractor: a tree without them is copied and searched in less time."""
UNCLOSED = 100
"""Elements from which a `noscript` is one that lacks its end, and holds the rest of the page."""
_CONTROLS = bytes(set(range(32)) - {9, 10, 13})
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""U+FFFE and U+FFFF, which XML does not allow, in UTF-8."""
_BOM = b"\xef\xbb\xbf"
_TOO_DEEP = "Excessive depth"
"""What libxml2 says where it stops at its 256th level."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A page as a tree, and what of it could not be read, in words for the reader."""

    tree: Tree
    warnings: tuple[str, ...] = ()


def parse(text: str) -> Tree:
    """The page as a tree: see `read_tree`."""
    return read_tree(text).tree


def read_tree(text: str) -> Parsed:
    """The page as a tree, its root `html`; NoArticleError when nothing in it can be read as HTML.

    What no reader sees is left out: UNREAD, comments, scripts and what stands in for them. JSON-LD stays: in it, pages
    describe themselves. A page beyond the limits of `guards` is read as far as they go.
    """
    raw = _bytes(text)
    if b"<" not in raw:
        raise NoArticleError("not HTML")
    guarded = within_limits(_mended(raw))
    tree, cut_short = _tree(guarded.raw)
    warnings = guarded.warnings
    if cut_short:
        flat = flattened(guarded.raw)
        tree, warnings = _tree(flat.raw)[0], (*warnings, *flat.warnings)
    if tree.tag != "html" or len(tree) == 0:
        raise NoArticleError("not HTML")
    _prune(tree)
    return Parsed(tree, warnings)


def _tree(raw: bytes) -> tuple[Tree, bool]:
    """The tree, and whether the parser gave up on a page that is nested too deep."""
    parser = _parser()
    try:
        tree = html.document_fromstring(raw, parser=parser)
    except (ValueError, etree.LxmlError):
        raise NoArticleError("not HTML") from None
    errors = parser.error_log
    return tree, any(_TOO_DEEP in error.message for error in errors.filter_from_level(etree.ErrorLevels.ERROR))


def is_json_ld(script: Tree) -> bool:
    """Whether a script is data about the page (https://www.w3.org/TR/json-ld11/)."""
    return (script.get("type") or "").lower() == "application/ld+json"


def _parser() -> html.HTMLParser:
    """A parser whose elements are all of one class, which lxml then need not look up in Python."""
    parser = html.HTMLParser(collect_ids=False, encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))
    return parser


def _bytes(text: str) -> bytes:
    """The text in UTF-8, without what XML does not allow. lxml reads bytes faster than text."""
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        raw = storable(text).encode()
    raw = raw.translate(None, _CONTROLS)
    for sign in _NO_CHARACTERS:
        raw = raw.replace(sign, b"")
    return raw


def _mended(raw: bytes) -> bytes:
    """Without the doctype, over which libxml2 can stumble, and with a root element that does not end as it begins.

    The first is https://bugs.launchpad.net/lxml/+bug/1955915; the second makes libxml2 drop all that follows.
    """
    raw = raw.removeprefix(_BOM).lstrip()
    if raw[:9].lower() == b"<!doctype" and (end := raw.find(b">")) > 0:
        raw = raw[end + 1 :]
    start = raw[:BEGINNING].lower().find(b"<html")
    end = raw.find(b">", start) if start >= 0 else -1
    return raw[: end - 1] + raw[end:] if end > 0 and raw[end - 1 : end] == b"/" else raw


def _prune(tree: Tree) -> None:
    etree.strip_elements(tree, *UNREAD, with_tail=False)
    for element in list(tree.iter("script", "noscript")):
        stays = are_readable(element.text or "") if is_json_ld(element) else _is_unclosed(element)
        if not stays:
            element.drop_tree()


def _is_unclosed(element: Tree) -> bool:
    return element.tag == "noscript" and next(islice(element.iterdescendants(), UNCLOSED, None), None) is not None
