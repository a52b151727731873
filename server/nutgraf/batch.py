"""Many pages: a row in, a Reading out, in the order of the input, whatever a page does.

Rows are JSON lines, plain, `.gz` or `.xz`, `-` for standard input and output: `id` and `html` or `text`, and as far as
known `url`, `title`, `lang`; or the pages of a WARC file. Out comes the Reading of each row with its `id`, or
`{id, error}` for a row that failed.
"""

from __future__ import annotations

import errno
import gzip
import json
import lzma
import sys
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast

from tqdm import tqdm

from nutgraf.model import NoArticleError, Page
from nutgraf.options import Options
from nutgraf.pagekind import looks_like
from nutgraf.warc import is_warc, rows_of
from nutgraf.workers import PageTimeoutError, WorkerCrashError, Workers, WorkersLostError

Row = dict[str, Any]
Numbered = tuple[int, str | Row]
"""A row and its number: a line of JSON, or the row itself."""
Submit = Callable[[Page], Future[Row]]
"""Has a page read, as `Workers.submit` does."""
_OPENERS: dict[str, Callable[..., IO[str]]] = {".gz": gzip.open, ".xz": lzma.open}
_CUT_SHORT = (EOFError, gzip.BadGzipFile, zlib.error, lzma.LZMAError)


class RowError(ValueError):
    """A row that is not what a row should be; the message says in what."""


def run(source: str, target: str, workers: Workers, options: Options, *, resume: bool = False) -> tuple[int, int]:
    """Read every row of `source` into `target`; the number of rows, and of those that failed.

    With `resume` the rows that stand in `target` already are kept, and reading goes on after them: every row comes
    once, however often a run was killed. Errors of the files themselves (missing, not writable, cut short, or a target
    that is not of this source) are OSErrors; a broken row is a row with `error`.
    """
    failed = total = 0
    done = rows_done(Path(target)) if resume else Done()
    with whole(source), open_source(source) as rows, open_rows(target, "at" if done.rows else "wt") as out:
        for answer in progress(read_rows(after(rows, done, target), workers, options)):
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
            total += 1
            failed += "error" in answer
    return total, failed


@contextmanager
def open_source(name: str) -> Iterator[Iterator[Numbered]]:
    """The rows of a file, numbered from 1: lines of JSON, or what a WARC file holds."""
    if is_warc(name):
        yield enumerate(rows_of(Path(name)), 1)
        return
    with open_rows(name, "rt") as lines:
        yield ((number, line) for number, line in enumerate(lines, 1) if line.strip())


@dataclass(frozen=True)
class Done:
    """What an earlier run has written: how many rows, and the id of the last."""

    rows: int = 0
    last: Any = None


def rows_done(path: Path) -> Done:
    """The rows of a file that a run has begun; what it was killed in the middle of is cut off. OSError."""
    if path.suffix in _OPENERS or str(path) == "-":
        raise OSError(errno.EINVAL, "only a plain .jsonl can be gone on with", str(path))
    if not path.exists():
        return Done()
    rows, end, last = 0, 0, b""
    with path.open("r+b") as file:
        for line in file:
            if line.endswith(b"\n"):
                rows, end, last = rows + 1, end + len(line), line
        file.truncate(end)
    try:
        return Done(rows, json.loads(last)["id"]) if rows else Done()
    except (ValueError, LookupError, TypeError):
        raise OSError(errno.EINVAL, "it holds no Readings, so it cannot be gone on with", str(path)) from None


def after(rows: Iterator[Numbered], done: Done, target: str) -> Iterator[Numbered]:
    """The rows that are left; OSError where those that are done are not of this source."""
    last: Any = None
    for number, row in islice(rows, done.rows):
        last = _parsed(row, number)[0]
    if done.rows and last != done.last:
        raise OSError(errno.EINVAL, "it was made of other rows, so it cannot be gone on with", target)
    yield from rows


@contextmanager
def whole(source: str) -> Iterator[None]:
    """An OSError in place of what a compressed file raises that is cut short."""
    try:
        yield
    except _CUT_SHORT as error:
        raise OSError(errno.EIO, f"not a whole compressed file ({error})", source) from error


@dataclass(frozen=True)
class Pending:
    """A row under way: its id, its page and the future of its Reading, or why there is none."""

    row_id: Any
    work: Future[Row] | RowError
    page: Page | None = None


def read_rows(rows: Iterable[Numbered], workers: Workers, options: Options) -> Iterator[Row]:
    """The answers to numbered rows, in their order; as many pages are under way as the workers take.

    When the input breaks off, the rows that came before are answered first, then its error is raised.
    """
    waiting: deque[Pending] = deque()

    def read(page: Page) -> Future[Row]:
        return workers.submit(page, options)

    broken: Exception | None = None
    numbered = iter(rows)
    while broken is None:
        try:
            number, row = next(numbered)
        except StopIteration:
            break
        except _CUT_SHORT as error:
            broken = error
            continue
        if len(waiting) >= workers.capacity:
            yield answer(waiting.popleft(), read)
        waiting.append(_begin(row, number, read))
    while waiting:
        yield answer(waiting.popleft(), read)
    if broken is not None:
        raise broken


def _begin(raw: str | Row, number: int, read: Submit) -> Pending:
    """Start with a row: its id (the line's number where it has none) and what will come of it."""
    row_id, row = _parsed(raw, number)
    try:
        if isinstance(row, RowError):
            raise row
        page = page_of(row)
    except RowError as error:
        return Pending(row_id, error)
    return Pending(row_id, read(page), page)


def _parsed(raw: str | Row, number: int) -> tuple[Any, Any]:
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


def answer(row: Pending, read: Submit) -> Row:
    """What came of a row: the Reading with its id, or the id and the error as `name: what happened`."""
    try:
        return {"id": row.row_id, **_result(row, read)}
    except RowError as error:
        return {"id": row.row_id, "error": str(error)}
    except NoArticleError as error:
        return {"id": row.row_id, "error": f"no-article: {looks_like(error.kind, error.reason) or error}"}
    except PageTimeoutError as error:
        return {"id": row.row_id, "error": f"page-timeout: {error}"}
    except WorkerCrashError as error:
        return {"id": row.row_id, "error": f"page-crashed: {error}"}


def _result(row: Pending, read: Submit) -> Row:
    if isinstance(row.work, RowError):
        raise row.work
    try:
        return row.work.result()
    except WorkersLostError:  # not this page's doing: it waited when all workers ended
        return read(row.page or Page()).result()


@contextmanager
def open_rows(name: str, mode: str) -> Iterator[IO[str]]:
    """A file of rows by its name's ending, or standard input or output for `-`; what is not UTF-8 is replaced."""
    if name == "-":
        stream = cast(TextIOWrapper, sys.stdin if mode == "rt" else sys.stdout)
        stream.reconfigure(encoding="utf-8", errors="replace")
        yield stream
        stream.flush()
        return
    opener = _OPENERS.get(Path(name).suffix, open)
    with opener(name, mode, encoding="utf-8-sig" if mode == "rt" else "utf-8", errors="replace") as file:
        yield file


def progress(rows: Iterable[Row]) -> Iterable[Row]:
    """The rows as they come, counted on a terminal."""
    return tqdm(rows, unit=" pages", file=sys.stderr, disable=not sys.stderr.isatty())
