"""From the text of an HTML page to its tree: one parse, as lenient as libxml2, whatever the text holds."""

from __future__ import annotations

from itertools import islice

from lxml import etree, html

from nutgraf.dom import Tree
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


def parse(text: str) -> Tree:
    """The page as a tree, its root `html`; NoArticleError when nothing in it can be read as HTML.

    What no reader sees is left out: UNREAD, comments, scripts and what stands in for them. JSON-LD stays: in it, pages
    describe themselves.
    """
    raw = _bytes(text)
    if b"<" not in raw:
        raise NoArticleError("not HTML")
    try:
        tree = html.document_fromstring(_mended(raw), parser=_parser())
    except (ValueError, etree.LxmlError):
        raise NoArticleError("not HTML") from None
    if tree.tag != "html" or len(tree) == 0:
        raise NoArticleError("not HTML")
    _prune(tree)
    return tree


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
        if not is_json_ld(element) and not (element.tag == "noscript" and _is_large(element)):
            element.drop_tree()


def _is_large(element: Tree) -> bool:
    return next(islice(element.iterdescendants(), UNCLOSED, None), None) is not None
