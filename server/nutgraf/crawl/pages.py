"""The first step of a pass: the rows of a crawl's files, each file a task of its own.

datatrove's own readers drop rows without text and WARC records without `WARC-Identified-Payload-Type`; here no row is
lost, whatever is in it, and a file that is broken gives the rows before the break and one that says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import IO, Any

from datatrove.data import Document, DocumentsPipeline
from datatrove.io import DataFolder
from datatrove.pipeline.readers.base import BaseDiskReader

from nutgraf import columns, warc
from nutgraf.rows import CUT_SHORT, Numbered, parsed

LINES = (".jsonl", ".jsonl.gz", ".jsonl.xz", ".jsonl.zst")
ROW = "row"
"""Key of a document's row among its metadata: see `rows.parsed`."""
ANSWER = "answer"
"""Key of what came of it, once it has been read."""
ORDER = "order"
"""Key of the row's place in the crawl: the file's name and the row's number in it."""


def is_known(name: str) -> bool:
    """Whether a file holds rows, by its name."""
    return warc.is_warc(name) or columns.is_parquet(name) or name.lower().endswith(LINES)


class Pages(BaseDiskReader):  # type: ignore[misc] # datatrove has no types
    """A document for each row of `files` in a folder, local or whatever fsspec reads: task n of N takes every Nth."""

    name = "pages"

    def __init__(self, folder: DataFolder, files: list[str]) -> None:
        super().__init__(folder)
        self.files = files

    def run(self, data: DocumentsPipeline = None, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """The documents of a task's files, one file after the other."""
        if data:
            yield from data
        yield from self.read_files_shard(self.files[rank::world_size])

    def read_file(self, filepath: str) -> Iterator[Document]:
        """The documents of a file, numbered from 1 as `rows.open_source` does."""
        number = 0
        try:
            with self._rows(filepath) as rows:
                for number, row in rows:
                    row_id, value = parsed(row, number)
                    yield _document(filepath, number, row_id, value)
        except (*CUT_SHORT, OSError) as error:
            reason = getattr(error, "strerror", None) or error
            answer = {"id": filepath, "error": f"broken-file: it can be read no further ({reason})"}
            yield _document(filepath, number + 1, filepath, None, answer)

    @contextmanager
    def _rows(self, filepath: str) -> Iterator[Iterator[Numbered]]:
        archive, table = warc.is_warc(filepath), columns.is_parquet(filepath)
        # fastwarc unpacks for itself
        with self.data_folder.open(filepath, "rb", compression=None if archive or table else "infer") as file:
            if archive:
                yield enumerate(warc.rows_of(file), 1)
            elif table:
                yield enumerate(columns.rows_of(file), 1)
            else:
                yield _lines(file)


def _lines(file: IO[bytes]) -> Iterator[Numbered]:
    text = TextIOWrapper(file, encoding="utf-8-sig", errors="replace")
    return ((number, line) for number, line in enumerate(text, 1) if line.strip())


def _document(name: str, number: int, row_id: Any, row: Any, answer: dict[str, Any] | None = None) -> Document:
    metadata = {ROW: row, "row_id": row_id, ORDER: (name, number)}
    return Document(text="", id=f"{name}/{number}", metadata=metadata | ({ANSWER: answer} if answer else {}))
