"""A pass of a crawl in which pages are orders to the process that reads them (`web.entries.obey`), with a watch."""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from datatrove.data import Document, DocumentsPipeline
from datatrove.io import get_datafolder
from datatrove.pipeline.base import PipelineStep

from nutgraf.crawl.pages import ANSWER, Pages
from nutgraf.crawl.run import WriteLines
from nutgraf.crawl.sandbox import EachPage
from nutgraf.crawl.stored import StoreError
from nutgraf.options import Options
from nutgraf.settings import Settings
from web.entries import obey

SETTINGS = Settings(workers=1, page_seconds=2, worker_memory_mb=500)


class Watch(PipelineStep):  # type: ignore[misc] # datatrove has no types
    """Notes the seconds that each page took."""

    type = "test"
    name = "watch"

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> Iterator[Document]:  # noqa: ARG002
        before = time.monotonic()
        for document in data:
            document.metadata[ANSWER]["seconds"] = time.monotonic() - before
            yield document
            before = time.monotonic()


class Fall(PipelineStep):  # type: ignore[misc] # datatrove has no types
    """Has the process of task 0 killed, so many times; task 1 raises where it is told to."""

    type = "test"
    name = "fall"

    def __init__(self, folder: Path, times: int, *, fail: bool = False) -> None:
        super().__init__()
        self.folder = folder
        self.times = times
        self.fail = fail

    def run(self, data: DocumentsPipeline = None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:  # noqa: ARG002
        begun = len(list(self.folder.glob(f"{rank}-*")))
        (self.folder / f"{rank}-{begun}").touch()
        if rank == 0 and begun < self.times:
            os.kill(os.getpid(), signal.SIGKILL)
        if rank == 1 and self.fail:
            raise LookupError("of the task")
        yield from ()


class Fetch(PipelineStep):  # type: ignore[misc] # datatrove has no types
    """Task 1 finds its store failing until there is a file `up` in a folder; the others note that they have run."""

    type = "test"
    name = "fetch"

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def run(self, data: DocumentsPipeline = None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:  # noqa: ARG002
        if rank == 1 and not (self.folder / "up").exists():
            raise StoreError(errno.EIO, "it cannot be read for now", "a.jsonl")
        (self.folder / f"{rank}-{len(list(self.folder.glob(f'{rank}-*')))}").touch()
        yield from ()


class Away(PipelineStep):  # type: ignore[misc] # datatrove has no types
    """Every task finds its store failing, and notes that it has asked."""

    type = "test"
    name = "away"

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def run(self, data: DocumentsPipeline = None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:  # noqa: ARG002
        (self.folder / f"asked-{rank}").touch()
        raise StoreError(errno.EIO, "gone", "a.jsonl")
        yield from ()


def orders_pass(source: Path, target: Path, settings: Settings = SETTINGS) -> list[PipelineStep]:
    """Reads a file of orders into a folder."""
    pages = Pages(get_datafolder(str(source.parent)), [source.name])
    return [
        pages,
        EachPage(obey, Options(), settings),
        Watch(),
        WriteLines(str(target), "${rank}.jsonl", compression=None),
    ]
