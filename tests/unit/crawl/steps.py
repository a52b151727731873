"""A pass of a crawl in which pages are orders to the process that reads them (`web.entries.obey`), with a watch."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from datatrove.data import Document, DocumentsPipeline
from datatrove.io import get_datafolder
from datatrove.pipeline.base import PipelineStep

from nutgraf.crawl.pages import ANSWER, Pages
from nutgraf.crawl.run import WriteLines
from nutgraf.crawl.sandbox import EachPage
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


def orders_pass(source: Path, target: Path, settings: Settings = SETTINGS) -> list[PipelineStep]:
    """Reads a file of orders into a folder."""
    pages = Pages(get_datafolder(str(source.parent)), [source.name])
    return [
        pages,
        EachPage(obey, Options(), settings),
        Watch(),
        WriteLines(str(target), "${rank}.jsonl", compression=None),
    ]
