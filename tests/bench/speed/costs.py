"""CPU time of a Reading and of its stages, page by page, beside trafilatura's: all in one process, in turns."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import trafilatura

from nutgraf.boilerplate.classifier import label_blocks
from nutgraf.cutting import cut
from nutgraf.dom import PageIndex
from nutgraf.extraction import extract
from nutgraf.extractor import main_content, read_metadata, with_whole_links
from nutgraf.language import page_language
from nutgraf.mending import mend
from nutgraf.model import Page
from nutgraf.pagefacts import page_facts
from nutgraf.parsing import parse
from nutgraf.reader import DEFAULTS, look_for_article, read_page, summary_of
from nutgraf.statements import stated_text, topics

BASE = "trafilatura.extract(with_metadata=True)"
DEFAULT = "trafilatura.extract()"
READING = "Reading"
ROUNDS = 3

Costs = dict[str, float]
"""Milliseconds of CPU by name; the stages of something begin with two spaces more than its own name."""


def cpu(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds of CPU that a piece of work takes, at best of a few rounds."""
    best = float("inf")
    for _ in range(rounds):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return 1000 * best


def contenders(page: Page) -> dict[str, Callable[[], object]]:
    """Who reads a page: trafilatura, as it comes and with metadata, and nutgraf."""
    html, url = page.html or "", page.url
    return {
        DEFAULT: lambda: trafilatura.extract(html, url=url),
        BASE: lambda: trafilatura.extract(html, url=url, with_metadata=True),
        READING: lambda: read_page(page),
    }


def costs_of(page: Page) -> Costs:
    """Each contender's cost on one page. NoArticleError where nutgraf finds no article on it."""
    read_page(page)
    return {name: cpu(work) for name, work in contenders(page).items()}


def stages_of(page: Page) -> Costs:
    """The cost of each stage of a Reading, each on what the ones before it gave."""
    tree = parse(page.html or "")
    index = PageIndex(tree)
    url = page.url or read_metadata(tree, page.url).url
    content = main_content(tree)
    pieces = with_whole_links(cut(content), url)
    article = extract(page)
    labels = label_blocks(article)
    text = " ".join(piece.text for piece in pieces)
    return {
        "  extraction": cpu(lambda: extract(page)),
        "    parsing": cpu(lambda: parse(page.html or "")),
        "    letters and where they stand": cpu(lambda: PageIndex(tree)),
        "    metadata": cpu(lambda: read_metadata(tree, page.url)),
        "    main content (trafilatura)": cpu(lambda: main_content(tree)),
        "    cutting into blocks": cpu(lambda: with_whole_links(cut(content), url)),
        "    mending": cpu(lambda: mend(tree, index, pieces)),
        "    signs of the page's kind": cpu(lambda: page_facts(tree, index, page.url)),
        "    statements": cpu(lambda: (stated_text(tree), topics(tree))),
        "    language": cpu(lambda: page_language(tree, None, text)),
        "  labels": cpu(lambda: label_blocks(article)),
        "  is it an article": cpu(lambda: look_for_article(article, labels)),
        "  summary": cpu(lambda: summary_of(article, labels, DEFAULTS)),
    }


@dataclass(frozen=True)
class Share:
    """A cost as a multiple of another's: by the medians, the 95th percentiles and the sums over the pages."""

    median: float
    p95: float
    total: float


def share(costs: Sequence[float], base: Sequence[float]) -> Share:
    """How the costs of some pages compare with other costs of the same pages."""
    return Share(statistics.median(costs) / statistics.median(base), p95(costs) / p95(base), sum(costs) / sum(base))


def p95(values: Sequence[float]) -> float:
    """The value below which 95 of 100 lie; of a few the largest."""
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]


def shares(pages: Sequence[Mapping[str, float]], base: str = BASE) -> dict[str, Share]:
    """The share of everything that was measured on the pages."""
    return {name: share([p[name] for p in pages], [p[base] for p in pages]) for name in pages[0]}
