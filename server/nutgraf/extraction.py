"""From HTML to an article: the main content as trafilatura finds it, cut into blocks, and what the page says of itself.

`extractor` gives trafilatura's tree; `cutting` cuts that into pieces, `mending` makes blocks of them.
"""

from __future__ import annotations

from nutgraf.cutting import cut
from nutgraf.dom import PageIndex, Tree
from nutgraf.extractor import main_content, read_metadata, with_whole_links
from nutgraf.language import page_language
from nutgraf.mending import mend
from nutgraf.model import Article, NoArticleError, Page
from nutgraf.pagefacts import page_facts
from nutgraf.parsing import read_tree
from nutgraf.statements import stated_text, topics

MOST_MAIN_HEADINGS = 2
"""A page with more `h1` than this uses them for its sections."""
_TITLE_NAMES = frozenset({"og:title", "twitter:title", "title", "dc.title", "parsely-title", "sailthru.title"})


def extract(page: Page) -> Article:
    """Find the article on a page of HTML; NoArticleError when there is none."""
    parsed = read_tree(page.html or "")
    tree = parsed.tree
    index = PageIndex(tree)
    said = read_metadata(tree, page.url)
    pieces = with_whole_links(cut(main_content(tree)), page.url or said.url)
    if not any(piece.text for piece in pieces):
        raise NoArticleError("no main content")
    blocks = mend(tree, index, pieces)
    return Article(
        blocks=blocks,
        title=_clean(said.title) or _clean(page.title),
        byline=_clean(said.byline),
        date=_clean(said.date),
        site=_clean(said.site),
        language=page_language(tree, page.language, " ".join(b.text for b in blocks if not b.foreign)),
        url=page.url or _clean(said.url),
        headlines=headlines(tree, said.title, page.title),
        facts=page_facts(tree, index, page.url),
        stated=stated_text(tree),
        topics=topics(tree),
        warnings=parsed.warnings,
    )


def headlines(tree: Tree, *known: str | None) -> tuple[str, ...]:
    """Every wording of the title that a page gives, without repeats: the known ones first, then what it says itself."""
    said = [*known, tree.findtext(".//title")]
    said += [m.get("content") for m in tree.iter("meta") if (m.get("property") or m.get("name")) in _TITLE_NAMES]
    mains = list(tree.iter("h1"))
    if len(mains) <= MOST_MAIN_HEADINGS:
        said += [" ".join(h.itertext()) for h in mains]
    return tuple(dict.fromkeys(filter(None, map(_clean, said))))


def _clean(value: str | None) -> str | None:
    """A metadata value as one line, None when it is empty."""
    return " ".join(value.split()) or None if value else None
