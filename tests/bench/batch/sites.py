"""Sites counted in two passes before their pages are read, beside a memory that read the rows one after the other."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import mean
from typing import Any

from bench.batch.engines import DATATROVE, Work, done
from bench.batch.memory import Peak, peak_of
from bench.batch.packing import Raw, joined, pack
from nutgraf.crawl.counting import Counts, counts_in
from nutgraf.crawl.shards import rows_of_shard
from nutgraf.learn import learn_rows
from nutgraf.model import Article, Label, NoArticleError
from nutgraf.options import Options
from nutgraf.processes import start_method
from nutgraf.rows import Row, open_source, page_of
from nutgraf.seen import SiteSeen
from nutgraf.settings import Settings
from nutgraf.sites.location import Location
from nutgraf.sites.memory import open_memory

EARLY, LATE = 10, 30
"""Pages of a site that are its first, and after how many come the late ones."""
_ONE_PAGE = "SELECT count(*), sum(length(pages) IN (3, 7)) FROM mark"
"""Marks, and those with a single page: three bytes of a line or frame, seven of a place (`sites.postings`)."""


@dataclass(frozen=True)
class Sites:
    """A crawl of sites with several pages, and what its counts take."""

    pages: int
    known: int
    """Pages of whose site something was known."""
    differ: int
    """Pages of whose blocks an online memory would have said something else."""
    read_otherwise: int
    """Pages whose row is not what the reader makes of the page with the online memory."""
    counted: int
    """Pages that were counted."""
    marks: int
    once: int
    """Marks with a single page."""
    blocks: float
    """Blocks of a Reading."""
    numbers_bytes: int
    counts_bytes: int
    new_early: float
    """Marks that a page adds among the first of its site."""
    new_late: float
    """The same among later ones; nan where no site has so many pages."""
    peak: Peak
    counts: Counts
    whole: Path
    """The pages in one file."""


def crawl(pages: list[Raw], folder: Path, files: int) -> Sites:
    """Have sites crawled, their pages counted one after the other too, and both compared page by page."""
    pack(pages, folder / "sites", files)
    whole = joined(folder / "sites")
    online_at = str(folder / "online.sqlite")
    settings = Settings(workers=2, memory=True, memory_at=online_at, memory_secret=folder / "secret")
    work = Work(DATATROVE, folder / "sites", folder / "out-sites", learn=True)
    peak = peak_of(lambda: done(work, settings.memory_secret))
    counts = counts_in(work.target / "sites", files, settings)
    online = settings.memory_location
    assert online is not None
    learn_rows(str(whole), open_memory(online), settings)
    written = work.rows()
    with open_source(str(whole)) as rows, start_method().Pool(2) as pool:
        pairs = pool.imap(partial(both, counts=counts, online=online), (row for _, row in rows), chunksize=4)
        there = [(key, seen, answer) for key, seen, answer in pairs]
    marks, once, counted = in_all(counts)
    early, late = new_marks(_numbers(counts))
    return Sites(
        pages=len(there),
        known=sum(seen[0] is not None for _, seen, _ in there),
        differ=sum(seen[0] != seen[1] for _, seen, _ in there),
        read_otherwise=sum(answer != _bare(written[key]) for key, _, answer in there),
        counted=counted,
        marks=marks,
        once=once,
        blocks=mean(len(row.get("blocks", ())) for row in written.values()),
        numbers_bytes=sum(path.stat().st_size for path in (counts.folder / "numbers").glob("*.zip")),
        counts_bytes=sum(path.stat().st_size for path in counts.folder.glob("*.sqlite")),
        new_early=early,
        new_late=late,
        peak=peak,
        counts=counts,
        whole=whole,
    )


def both(row: Row, counts: Counts, online: Location) -> tuple[str, tuple[SiteSeen | None, SiteSeen | None], Row]:
    """A page with what the crawl's counts say of its blocks and what the online memory says, and how it is read with
    the latter."""
    from nutgraf import reader
    from nutgraf.sites.visit import visit

    said: list[SiteSeen | None] = []

    def recall(article: Article, labels: tuple[Label, ...]) -> SiteSeen | None:
        for location in (counts.location_of(row["url"]), online):
            on_its_way = visit(location, row["url"])
            said.append(on_its_way.recall(article, labels) if on_its_way else None)
        return said[-1]

    try:
        answer = reader.read_page(page_of(row), Options(), recall).to_dict()
    except NoArticleError:
        answer = {}
    seen = (said[0], said[1]) if said else (None, None)
    return row["id"], seen, _bare(json.loads(json.dumps({"id": row["id"], **answer})))


def _bare(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in ("timings", "error")}


def in_all(counts: Counts) -> tuple[int, int, int]:
    """The marks of all shards, those of a single page, and the pages that were counted."""
    marks = once = pages = 0
    for shard in range(counts.shards):
        memory = open_memory(counts.location(shard))
        with memory.database.transaction() as cursor:
            ((every, single),) = memory.database.run(cursor, _ONE_PAGE)
        marks, once = marks + every, once + (single or 0)
        pages += sum(site.pages for site in memory.sites())
    return marks, once, pages


def _numbers(counts: Counts) -> Iterator[dict[str, Any]]:
    for path in sorted((counts.folder / "numbers").glob("*.zip")):
        for shard in range(counts.shards):
            yield from rows_of_shard(path, shard)


def new_marks(rows: Iterator[dict[str, Any]]) -> tuple[float, float]:
    """Marks that a page of a site adds to those of the pages before: of its first EARLY, and after LATE of them."""
    known: dict[str, set[int]] = defaultdict(set)
    pages: dict[str, int] = defaultdict(int)
    early, late = [], []
    for row in rows:
        numbers = {n for name in ("lines", "frames", "places") for n in row[name] if n is not None}
        site = row["site"]
        pages[site] += 1
        if pages[site] <= EARLY:
            early.append(len(numbers - known[site]))
        elif pages[site] > LATE:
            late.append(len(numbers - known[site]))
        known[site] |= numbers
    return (mean(early) if early else float("nan")), (mean(late) if late else float("nan"))
