"""Rows out of files and into them: what `nutgraf batch` and the engines for a crawl read pages from.

Rows are JSON lines, plain, `.gz` or `.xz`, `-` for standard input and output: `id` and `html` or `text`, and as far as
known `url`, `title`, `lang`; or the pages of a WARC file, or a Parquet file of such rows.
"""

from __future__ import annotations

import errno
import gzip
import json
import lzma
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any, cast

from nutgraf import columns, warc
from nutgraf.model import Page

Row = dict[str, Any]
Numbered = tuple[int, str | Row]
"""A row and its number: a line of JSON, or the row itself."""
OPENERS: dict[str, Callable[..., IO[str]]] = {".gz": gzip.open, ".xz": lzma.open}
"""What opens a compressed file, by its name's ending."""
CUT_SHORT = (EOFError, gzip.BadGzipFile, zlib.error, lzma.LZMAError)
"""What a compressed file, or an archive, raises that ends too early."""


class RowError(ValueError):
    """A row that is not what a row should be; the message says in what."""


@contextmanager
def open_source(name: str) -> Iterator[Iterator[Numbered]]:
    """The rows of a file, numbered from 1: lines of JSON, or what a WARC or Parquet file holds."""
    if warc.is_warc(name):
        with Path(name).open("rb") as file:
            yield enumerate(warc.rows_of(file), 1)
        return
    if columns.is_parquet(name):
        yield enumerate(columns.rows_of(name), 1)
        return
    with open_rows(name, "rt") as lines:
        yield ((number, line) for number, line in enumerate(lines, 1) if line.strip())


@contextmanager
def whole(source: str) -> Iterator[None]:
    """An OSError in place of what a file raises that is cut short."""
    try:
        yield
    except CUT_SHORT as error:
        raise OSError(errno.EIO, f"not a whole file ({error})", source) from error


def parsed(raw: str | Row, number: int) -> tuple[Any, Any]:
    """A row's id and the row, or why it is none."""
    try:
        row = json.loads(raw) if isinstance(raw, str) else raw
    except (ValueError, RecursionError) as error:
        return number, RowError(f"broken-json: line {number} is not JSON ({error})")
    return (row.get("id", number) if isinstance(row, dict) else number), row


def page_of(row: Any) -> Page:
    """The page in a row; RowError when it is none."""
    if not isinstance(row, dict):
        raise RowError("wrong-field: a row is an object with `id` and `html` or `text`")
    fields = {name: row.get(name) for name in ("html", "text", "url", "title")}
    fields["language"] = row.get("language") or row.get("lang")
    for name, value in fields.items():
        if value is not None and not isinstance(value, str):
            raise RowError(f"wrong-field: `{name}` is not a text")
    # A page row of a labelled set holds its reference in `text`, beside the page itself.
    if fields["html"]:
        fields["text"] = None
    elif not fields["text"]:
        raise RowError("wrong-field: a row needs `html` or `text`")
    else:
        fields["html"] = None
    return Page(**fields)


@contextmanager
def open_rows(name: str, mode: str) -> Iterator[IO[str]]:
    """A file of rows by its name's ending, or standard input or output for `-`; what is not UTF-8 is replaced."""
    if name == "-":
        stream = cast(TextIOWrapper, sys.stdin if mode == "rt" else sys.stdout)
        stream.reconfigure(encoding="utf-8", errors="replace")
        yield stream
        stream.flush()
        return
    opener = OPENERS.get(Path(name).suffix, open)
    with opener(name, mode, encoding="utf-8-sig" if mode == "rt" else "utf-8", errors="replace") as file:
        yield file
