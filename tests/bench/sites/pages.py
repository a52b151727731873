"""Pages of sites, each read once, and what the others of a site say of one of them.

The pages of a site are met in an order drawn from the page's name, the page itself left out, and counted by the same
pure functions as in the database (`nutgraf.sites.counting`).
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from tqdm import tqdm

from bench.quality.outputs import read_rows
from nutgraf.boilerplate.classifier import Spotted, spot
from nutgraf.extraction import extract
from nutgraf.model import Article, NoArticleError, Page
from nutgraf.seen import SiteSeen
from nutgraf.sites.counting import Known, added, clutter_by_place, related, seen, teaches
from nutgraf.sites.fingerprints import Fingerprints, Stamp

SECRET = b"a secret of the benchmark's own."


@dataclass(frozen=True)
class SitePage:
    """A page of a site, as it was cut and labelled by itself."""

    row: Mapping[str, Any]
    article: Article
    spotted: Spotted

    @cached_property
    def fingerprints(self) -> Fingerprints:
        """Its blocks as numbers."""
        return Stamp(SECRET, str(self.row["host"])).page(self.article)

    @cached_property
    def clutter(self) -> dict[int, tuple[int, int]]:
        """Its letters by place."""
        return clutter_by_place(self.spotted.labels, self.fingerprints)

    @property
    def text(self) -> str:
        """The reading text without memory."""
        return self.text_of(label.role == "boilerplate" for label in self.spotted.labels)

    def text_of(self, stripped: Iterable[bool]) -> str:
        """The reading text where these blocks are left out."""
        return "\n".join(b.text for b, strip in zip(self.article.blocks, stripped) if not strip)


def read_site_pages(path: Path) -> list[SitePage]:
    """The pages of a file of rows, those without an article left out."""
    rows = read_rows(path)
    with Pool() as pool:
        read = list(tqdm(pool.imap(_read, rows, chunksize=4), total=len(rows), unit="page"))
    return [page for page in read if page is not None]


def _read(row: Mapping[str, Any]) -> SitePage | None:
    try:
        article = extract(Page(html=row["html"], url=row["url"]))
    except NoArticleError:
        return None
    kept = {name: row[name] for name in ("id", "host", "lang", "text", "with", "without") if name in row}
    return SitePage(kept, article, spot(article))


def by_site(pages: Iterable[SitePage]) -> dict[str, list[SitePage]]:
    """The pages by their site."""
    sites: dict[str, list[SitePage]] = defaultdict(list)
    for page in pages:
        sites[str(page.row["host"])].append(page)
    return sites


def seen_after(page: SitePage, others: Sequence[SitePage], count: int) -> SiteSeen | None:
    """What is known when `count` of the others were read before the page; None where that is nothing."""
    order = random.Random(str(page.row["id"]))  # noqa: S311 - no secret
    known = Known()
    for other in order.sample(others, min(count, len(others))):
        known = after(known, other)
    return seen(page.fingerprints, known)


def after(known: Known, page: SitePage) -> Known:
    """What is known of a site once a page was added."""
    numbers = page.fingerprints
    if not teaches(numbers) or related(numbers, known):
        return known
    return Known(known.pages + 1, {**known.marks, **added(numbers, page.clutter, known, known.pages)})


def with_others(sites: Mapping[str, list[SitePage]]) -> Iterator[tuple[SitePage, list[SitePage]]]:
    """Every page with the others of its site."""
    for pages in sites.values():
        for page in pages:
            yield page, [other for other in pages if other is not page]
