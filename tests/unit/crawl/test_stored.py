"""A store that fails is asked again, and a task that does not get its file has not ended: each row comes once."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import lzma
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from datatrove.io import DataFolder, get_datafolder
from fsspec.implementations.local import LocalFileSystem
from fsspec.implementations.memory import MemoryFileSystem

from nutgraf.crawl import pages
from nutgraf.crawl.pages import ANSWER, ROW, Pages
from nutgraf.crawl.stored import Stored, StoreError
from nutgraf.warc import rows_of
from unit.crawl.files import lines
from unit.test_warc import record

COUNT = 4_000
ROWS = [{"id": number, "text": f"Boat {hashlib.sha256(bytes(number)).hexdigest()}."} for number in range(COUNT)]
"""Rows that stay large however they are packed, so that none is in memory whole before a store fails."""


class ConnectionBroken(Exception):  # noqa: N818 - as stores name theirs
    """An exception that is no OSError, as those of stores often are."""


class Breaking(io.RawIOBase):
    """A file whose reading fails when so many bytes have been read."""

    def __init__(self, content: bytes, after: int | None) -> None:
        self._file = io.BytesIO(content)
        self._after = after
        self._given = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: Any) -> int:
        piece = self._file.read(min(len(buffer), 500))
        self._given += len(piece)
        if self._after is not None and self._given > self._after:
            raise ConnectionBroken("reset by peer")
        buffer[: len(piece)] = piece
        return len(piece)


class Shaky(MemoryFileSystem):  # type: ignore[misc] # fsspec has no types
    """A store that fails after so many bytes of a file, time after time, until it has no more of these."""

    protocol = "shaky"
    cachable = False

    def __init__(self, breaks: list[int], error: Exception | None = None) -> None:
        super().__init__()
        self.breaks = breaks
        self.error = error
        self.opened = 0
        self.content = b""

    def open(self, _path: str, *_: Any, **__: Any) -> Any:
        self.opened += 1
        if self.error:
            raise self.error
        return Breaking(self.content, self.breaks.pop(0) if self.breaks else None)


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were waited, without waiting them."""
    waited: list[float] = []
    monkeypatch.setattr(pages, "sleep", waited.append)  # the name there alone: other threads sleep too
    return waited


def stored(store: Shaky, name: str, content: bytes) -> Pages:
    store.content = content
    return Pages(DataFolder("/", fs=store), [name])


def table(rows: list[dict[str, Any]]) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), file, row_group_size=200)
    return file.getvalue()


def archive(rows: list[dict[str, Any]]) -> bytes:
    return b"".join(gzip.compress(record(number, row["text"])) for number, row in enumerate(rows))


ALL_AT_ONCE = "a.parquet"
"""Pyarrow asks for all that it will need before it gives a row."""
PACKS: dict[str, Callable[[list[dict[str, Any]]], bytes]] = {
    "a.jsonl": lines,
    "a.jsonl.gz": lambda rows: gzip.compress(lines(rows)),
    "a.jsonl.xz": lambda rows: lzma.compress(lines(rows)),
    "a.jsonl.zst": lambda rows: zstandard.compress(lines(rows)),
    "a.parquet": table,
    "a.warc.gz": archive,
}


@pytest.mark.parametrize("name", PACKS)
def test_a_store_that_fails_is_asked_again_and_each_row_comes_once(name: str, waits: list[float]) -> None:
    content = PACKS[name](ROWS)
    step = stored(Shaky([len(content) // 3, len(content) * 2 // 3, 0]), name, content)

    found = list(step.read_file(name))

    assert [document.id for document in found] == [f"{name}/{number}" for number in range(1, COUNT + 1)]
    assert not any(ANSWER in document.metadata for document in found)
    texts = [str(document.metadata[ROW].get("text") or document.metadata[ROW]["html"]) for document in found]
    assert texts == [row["text"] for row in ROWS]
    if name == ALL_AT_ONCE:
        assert waits == [1, 5, 15]
    else:
        assert waits == [1, 1, 5], "there were rows before the second break and none before the third"


def test_one_that_gives_some_rows_each_time_is_asked_for_ever(waits: list[float]) -> None:
    content = lines(ROWS)
    breaks = [len(content) * part // 20 for part in range(4, 20)]
    step = stored(Shaky(breaks), "a.jsonl", content)

    assert [document.metadata[ROW] for document in step.read_file("a.jsonl")] == ROWS
    assert waits == [1] * 16


@pytest.mark.parametrize("name", PACKS)
def test_one_that_fails_for_long_ends_the_task_after_the_rows_before(name: str, waits: list[float]) -> None:
    content = PACKS[name](ROWS)
    step = stored(Shaky([len(content) * 2 // 3] * 9), name, content)
    found = []

    with pytest.raises(StoreError, match="reset by peer") as raised:
        found.extend(step.read_file(name))

    assert raised.value.filename == name
    assert [document.id for document in found] == [f"{name}/{number}" for number in range(1, len(found) + 1)]
    assert len(found) == 0 if name == ALL_AT_ONCE else COUNT // 4 < len(found) < COUNT
    assert waits == [1, 5, 15]


def test_one_that_has_not_got_the_file_is_not_asked_again(waits: list[float]) -> None:
    (only,) = stored(Shaky([], FileNotFoundError(2, "No such key")), "a.jsonl", b"").read_file("a.jsonl")

    assert only.metadata[ANSWER]["error"] == "broken-file: it can be read no further (No such key)"
    assert waits == []


@pytest.mark.parametrize("error", [ConnectionBroken(), PermissionError(13, "The token has expired")])
def test_one_that_cannot_be_reached_is_asked_again(waits: list[float], error: Exception) -> None:
    store = Shaky([], error)

    with pytest.raises(StoreError, match=r"ConnectionBroken|The token has expired"):
        list(stored(store, "a.jsonl", b"").read_file("a.jsonl"))

    assert (store.opened, waits) == (4, [1, 5, 15])


def test_a_file_that_belongs_to_another_is_a_row_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(LocalFileSystem, "open", refuse)

    (only,) = Pages(get_datafolder(str(tmp_path)), ["a.jsonl"]).read_file("a.jsonl")

    assert only.metadata[ANSWER]["error"] == "broken-file: it can be read no further (Permission denied)"
    assert waits == []


def test_a_disk_of_this_machine_that_fails_is_a_row_and_the_crawl_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    content = lines(ROWS)
    (tmp_path / "a.jsonl").write_bytes(content)
    monkeypatch.setattr(LocalFileSystem, "open", lambda *_, **__: Breaking(content, len(content) // 2))

    *before, last = Pages(get_datafolder(str(tmp_path)), ["a.jsonl"]).read_file("a.jsonl")

    assert [document.metadata[ROW] for document in before] == ROWS[: len(before)]
    assert COUNT // 4 < len(before) < COUNT * 3 // 4
    assert last.metadata[ANSWER]["error"] == "broken-file: it can be read no further (reset by peer)"
    assert last.id == f"a.jsonl/{len(before) + 1}"
    assert waits == [1, 5, 15]


def test_files_that_can_never_be_read_may_be_skipped(waits: list[float]) -> None:
    content = lines(ROWS)
    store = Shaky([len(content) // 2] * 9)
    store.content = content

    *before, last = Pages(DataFolder("/", fs=store), ["a.jsonl"], skip_unreadable=True).read_file("a.jsonl")

    assert [document.metadata[ROW] for document in before] == ROWS[: len(before)]
    assert last.metadata[ANSWER]["error"] == "broken-file: it can be read no further (reset by peer)"
    assert waits == [1, 5, 15]


class Stream(io.RawIOBase):
    """A file that can be read from its beginning to its end only, as a server may give it."""

    def __init__(self, content: bytes) -> None:
        self._pieces: Iterator[bytes] = iter([content[at : at + 700] for at in range(0, len(content), 700)])

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = next(self._pieces, b"")
        assert len(piece) <= len(buffer)
        buffer[: len(piece)] = piece
        return len(piece)


def test_an_archive_may_come_as_a_stream() -> None:
    with Stored(Stream(archive(ROWS[:40])), "a.warc.gz") as file:
        assert len(list(rows_of(io.BufferedReader(file)))) == 40
        assert json.dumps(file.tell())
