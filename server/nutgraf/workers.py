"""Processes that read pages and can be killed: a page that hangs or crashes takes its worker with it, nothing else.

Where the system can, workers are forked from a server process that has the reader in memory already, so a killed one is
replaced at once and the process that owns the `Workers` never imports trafilatura.
"""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TimeLimitError
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Any

from pebble import CONSTS, ProcessPool

from nutgraf.model import Page
from nutgraf.options import Options
from nutgraf.processes import limit_memory, start_method
from nutgraf.settings import Settings
from nutgraf.work import (
    Entry,
    Failure,
    PageTimeoutError,
    WorkersBusyError,
    WorkersLostError,
    as_error,
    carry_out,
    read_page,
)

# pebble gives a worker three seconds to end kindly, and holds the lock of all workers meanwhile. A worker keeps nothing
# that needs tidying. Set on import because the workers, which import this module too, need the same values.
CONSTS.term_timeout = 0.1
CONSTS.sleep_unit = 0.05
CONSTS.channel_lock_timeout = 10

log = logging.getLogger(__name__)


class Workers:
    """A pool of processes that read pages, each within a time limit; safe to use from many threads.

    `entry` is what a worker does with a page; tests put slow or crashing ones in its place.
    """

    def __init__(self, settings: Settings, entry: Entry | None = None) -> None:
        self.processes = settings.workers
        """Pages that are read at once."""
        self.capacity = settings.workers + settings.queue
        """Pages that may be under way at once, read or waiting; `submit` refuses more."""
        self._settings = settings
        self._entry = entry or partial(read_page, location=settings.memory_location)
        self._lock = threading.Lock()
        """Held for a moment only, never while a pool ends: pebble's threads need it to say what came of a page."""
        self._ending = threading.Lock()
        self._under_way: set[Future[dict[str, Any]]] = set()
        self._starter: threading.Thread | None = None
        self._go = threading.Event()
        """Set once the workers have started, or never will."""
        self._ready = False
        self._stopped = False
        self._ended = {"timeout": 0, "crash": 0, "lost": 0}
        self._pool = self._new_pool()

    @property
    def ready(self) -> bool:
        """Whether the workers have started."""
        return self._ready

    @property
    def under_way(self) -> int:
        """Pages that are read or wait for it."""
        return len(self._under_way)

    @property
    def ended(self) -> dict[str, int]:
        """Workers that ended with a page, and pages that were lost when all ended, by what they were told: `timeout`,
        `crash`, `lost`."""
        return dict(self._ended)

    def start(self) -> None:
        """Start the processes in the background; `ready` tells when that is done. The first page starts them too."""
        with self._lock:
            if self._starter is None and not self._stopped:
                self._starter = threading.Thread(target=self._start, name="nutgraf-start", daemon=True)
                self._starter.start()

    def read(self, page: Page, options: Options) -> dict[str, Any]:
        """Read a page and wait for it: `Reading.to_dict()`, made in a worker.

        Raises NoArticleError, PageTimeoutError, WorkerCrashError or WorkersBusyError.
        """
        try:
            return self.submit(page, options).result()
        except WorkersLostError:  # not this page's doing
            return self.submit(page, options).result()

    def submit(self, page: Page, options: Options) -> Future[dict[str, Any]]:
        """Have a page read without waiting: a future with what `read` gives or raises, save WorkersBusyError.

        That one is raised here, when `capacity` pages are under way. The time limit counts from when a worker takes
        the page.
        """
        self.start()
        answer: Future[dict[str, Any]] = Future()
        with self._lock:
            if self._stopped or len(self._under_way) >= self.capacity:
                raise WorkersBusyError
            self._under_way.add(answer)
        self._go.wait()
        with self._lock:
            if answer not in self._under_way:
                return answer  # settled by `stop` meanwhile
            lost, orphans = self._replace_lost_pool()
            work = self._schedule(page, options)
        for orphan in orphans - {answer}:
            self._settle(orphan, WorkersLostError("all workers ended"))
        if lost is not None:
            _end(lost)
        work.add_done_callback(lambda done: self._settle(answer, done))
        return answer

    def stop(self) -> None:
        """End the workers; pages under way fail with WorkersBusyError. May be called more than once."""
        with self._lock:
            self._stopped = True
            pending = tuple(self._under_way)
        self._go.set()
        for answer in pending:
            self._settle(answer, WorkersBusyError("the workers were stopped"))
        with self._ending:
            if self._starter is not None:
                self._starter.join()  # a start cannot be broken off without leaving processes behind
            _end(self._pool)

    def _start(self) -> None:
        try:
            self._pool.schedule(_nothing).add_done_callback(self._note_ready)
        except RuntimeError as error:
            log.error("the workers do not start: %s", type(error).__name__)
        self._go.set()

    def _note_ready(self, first: Future[None]) -> None:
        self._ready = first.exception() is None

    def _end_pool(self) -> None:
        with self._ending:
            _end(self._pool)

    def _schedule(self, page: Page, options: Options) -> Future[Any]:
        arguments = (self._entry, page, options)
        work: Future[Any] = Future()
        try:
            work = self._pool.schedule(carry_out, args=arguments, timeout=self._settings.page_seconds)
        except RuntimeError:  # lost since it was looked at
            work.set_exception(BrokenProcessPool())
        return work

    def _replace_lost_pool(self) -> tuple[ProcessPool | None, set[Future[dict[str, Any]]]]:
        """Start anew where pebble gave up, as it does when a worker dies idle (killed for want of memory, say).

        Gives the old pool, to be ended outside the lock, and the pages in it: pebble may have lost them.
        """
        if self._pool.active:
            return None, set()
        lost, self._pool = self._pool, self._new_pool()
        return lost, set(self._under_way)

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self._settings.workers,
            max_tasks=self._settings.worker_pages,
            initializer=_begin,
            initargs=(self._settings.worker_memory_mb,),
            context=start_method(),
        )

    def _outcome(self, done: Future[Any]) -> dict[str, Any] | Exception:
        """What came of a page: the Reading, or an exception of this module's."""
        try:
            result: dict[str, Any] | Failure = done.result()
        except TimeLimitError:
            self._ended["timeout"] += 1
            return PageTimeoutError(f"over {self._settings.page_seconds:g} s")
        except BrokenProcessPool:
            self._ended["lost"] += 1
            return WorkersLostError("all workers ended")
        except Exception as error:  # pebble's, on the death of a worker
            self._ended["crash"] += 1
            result = Failure(type(error).__name__)
        return as_error(result) if isinstance(result, Failure) else result

    def _settle(self, answer: Future[dict[str, Any]], came: Future[Any] | Exception) -> None:
        """Pass on what came of a page, unless that was done already."""
        with self._lock:
            if answer not in self._under_way:
                return
            self._under_way.discard(answer)
        outcome = self._outcome(came) if isinstance(came, Future) else came
        if not answer.set_running_or_notify_cancel():
            return
        if isinstance(outcome, Exception):
            answer.set_exception(outcome)
        else:
            answer.set_result(outcome)


def _end(pool: Any) -> None:  # Any: pebble types all but these two
    pool.stop()
    pool.join()


def _nothing() -> None:
    """The least a worker can be asked to do."""


def _begin(megabytes: int) -> None:
    """How a worker begins. That it stands here has the worker import this module, and so pebble's constants above."""
    limit_memory(megabytes)
