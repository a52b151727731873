"""The whole story in one function: a page comes in, its `Reading` goes out.

Nothing here, or below, opens a file of the user's, a socket or a database.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from nutgraf.boilerplate.classifier import label_blocks
from nutgraf.extraction import extract
from nutgraf.language import text_language
from nutgraf.model import Article, Block, Label, NoArticleError, Page, Reading, count_words, storable
from nutgraf.summary.summarizer import summarize

SENTENCES = 3
FEWEST_WORDS = 12
"""Words of content below which a page has no article: a menu, a stray line, an empty frame. A text may be shorter:
somebody chose it."""
T = TypeVar("T")
_PARAGRAPH = re.compile(r"\n\s*\n")


def read(
    html: str,
    url: str | None = None,
    *,
    title: str | None = None,
    language: str | None = None,
    sentences: int = SENTENCES,
) -> Reading:
    """Read a page of HTML.

    `url` is where the page came from (relative links and the site's own ones are judged by it), `title` stands in
    where the page names none, `language` (ISO 639-1) overrules the page's own word, `sentences` is the most that the
    summary holds. Raises NoArticleError when the page has no article.
    """
    return read_page(Page(html=html, url=url, title=title, language=language), sentences)


def read_text(
    text: str,
    *,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
    sentences: int = SENTENCES,
) -> Reading:
    """Read an article that has no HTML, paragraphs apart by a blank line; else as `read`."""
    return read_page(Page(text=text, url=url, title=title, language=language), sentences)


def read_page(page: Page, sentences: int = SENTENCES) -> Reading:
    """Read a `Page`, whichever of `html` and `text` it holds."""
    clock = _Clock()
    article = clock.time("extraction", lambda: extract(page) if page.html is not None else from_text(page))
    labels = clock.time("boilerplate", lambda: label_blocks(article))
    if page.html is not None and content_words(article.blocks, labels) < FEWEST_WORDS:
        raise NoArticleError("the page has next to no text beside its menus")
    summary = clock.time(
        "summary",
        lambda: summarize(article.blocks, labels, title=article.title, language=article.language, count=sentences),
    )
    return Reading(
        blocks=article.blocks,
        labels=labels,
        summary=summary,
        url=article.url,
        title=article.title,
        byline=article.byline,
        date=article.date,
        site=article.site,
        language=article.language,
        timings=clock.milliseconds(),
    )


def content_words(blocks: Sequence[Block], labels: Sequence[Label]) -> int:
    """Words of the blocks that are read, headings apart."""
    return sum(
        count_words(b.text) for b, label in zip(blocks, labels) if label.role != "boilerplate" and b.tag != "head"
    )


def from_text(page: Page) -> Article:
    """Plain text as an article: a block for each paragraph; NoArticleError when it is empty."""
    paragraphs = (" ".join(p.split()) for p in _PARAGRAPH.split(storable(page.text or "")))
    blocks = tuple(Block(i, p, "p") for i, p in enumerate(filter(None, paragraphs)))
    if not blocks:
        raise NoArticleError("no text")
    language = text_language(page.language, page.text or "")
    return Article(blocks=blocks, title=page.title, language=language, url=page.url)


class _Clock:
    """Milliseconds of wall time by stage."""

    def __init__(self) -> None:
        self.start = time.perf_counter()
        self.stages: dict[str, float] = {}

    def time(self, stage: str, work: Callable[[], T]) -> T:
        begin = time.perf_counter()
        result = work()
        self.stages[stage] = time.perf_counter() - begin
        return result

    def milliseconds(self) -> dict[str, float]:
        seconds = {**self.stages, "total": time.perf_counter() - self.start}
        return {stage: round(1000 * s, 2) for stage, s in seconds.items()}
