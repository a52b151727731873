"""The first step of a pass: the rows of a crawl's files, each file a task of its own.

datatrove's own readers drop rows without text and WARC records without `WARC-Identified-Payload-Type`; here no row is
lost, whatever is in it, and a file that is broken gives the rows before the break and one that says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, TextIOWrapper
from time import sleep
from typing import IO, Any

from datatrove.data import Document, DocumentsPipeline
from datatrove.io import DataFolder
from datatrove.pipeline.readers.base import BaseDiskReader

from nutgraf import columns, warc
from nutgraf.crawl.stored import StoreError, opened, unpacked
from nutgraf.rows import CUT_SHORT, Numbered, parsed

LINES = (".jsonl", ".jsonl.gz", ".jsonl.xz", ".jsonl.zst")
ROW = "row"
"""Key of a document's row among its metadata: see `rows.parsed`."""
ANSWER = "answer"
"""Key of what came of it, once it has been read."""
WAITS = (1.0, 5.0, 15.0)
"""Seconds after which a store that has failed is asked again."""


def is_known(name: str) -> bool:
    """Whether a file holds rows, by its name."""
    return warc.is_warc(name) or columns.is_parquet(name) or name.lower().endswith(LINES)


class Pages(BaseDiskReader):  # type: ignore[misc] # datatrove has no types
    """A document for each row of `files` in a folder, local or whatever fsspec reads: task n of N takes every Nth."""

    name = "pages"

    def __init__(self, folder: DataFolder, files: list[str], *, skip_unreadable: bool = False) -> None:
        super().__init__(folder)
        self.files = files
        self.skips_unreadable = skip_unreadable or folder.is_local()
        """Whether a file whose store fails for long is a row that says so, and no error."""

    def run(self, data: DocumentsPipeline = None, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """The documents of a task's files, one file after the other."""
        if data:
            yield from data
        yield from self.read_files_shard(self.files[rank::world_size])

    def read_file(self, filepath: str) -> Iterator[Document]:
        """The documents of a file, numbered from 1 as `rows.open_source` does. A store that fails is asked again, as
        often as it goes on giving rows; StoreError when that does not help, unless such files are skipped, as those on
        a disk of this machine's are."""
        read = tries = 0
        while True:
            before = read
            try:
                for number, row in self._rows(filepath, read):
                    yield _document(filepath, number, *parsed(row, number))
                    read = number
                return
            except (*CUT_SHORT, OSError) as error:
                tries = tries if read == before else 0
                gone = tries == len(WAITS)
                if not isinstance(error, StoreError) or (gone and self.skips_unreadable):
                    yield _broken(filepath, read + 1, error)
                    return
                if gone:
                    raise
            sleep(WAITS[tries])
            tries += 1

    def _rows(self, filepath: str, after: int) -> Iterator[Numbered]:
        """The rows of a file that come after so many of them."""
        with opened(self.data_folder, filepath) as stored, _rows_in(BufferedReader(stored), filepath) as rows:
            for number, row in rows:
                stored.check()  # before this row: it may be half of one
                if number > after:
                    yield number, row


@contextmanager
def _rows_in(file: IO[bytes], name: str) -> Iterator[Iterator[Numbered]]:
    if warc.is_warc(name):
        yield enumerate(warc.rows_of(file), 1)  # fastwarc unpacks for itself
    elif columns.is_parquet(name):
        yield enumerate(columns.rows_of(file), 1)
    else:
        with TextIOWrapper(unpacked(file, name), encoding="utf-8-sig", errors="replace") as text:
            yield ((number, line) for number, line in enumerate(text, 1) if line.strip())


def _broken(name: str, number: int, error: Exception) -> Document:
    """The row of a file that can be read no further."""
    reason = getattr(error, "strerror", None) or error
    answer = {"id": name, "error": f"broken-file: it can be read no further ({reason})"}
    return _document(name, number, name, None, answer)


def _document(name: str, number: int, row_id: Any, row: Any, answer: dict[str, Any] | None = None) -> Document:
    metadata = {ROW: row, "row_id": row_id}
    return Document(text="", id=f"{name}/{number}", metadata=metadata | ({ANSWER: answer} if answer else {}))
