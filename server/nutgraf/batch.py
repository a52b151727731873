"""Many pages: a row in, a Reading out, in the order of the input, whatever a page does.

Rows come as `rows` has them. Out comes the Reading of each row with its `id`, or `{id, error}` for a row that failed:
as lines of JSON, or as Parquet.
"""

from __future__ import annotations

import errno
import json
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from tqdm import tqdm

from nutgraf import columns
from nutgraf.model import NoArticleError, Page
from nutgraf.options import Options
from nutgraf.pagekind import looks_like
from nutgraf.rows import CUT_SHORT, OPENERS, Numbered, Row, RowError, open_rows, open_source, page_of, parsed, whole
from nutgraf.work import PageTimeoutError, WorkerCrashError, WorkersLostError
from nutgraf.workers import Workers

Submit = Callable[[Page], Future[Row]]
"""Has a page read, as `Workers.submit` does."""
AHEAD = 250
"""Rows for each worker that may have been read while the one before them is not: what it reads in 20 seconds."""
AHEAD_CHARACTERS = 50_000_000
"""Characters of pages that are kept for them at most."""


def run(source: str, target: str, workers: Workers, options: Options, *, resume: bool = False) -> tuple[int, int]:
    """Read every row of `source` into `target`; the number of rows, and of those that failed.

    With `resume` the rows that stand in `target` already are kept, and reading goes on after them: every row comes
    once, however often a run was killed. Errors of the files themselves (missing, not writable, cut short, or a target
    that is not of this source) are OSErrors; a broken row is a row with `error`.
    """
    if columns.is_parquet(source) or columns.is_parquet(target):
        columns.require(target if columns.is_parquet(target) else source)
    if not columns.is_parquet(target):
        return _run(source, target, workers, options, resume)
    if resume and Path(target).exists():
        return 0, 0
    # Rows first, since a Parquet file that was not finished cannot be gone on with.
    part = Path(f"{target}.part.jsonl")
    came = _run(source, str(part), workers, options, resume)
    columns.convert(part, Path(target))
    part.unlink()
    return came


def _run(source: str, target: str, workers: Workers, options: Options, resume: bool) -> tuple[int, int]:
    failed = total = 0
    done = rows_done(Path(target)) if resume else Done()
    with whole(source), open_source(source) as rows, open_rows(target, "at" if done.rows else "wt") as out:
        for answer in progress(read_rows(after(rows, done, target), workers, options)):
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
            total += 1
            failed += "error" in answer
    return total, failed


@dataclass(frozen=True)
class Done:
    """What an earlier run has written: how many rows, and the id of the last."""

    rows: int = 0
    last: Any = None


def rows_done(path: Path) -> Done:
    """The rows of a file that a run has begun; what it was killed in the middle of is cut off. OSError."""
    if path.suffix in OPENERS or str(path) == "-":
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
        last = parsed(row, number)[0]
    if done.rows and last != done.last:
        raise OSError(errno.EINVAL, "it was made of other rows, so it cannot be gone on with", target)
    yield from rows


@dataclass(frozen=True)
class Pending:
    """A row under way: its id, its page and the future of its Reading, or why there is none."""

    row_id: Any
    work: Future[Row] | RowError
    page: Page | None = None

    @property
    def done(self) -> bool:
        """Whether it has come to something."""
        return isinstance(self.work, RowError) or self.work.done()

    @property
    def size(self) -> int:
        """Characters of the page."""
        return len(self.page.html or self.page.text or "") if self.page else 0


class InOrder:
    """Rows that have been begun, in their order. Behind one that takes long others are read."""

    def __init__(self, workers: Workers, options: Options) -> None:
        self._workers = workers
        self._options = options
        self._rows: deque[Pending] = deque()
        self._size = 0
        self._most = AHEAD * workers.processes

    def begin(self, raw: str | Row, number: int) -> None:
        """Begin with one more, when a worker has room for it."""
        row = _begin(raw, number, self._read)
        self._rows.append(row)
        self._size += row.size

    def done(self) -> Iterator[Row]:
        """The answers to the first rows, as far as they have come, and further where too many wait behind them."""
        while self._rows and (self._rows[0].done or len(self._rows) > self._most or self._size > AHEAD_CHARACTERS):
            yield self._first()

    def rest(self) -> Iterator[Row]:
        """The answers to all rows that have been begun."""
        while self._rows:
            yield self._first()

    def _first(self) -> Row:
        row = self._rows.popleft()
        self._size -= row.size
        return answer(row, self._read)

    def _read(self, page: Page) -> Future[Row]:
        while self._workers.under_way >= self._workers.capacity and (futures := self._under_way()):
            wait(futures, return_when=FIRST_COMPLETED)
        return self._workers.submit(page, self._options)

    def _under_way(self) -> list[Future[Row]]:
        return [row.work for row in self._rows if isinstance(row.work, Future) and not row.work.done()]


def read_rows(rows: Iterable[Numbered], workers: Workers, options: Options) -> Iterator[Row]:
    """The answers to numbered rows, in their order; as many pages are under way as the workers take.

    When the input breaks off, the rows that came before are answered first, then its error is raised.
    """
    pages = InOrder(workers, options)
    broken: list[Exception] = []
    for number, row in until_broken(rows, broken):
        pages.begin(row, number)
        yield from pages.done()
    yield from pages.rest()
    if broken:
        raise broken[0]


def until_broken(rows: Iterable[Numbered], broken: list[Exception]) -> Iterator[Numbered]:
    """The rows as far as they come; what breaks them off is noted."""
    try:
        yield from rows
    except (*CUT_SHORT, OSError) as error:
        broken.append(error)


def _begin(raw: str | Row, number: int, read: Submit) -> Pending:
    """Start with a row: its id (the line's number where it has none) and what will come of it."""
    row_id, row = parsed(raw, number)
    try:
        if isinstance(row, RowError):
            raise row
        page = page_of(row)
    except RowError as error:
        return Pending(row_id, error)
    return Pending(row_id, read(page), page)


def answer(row: Pending, read: Submit) -> Row:
    """What came of a row: the Reading with its id, or the id and the error as `name: what happened`."""
    try:
        return {"id": row.row_id, **_result(row, read)}
    except (RowError, NoArticleError, PageTimeoutError, WorkerCrashError) as error:
        return {"id": row.row_id, "error": failure(error)}


def failure(error: Exception) -> str:
    """Why a row has no Reading, as `name: what happened`."""
    if isinstance(error, NoArticleError):
        return f"no-article: {looks_like(error.kind, error.reason) or error}"
    if isinstance(error, PageTimeoutError):
        return f"page-timeout: {error}"
    return str(error) if isinstance(error, RowError) else f"page-crashed: {error}"


def _result(row: Pending, read: Submit) -> Row:
    if isinstance(row.work, RowError):
        raise row.work
    try:
        return row.work.result()
    except WorkersLostError:  # not this page's doing: it waited when all workers ended
        return read(row.page or Page()).result()


def progress(rows: Iterable[Row]) -> Iterable[Row]:
    """The rows as they come, counted on a terminal."""
    return tqdm(rows, unit=" pages", file=sys.stderr, disable=not sys.stderr.isatty())
