"""The first step of a pass: the rows of a crawl's files, each file a task of its own.

datatrove's own readers drop rows without text and WARC records without `WARC-Identified-Payload-Type`; here no row is
lost, whatever is in it, and a file that is broken gives the rows before the break and one that says so.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, RawIOBase, TextIOWrapper
from typing import IO, Any

from datatrove.data import Document, DocumentsPipeline
from datatrove.io import DataFolder
from datatrove.pipeline.readers.base import BaseDiskReader

from nutgraf import columns, warc
from nutgraf.rows import CUT_SHORT, Numbered, parsed

ZSTANDARD = ".zst"
LINES = (".jsonl", ".jsonl.gz", ".jsonl.xz", ".jsonl.zst")
ROW = "row"
"""Key of a document's row among its metadata: see `rows.parsed`."""
ANSWER = "answer"
"""Key of what came of it, once it has been read."""
ORDER = "order"
"""Key of the row's place in the crawl: the file's name and the row's number in it."""
_PIECE = 2**14
"""Bytes of a file that are unpacked at a time."""


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
        frames = not archive and filepath.lower().endswith(ZSTANDARD)
        # fastwarc unpacks for itself
        with self.data_folder.open(filepath, "rb", compression=None if archive or table or frames else "infer") as file:
            if archive:
                yield enumerate(warc.rows_of(file), 1)
            elif table:
                yield enumerate(columns.rows_of(file), 1)
            else:
                bytes_of = BufferedReader(_Pieces(_unpacked(file))) if frames else file
                with TextIOWrapper(bytes_of, encoding="utf-8-sig", errors="replace") as text:
                    yield ((number, line) for number, line in enumerate(text, 1) if line.strip())


def _unpacked(file: IO[bytes]) -> Iterator[bytes]:
    """What a file of Zstandard holds, a piece at a time: fsspec takes one that is cut short for whole."""
    from zstandard import ZstdDecompressor, ZstdError

    frame, packed = None, b""
    try:
        while packed or (packed := file.read(_PIECE)):
            frame = frame or ZstdDecompressor().decompressobj()
            yield frame.decompress(packed)
            packed = frame.unused_data if frame.eof else b""
            frame = None if frame.eof else frame
    except ZstdError as error:
        raise OSError(errno.EIO, str(error)) from error
    if frame:
        raise EOFError("Compressed file ended before the end-of-stream marker was reached")


class _Pieces(RawIOBase):
    """A file of pieces that come one after the other."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        some, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(some)] = some
        return len(some)


def _document(name: str, number: int, row_id: Any, row: Any, answer: dict[str, Any] | None = None) -> Document:
    metadata = {ROW: row, "row_id": row_id, ORDER: (name, number)}
    return Document(text="", id=f"{name}/{number}", metadata=metadata | ({ANSWER: answer} if answer else {}))
