"""Rows apart by shard in one file: a ZIP archive with an entry for each shard and each piece of its rows.

A crawl of many tasks and many shards would have millions of files otherwise; here each reader takes its own part of a
file and unpacks nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

PIECE = 2**26
"""Bytes of rows that wait in memory until they are packed."""


class ShardFile:
    """A file under way. Rows of a shard come out as they went in; what `PIECE` bytes wait for is in memory."""

    def __init__(self, path: Path, piece: int = PIECE) -> None:
        self._archive = ZipFile(path, "w", ZIP_DEFLATED)
        self._piece = piece
        self._pieces = 0
        self._waiting: dict[int, list[bytes]] = {}
        self._size = 0

    def __enter__(self) -> ShardFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if error is None:
            self._pack()
        self._archive.close()

    def add(self, shard: int, row: dict[str, Any]) -> None:
        """Put a row, such as JSON holds, to those of a shard."""
        line = json.dumps(row, separators=(",", ":")).encode() + b"\n"
        self._waiting.setdefault(shard, []).append(line)
        self._size += len(line)
        if self._size >= self._piece:
            self._pack()

    def _pack(self) -> None:
        for shard, lines in self._waiting.items():
            self._archive.writestr(f"{_prefix(shard)}{self._pieces:05d}.jsonl", b"".join(lines))
        self._waiting.clear()
        self._pieces += 1
        self._size = 0


def rows_of_shard(path: Path, shard: int) -> Iterator[dict[str, Any]]:
    """The rows of a shard in a file, as they were added."""
    with ZipFile(path) as archive:
        for name in sorted(name for name in archive.namelist() if name.startswith(_prefix(shard))):
            with archive.open(name) as lines:
                yield from map(json.loads, lines)


def _prefix(shard: int) -> str:
    return f"{shard:05d}/"
