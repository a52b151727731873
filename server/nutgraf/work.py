"""What a worker does with a page, and what can come of it: the Reading, or why there is none.

Light to import: the process that owns the workers, and asks them, never loads the reader.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nutgraf.model import NoArticleError, Page
from nutgraf.options import Options
from nutgraf.sites.location import Location

Entry = Callable[[Page, Options], dict[str, Any]]
"""Reads a page and gives the Reading as a dict; it runs in a worker, so it must be picklable."""

log = logging.getLogger(__name__)


class WorkersError(Exception):
    """Base of what can happen to a page on its way through a worker.

    WorkersError
    ├── PageTimeoutError    the page took longer than its time limit
    ├── WorkerCrashError    its worker died, ran out of memory, or met a mistake of ours
    │   └── WorkersLostError    all workers ended while it waited
    └── WorkersBusyError    too many pages wait already, or the workers are stopping
    """


class PageTimeoutError(WorkersError):
    """The page took longer than its time limit, and its worker was killed."""


class WorkerCrashError(WorkersError):
    """The worker that read the page died, or the reader failed. Holds the kind of failure, never text of the page."""


class WorkersLostError(WorkerCrashError):
    """All workers ended while the page waited, through no fault of the page."""


class WorkersBusyError(WorkersError):
    """As many pages wait as may; ask again in a moment."""


@dataclass(frozen=True)
class Failure:
    """An exception in a worker without its message, which may quote the page: its type and where it was raised."""

    kind: str
    frames: str = ""
    page: tuple[str | None, str | None] = (None, None)
    """Of a page without an article: its kind and the reason, which are words of ours."""


def read_page(page: Page, options: Options, location: Location | None = None, *, learn: bool = True) -> dict[str, Any]:
    """The reader, as workers call it, with the site memory that lies at a location; without `learn` it is not added
    to."""
    from nutgraf import reader  # here: the process that owns the workers shall not import it
    from nutgraf.sites.visit import visit

    on_its_way = visit(location, page.url) if options.memory and page.html is not None else None
    if on_its_way is None:
        return reader.read_page(page, options).to_dict()
    reading = reader.read_page(page, options, on_its_way.recall).to_dict()
    if (
        learn and not reading["warnings"]
    ):  # a front page holds what its stories begin with: nothing in doubt is learnt from
        on_its_way.keep()
    if on_its_way.trouble:
        log.warning("%s", on_its_way.trouble)
        reading["warnings"].append(f"Site memory was left aside: {on_its_way.trouble}")
    return reading


def carry_out(entry: Entry, page: Page, options: Options) -> dict[str, Any] | Failure:
    """What a worker does with a page. A failure comes back as a value: not every exception survives pickling."""
    try:
        return entry(page, options)
    except NoArticleError as error:
        return Failure(NoArticleError.__name__, page=(error.kind, error.reason))
    except Exception as error:
        return Failure(type(error).__name__, frames(error))


def frames(error: BaseException, most: int = 8) -> str:
    """Where an exception was raised, innermost first, as `file:line`; without its message, which may quote a page."""
    stack = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in stack[::-1][:most])


def as_error(failure: Failure) -> Exception:
    """What a failure in a worker is to whoever asked: NoArticleError or WorkerCrashError."""
    if failure.kind == NoArticleError.__name__:
        return NoArticleError("nothing on the page could be read as an article", *failure.page)
    log.error("a page could not be read: %s %s", failure.kind, failure.frames)
    return WorkerCrashError(failure.kind)
