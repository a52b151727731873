"""Site memory filled ahead: `nutgraf sites learn PAGES`.

Workers turn pages into numbers, this process counts them in the order of the rows: the counts are those that a server
would have after the same pages, one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from nutgraf.batch import progress, read_rows
from nutgraf.model import Page
from nutgraf.options import Options
from nutgraf.rows import open_source, whole
from nutgraf.settings import Settings
from nutgraf.sites.location import Location
from nutgraf.sites.memory import SiteMemory
from nutgraf.workers import Workers


@dataclass(frozen=True)
class Learnt:
    """What came of the rows."""

    counted: int = 0
    same: int = 0
    """Pages too short to be told apart, or with an article that was counted before."""
    without: int = 0
    """Rows without an article beyond doubt, without a site, or that could not be read."""


def learn_rows(source: str, memory: SiteMemory, settings: Settings) -> Learnt:
    """Count the page of every row of a file (see `rows`) in the memory.

    Raises OSError for the file and MemoryFailedError; a row that fails is counted as such.
    """
    location = settings.memory_location
    workers = Workers(settings, partial(numbers_of, location=location))
    tally = {True: 0, False: 0, None: 0}
    try:
        with whole(source), open_source(source) as pages:
            for counted in _counted(progress(read_rows(pages, workers, Options())), memory):
                tally[counted] += 1
    finally:
        workers.stop()
    return Learnt(tally[True], tally[False], tally[None])


def _counted(rows: Iterable[dict[str, Any]], memory: SiteMemory) -> Iterator[bool | None]:
    for row in rows:
        yield memory.add(row["site"], row["page"], row["clutter"]) if row.get("site") else None


def numbers_of(page: Page, options: Options, location: Location | None) -> dict[str, Any]:
    """A page as numbers (runs in a worker); empty where it names no site or may be no article."""
    from nutgraf import reader  # here: the process that owns the workers shall not import it
    from nutgraf.sites.visit import visit

    on_its_way = visit(location, page.url)
    if on_its_way is None or page.html is None or reader.read_page(page, options, on_its_way.take).warnings:
        return {}
    return {"site": on_its_way.site, "page": on_its_way.page, "clutter": on_its_way.clutter}
