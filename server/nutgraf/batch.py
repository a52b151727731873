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
from concurrent.futures import Future
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
        except CUT_SHORT as error:
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
