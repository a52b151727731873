"""What a page shows of its own kind: an article, or a front page, search results, a product, a log-in, an error.

`page_facts` reads signs off the parsed page and its address (which words and names count is data, `pagekind.toml`),
`measure` counts what the main content is made of. What follows from both is said in `pagekind.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from nutgraf.dom import PageIndex, Tree, letters
from nutgraf.model import Block, Label, PageFacts, count_words
from nutgraf.pagekind import Content, tables
from nutgraf.phrasebook import Phrasebook, words_of
from nutgraf.statements import json_ld
from nutgraf.teasers import find_teasers

SOME_TEASERS = 5
MANY_TEASERS = 12
FEWEST_WORDS = 8
"""Words from which a block is prose: what is shorter is a heading, a caption, a button."""
ROW_WORDS = 25
"""The same for a row of a table: old pages are laid out in tables."""
MOST_LINKS = 0.5
"""Link density up to which a block is prose."""
LONG_BLOCK = 150
"""Letters from which a block may have swallowed lists."""
MOST_DATA = 200_000
"""Characters of JSON-LD that are looked at."""
MOST_TITLE = 400
MOST_BUTTON = 60
MOST_PARAGRAPHS = 6
SLUG_WORDS = 3
"""Words that the last part of an address has at the least where it is the headline of a story."""
_SEPARATOR = re.compile(r"\s[|–—·•»:-]\s|[|»:]\s")
_TOKEN = re.compile(r"[\w-]+")
_ABOUT = ("@graph", "mainEntity", "mainEntityOfPage")
_DATES = frozenset({"article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date"})


def page_facts(tree: Tree, index: PageIndex, url: str | None) -> PageFacts:
    """Signs and teasers of a page, of which `index` was made. Read them before the tree is given to an extractor."""
    teasers = tuple(find_teasers(tree, index, url))
    signs = {
        *address_signs(url),
        *title_signs(tree),
        *_meta_signs(tree),
        *_root_signs(tree),
        *_form_signs(tree, index),
        *_text_signs(tree),
    }
    types = set(_types(tree))
    signs.update(f"ld_{kind}" for kind, names in tables()["types"].items() if types.intersection(names))
    if "ld_article" in signs:
        signs -= {"ld_site", "ld_section"}
    if len(teasers) >= SOME_TEASERS:
        signs.add("teasers_many" if len(teasers) >= MANY_TEASERS else "teasers_some")
    return PageFacts(frozenset(signs & tables()["signs"].keys()), teasers)


def measure(blocks: Sequence[Block], labels: Sequence[Label], teasers: Sequence[str]) -> Content:
    """What the main content is made of: words of running prose, and words of entries of lists of links."""
    known = "\n".join(teasers)
    prose = listed = 0
    for block, label in zip(blocks, labels):
        words = count_words(block.text)
        inside = 1.0 if block.link_density > MOST_LINKS else _listed_share(letters(block.text), known, teasers)
        listed += round(words * inside)
        rest = round(words * (1 - inside))
        if label.role != "boilerplate" and block.tag != "head":
            prose += rest if rest >= (ROW_WORDS if block.tag == "row" else FEWEST_WORDS) else 0
    return Content(prose, listed)


def _listed_share(text: str, known: str, teasers: Sequence[str]) -> float:
    """The share of a text that teasers make up: it may stand in one, or be a whole page in one block."""
    if not known or not text:
        return 0.0
    if text in known:
        return 1.0
    return min(1.0, sum(len(t) for t in teasers if t in text) / len(text)) if len(text) > LONG_BLOCK else 0.0


def address_signs(url: str | None) -> Iterator[str]:
    """Signs in an address: that of a whole site, or names of kinds among the parts of its path and query."""
    try:
        parts = urlsplit(url or "")
        query = dict(parse_qsl(parts.query, max_num_fields=50))
    except ValueError:
        return
    if parts.scheme not in ("http", "https"):
        return
    *folders, last = [part for part in parts.path.lower().split("/") if part] or [""]
    last = last.removesuffix(".html").removesuffix(".php").removesuffix(".aspx")
    words = tables()["address"]
    if not folders and not query and last in words["roots"]:
        yield "address_root"
    for kind, names in words["names"].items():
        within = kind in words["folders"] and folders and folders[-1] in names and last.count("-") < SLUG_WORDS
        if last in names or within:
            yield f"address_{kind}"
    if any(name.lower() in words["queries"] for name in query) and (not last or last in words["names"]["search"]):
        yield "address_query"
    numbered = folders and folders[-1] in words["pages"] and last.isdecimal()
    if numbered or any(name in words["pages"] and value.isdecimal() for name, value in query.items()):
        yield "address_paged"
    if last not in words["roots"] and len(folders) <= 1 and not any(c in "-_.0123456789" for c in last):
        yield "address_short"


def title_signs(tree: Tree) -> Iterator[str]:
    """Kinds that the title, or the first main heading, names."""
    heading = next(tree.iter("h1"), None)
    said = [tree.findtext(".//title") or "", " ".join(heading.itertext()) if heading is not None else ""]
    whole = [text[:MOST_TITLE] for text in said]
    parts = [words_of(part) for text in whole for part in (text, *_SEPARATOR.split(text))]
    for kind, phrases in _phrases("titles").items():
        if any(map(phrases.is_said_in, parts)):
            yield f"title_{kind}"


@lru_cache(maxsize=4)
def _phrases(table: str) -> dict[str, Phrasebook]:
    return {kind: Phrasebook(phrases) for kind, phrases in tables()[table].items()}


def _text_signs(tree: Tree) -> Iterator[str]:
    """What the page says of itself in its own first paragraphs: that there is no such page."""
    errors = _phrases("paragraphs")["error"]
    for paragraph in islice(tree.iter("p"), MOST_PARAGRAPHS):
        if errors.is_said_in(words_of("".join(paragraph.itertext())[:MOST_TITLE])):
            yield "says_error"


def _meta_signs(tree: Tree) -> Iterator[str]:
    """Signs in the page's metadata."""
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        value = (meta.get("content") or "").strip().lower()
        if name == "og:type" and value:
            yield f"og_{value.removeprefix('og:').partition('.')[0]}"
        elif name in _DATES and value:
            yield "dated"
        elif name == "robots" and "noindex" in value:
            yield "noindex"
        elif name in ("product:price:amount", "og:price:amount", "price"):
            yield "price"


def _root_signs(tree: Tree) -> Iterator[str]:
    """What the page's root elements are called, and what it marks in its text."""
    names = tables()["body"]
    for element in (tree, *tree.iter("body", "main")):
        said = " ".join(filter(None, (element.get("class"), element.get("id"), element.get("data-page-type"))))
        tokens = set(_TOKEN.findall(said.lower()))
        yield from (f"body_{kind}" for kind, known in names.items() if tokens.intersection(known))
    for element in tree.iterfind(".//*[@itemprop]"):
        marked = (element.get("itemprop") or "").lower()
        if marked in ("articlebody", "datepublished", "price"):
            yield {"articlebody": "article_body", "datepublished": "dated", "price": "price"}[marked]


def _form_signs(tree: Tree, index: PageIndex) -> Iterator[str]:
    """Signs in fields, buttons and players."""
    for field in tree.iter("input"):
        kind, name = (field.get("type") or "text").lower(), (field.get("name") or "").lower()
        if kind == "password":
            yield "password"
        elif kind == "email" or name in ("email", "e-mail"):
            yield "asks_mail"
        elif (kind == "search" or name in ("q", "s", "query")) and (field.get("value") or "").strip():
            yield "query_shown"
    if any(_buys(button, index) for button in tree.iter("button", "a", "input")):
        yield "buys"
    if next(tree.iter("video", "audio"), None) is not None:
        yield "player"


def _buys(button: Tree, index: PageIndex) -> bool:
    """Whether a button, or a link that may look like one, says that it buys."""
    buys = _phrases("buttons")["buys"]
    if button.tag == "input":
        said = button.get("value") or ""
    elif (span := index.spans.get(button)) and index.letters.startswith(buys.letters, span[0]):
        said = " ".join(islice(button.itertext(), 5))
    else:  # a page has hundreds of links, and their letters are known
        return False
    return len(said) <= MOST_BUTTON and buys.is_said_in(words_of(said))


def _types(tree: Tree) -> Iterator[str]:
    """The schema.org types that the page gives itself: JSON-LD, the graph in it, and the itemtype around a heading."""
    for text in json_ld(tree):
        try:
            yield from _data_types(json.loads(text[:MOST_DATA], strict=False))
        except (ValueError, RecursionError):
            yield from re.findall(r'"@type"\s*:\s*"(\w+)"', text[:500])
    for element in tree.iterfind(".//*[@itemtype]"):
        if next(element.iter("h1"), None) is not None:
            yield (element.get("itemtype") or "").rpartition("/")[2]


def _data_types(data: Any) -> Iterator[str]:
    """Types at the top of JSON-LD, and of what it says the page is about."""
    if isinstance(data, list):
        for entry in data[:50]:
            yield from _data_types(entry)
    elif isinstance(data, dict):
        said = data.get("@type")
        yield from (str(name) for name in (said if isinstance(said, list) else [said]) if name)
        for inside in _ABOUT:
            yield from _data_types(data.get(inside))
