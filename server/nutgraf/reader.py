"""The whole story in one function: a page comes in, its `Reading` goes out.

Nothing here, or below, opens a file of the user's, a socket or a database.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from nutgraf.boilerplate.classifier import Spotted, label_blocks, spot
from nutgraf.boilerplate.repetition import relabel
from nutgraf.dom import PageIndex
from nutgraf.extraction import extract
from nutgraf.language import text_language
from nutgraf.model import (
    Article,
    Block,
    Label,
    NoArticleError,
    Page,
    Reading,
    Remembered,
    count_words,
    storable,
)
from nutgraf.options import SENTENCES, Algorithm, Mode, Options
from nutgraf.pagefacts import measure, page_facts
from nutgraf.pagekind import Content, Verdict, judge, looks_like
from nutgraf.parsing import parse
from nutgraf.seen import Recall
from nutgraf.summary.summarizer import Summary, digest

FEWEST_WORDS = 12
"""Words of content below which a page has no article: a menu, a stray line, an empty frame. A text may be shorter:
somebody chose it."""
DEFAULTS = Options()
T = TypeVar("T")
LONGEST_TITLE = 200
"""Characters that a title has at the most, where it has to be guessed."""
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_ADDRESS_LINE = re.compile(r"(?m)^[ \t]*(https?://\S+)[ \t]*$")


def read(
    html: str,
    url: str | None = None,
    *,
    title: str | None = None,
    language: str | None = None,
    sentences: int = SENTENCES,
    words: int | None = None,
    algorithm: Algorithm = "news",
    mode: Mode = "normal",
) -> Reading:
    """Read a page of HTML.

    `url` is where the page came from (relative links and the site's own ones are judged by it), `title` stands in
    where the page names none, `language` (ISO 639-1) overrules the page's own word, `sentences` and
    `words` are the most that the summary holds, `algorithm` is who makes it, `mode` how much is taken for boilerplate:
    see `options.Options`, whose ValueError names what there is. Raises NoArticleError, which says what the page looks
    like, when it has no article.
    """
    page = Page(html=html, url=url, title=title, language=language)
    return read_page(page, Options(sentences=sentences, words=words, algorithm=algorithm, mode=mode))


def read_text(
    text: str,
    *,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
    sentences: int = SENTENCES,
    words: int | None = None,
    algorithm: Algorithm = "news",
    mode: Mode = "normal",
) -> Reading:
    """Read an article that has no HTML, paragraphs apart by a blank line; else as `read`."""
    page = Page(text=text, url=url, title=title, language=language)
    return read_page(page, Options(sentences=sentences, words=words, algorithm=algorithm, mode=mode))


def read_page(page: Page, options: Options = DEFAULTS, recall: Recall | None = None) -> Reading:
    """Read a `Page`, whichever of `html` and `text` it holds; `recall` gives what was seen of its site, if anything."""
    clock = _Clock()
    article = clock.time("extraction", lambda: extract_or_say(page) if page.html is not None else from_text(page))
    spotted = clock.time("boilerplate", lambda: spot(article, options.mode))
    labels, remembered = spotted.labels, None
    if recall is not None:
        labels, remembered = clock.time("memory", lambda: remember(article, spotted, options.mode, recall))
    doubt = look_for_article(article, spotted.labels) if page.html is not None else None
    summary = clock.time("summary", lambda: summary_of(article, labels, options))
    return Reading(
        blocks=article.blocks,
        labels=labels,
        summary=summary.sentences,
        url=article.url,
        title=article.title,
        byline=article.byline,
        date=article.date,
        site=article.site,
        language=article.language,
        timings=clock.milliseconds(),
        warnings=(*article.warnings, doubt) if doubt else article.warnings,
        short=summary.short,
        remembered=remembered,
    )


def remember(
    article: Article, spotted: Spotted, mode: Mode, recall: Recall
) -> tuple[tuple[Label, ...], Remembered | None]:
    """The labels with what was seen of the page's site; those by the page alone where nothing was.

    What is counted for other pages are the labels of one mode, whichever this page is read in.
    """
    site = recall(article, spotted.labels if mode == DEFAULTS.mode else label_blocks(article, DEFAULTS.mode))
    if site is None:
        return spotted.labels, None
    labels, changed = relabel(article, spotted, site, mode)
    # What is an article without memory is one with it.
    left = content_words(article.blocks, labels)
    return (labels, changed) if left >= FEWEST_WORDS else (spotted.labels, Remembered(site.pages))


def summary_of(article: Article, labels: Sequence[Label], options: Options) -> Summary:
    """The summary of an article whose blocks are labelled."""
    return digest(
        article.blocks,
        labels,
        title=article.title,
        language=article.language,
        count=options.sentences,
        words=options.words,
        algorithm=options.algorithm,
    )


def extract_or_say(page: Page) -> Article:
    """The article on a page of HTML; where there is none the NoArticleError says what the page looks like."""
    try:
        return extract(page)
    except NoArticleError as error:
        tree = parse(page.html or "")
        verdict = judge(page_facts(tree, PageIndex(tree), page.url).signs, Content(0, 0))
        raise _no_article(str(error), verdict) from None


def look_for_article(article: Article, labels: Sequence[Label]) -> str | None:
    """A doubt whether the page is an article, in words for the reader, or None; NoArticleError where there is none."""
    own = [label for b, label in zip(article.blocks, labels) if not b.foreign]
    blocks = article.story.blocks
    verdict = judge(article.facts.signs, measure(blocks, own, article.facts.teasers))
    if content_words(blocks, own) < FEWEST_WORDS:
        raise _no_article("the page has next to no text beside its menus", verdict)
    if verdict and verdict.refused:
        raise _no_article("the page is no article", verdict)
    return f"{looks_like(verdict.kind, verdict.reason)} It was read all the same." if verdict else None


def _no_article(message: str, verdict: Verdict | None) -> NoArticleError:
    return NoArticleError(message, verdict.kind, verdict.reason) if verdict else NoArticleError(message)


def content_words(blocks: Sequence[Block], labels: Sequence[Label]) -> int:
    """Words of the blocks that are read, headings apart."""
    return sum(
        count_words(b.text) for b, label in zip(blocks, labels) if label.role != "boilerplate" and b.tag != "head"
    )


def from_text(page: Page) -> Article:
    """Plain text as an article: a block for each paragraph; NoArticleError when it is empty.

    Where nobody says the title, a first line that reads like one is taken for it.
    """
    text = storable(page.text or "")
    paragraphs = tuple(filter(None, (" ".join(p.split()) for p in _paragraphs(text))))
    if not paragraphs:
        raise NoArticleError("no text")
    title = page.title or _title_of(paragraphs)
    blocks = tuple(Block(i, p, "p") for i, p in enumerate(paragraphs))
    language = text_language(page.language, text)
    return Article(blocks=blocks, title=title, language=language, url=page.url)


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a text; a line that is nothing but an address stands by itself."""
    for paragraph in _BLANK_LINE.split(text):
        yield from _ADDRESS_LINE.split(paragraph)


def _title_of(paragraphs: Sequence[str]) -> str | None:
    """The first paragraph, where it is short, no sentence, and followed by text that is longer."""
    first, *rest = paragraphs
    short = len(first) <= LONGEST_TITLE and not first.endswith((".", "!", "…", ":", "。", "।", "۔"))
    return first if short and any(len(p) > len(first) for p in rest[:2]) else None


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
