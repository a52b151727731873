"""Site memory for a crawl, in two passes before the pages are read: number every page, then count site by site.

The sites are spread over shards by their names, and one task writes each shard, so that no two machines ever write to
one file and none has to hold more than a page. Within a shard pages are counted in the order of the tasks, and so of
the crawl's files: the counts are those that a server would have after the same pages, one after the other.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from datatrove.data import Document, DocumentsPipeline
from datatrove.pipeline.base import PipelineStep

from nutgraf.crawl.pages import ANSWER
from nutgraf.crawl.shards import ShardFile, rows_of_shard
from nutgraf.learn import numbers_of
from nutgraf.model import Page
from nutgraf.options import Options
from nutgraf.settings import Settings
from nutgraf.sites.database import Database
from nutgraf.sites.domains import site_of
from nutgraf.sites.fingerprints import Fingerprints
from nutgraf.sites.location import Location
from nutgraf.sites.memory import SiteMemory
from nutgraf.sites.secret import read_secret
from nutgraf.work import Entry, read_page

ALL_MARKS = 1 << 62


@dataclass(frozen=True)
class Counts:
    """Where the counts of a crawl lie: a folder with a database for each shard, keyed with one secret."""

    folder: Path
    shards: int
    secret_file: Path
    most: int
    """Marks that a shard may hold."""

    def secret(self) -> bytes:
        """The secret; MemoryFailedError where this machine does not see it: numbers made with another match nothing."""
        return read_secret(self.secret_file, make=False)

    def numbers(self, task: int) -> Path:
        """The file with the numbers of a task's pages."""
        return self.folder / "numbers" / f"{task:07d}.zip"

    def location(self, shard: int) -> Location:
        """The database of a shard, as it is when it has been counted: nobody writes to it."""
        address = str(self.folder / f"counts-{shard:05d}.sqlite")
        return Location(address, self.secret_file, most=self.most, read_only=True)

    def location_of(self, url: str | None) -> Location | None:
        """The database that holds the site of an address; None where it names none."""
        site = site_of(url)
        return self.location(self.shard_of(site)) if site else None

    def shard_of(self, site: str) -> int:
        """The shard of a site, the same on every machine."""
        return int.from_bytes(hashlib.blake2b(site.encode(), digest_size=8).digest(), "big") % self.shards


def counts_in(folder: Path, shards: int, settings: Settings) -> Counts:
    """The counts of a crawl in a folder. The secret is the machine's own (`NUTGRAF_MEMORY_SECRET`); all marks are kept
    unless `NUTGRAF_MEMORY_MARKS` says how many in each shard."""
    most = settings.memory_marks if "memory_marks" in settings.model_fields_set else ALL_MARKS
    return Counts(folder, shards, settings.memory_secret, most)


def read_counted(page: Page, options: Options, counts: Counts) -> dict[str, Any]:
    """A page read with what was counted of its site (an `Entry`, with `counts` given)."""
    return read_page(page, options, counts.location_of(page.url), learn=False)


def numbering(counts: Counts) -> Entry:
    """What turns a page into numbers: see `learn.numbers_of`."""
    return partial(numbers_of, location=counts.location(0))


class KeepNumbers(PipelineStep):  # type: ignore[misc] # datatrove has no types
    """Keeps the numbers of a task's pages, apart by shard, in one file; pages without any are passed over.

    The file is there when the task has ended, and not before.
    """

    type = "nutgraf"
    name = "numbers"

    def __init__(self, counts: Counts) -> None:
        super().__init__()
        self.counts = counts

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> Iterator[Document]:  # noqa: ARG002
        """Every document, once its numbers are kept where it has some."""
        path = self.counts.numbers(rank)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".draft")
        with ShardFile(draft) as file:
            for document in data:
                answer = document.metadata[ANSWER]
                if answer.get("site"):
                    with self.track_time():
                        file.add(self.counts.shard_of(answer["site"]), _row(answer))
                yield document
        draft.replace(path)


class CountSites(PipelineStep):  # type: ignore[misc] # datatrove has no types
    """Counts the pages of one shard, whose number is the task's, in the order of the crawl; begins anew each time.

    `numbered` is how many tasks have numbered pages: OSError where the file of one is not there.
    """

    type = "nutgraf"
    name = "counts"

    def __init__(self, counts: Counts, numbered: int) -> None:
        super().__init__()
        self.counts = counts
        self.numbered = numbered

    def run(self, data: DocumentsPipeline = None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:  # noqa: ARG002
        """No document: the counts are in the shard's database."""
        files = map(self.counts.numbers, range(self.numbered))
        # On a disk of this machine: SQLite, while it is written to, is not safe on a network's file system.
        with TemporaryDirectory(prefix="nutgraf-count-") as folder:
            memory = SiteMemory(Database(f"{folder}/counts.sqlite"), self.counts.secret(), most=self.counts.most)
            for row in (row for file in files for row in rows_of_shard(file, rank)):
                with self.track_time():
                    counted = memory.add(row["site"], _page(row), {k: tuple(v) for k, v in row["clutter"]})
                self.stat_update("counted" if counted else "same")
            memory.database.settle()
            _put(Path(memory.database.address), Path(self.counts.location(rank).address))
        yield from data or ()


class SeesSecret(PipelineStep):  # type: ignore[misc] # datatrove has no types
    """Lets documents pass on a machine that sees the crawl's secret; MemoryFailedError elsewhere."""

    type = "nutgraf"
    name = "secret"

    def __init__(self, counts: Counts) -> None:
        super().__init__()
        self.counts = counts

    def run(self, data: DocumentsPipeline = None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:  # noqa: ARG002
        """Every document."""
        self.counts.secret()
        yield from data or ()


def _put(file: Path, place: Path) -> None:
    """Copy a file to a place, where it is whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_suffix(".draft")
    shutil.copyfile(file, draft)
    draft.replace(place)


def _row(answer: dict[str, Any]) -> dict[str, Any]:
    page = asdict(answer["page"])
    pairs = {name: list(values.items()) for name, values in (("long", page["long"]), ("clutter", answer["clutter"]))}
    return {"site": answer["site"], **page, **pairs}


def _page(row: dict[str, Any]) -> Fingerprints:
    columns = {name: tuple(row[name]) for name in ("lines", "frames", "places", "sizes")}
    return Fingerprints(**columns, long=dict(row["long"]))
