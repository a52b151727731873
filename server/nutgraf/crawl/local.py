"""The tasks of a pass on this machine: datatrove's local executor, on processes that may die.

Its own pool (0.10) waits for ever for a task whose process was killed, and leaves processes behind when it is killed
itself. Here the tasks that were under way are begun again.
"""

from __future__ import annotations

import errno
import logging
import multiprocessing
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from copy import deepcopy

from datatrove.executor import LocalPipelineExecutor
from tqdm import tqdm

from nutgraf.crawl.stored import StoreError
from nutgraf.processes import end_with_parent, start_method

TRIES = 3
"""Rounds in a row that may end with a dead process and no task done, before the run is given up."""
AWAY = 16
"""Tasks in a row that do not get their files, after which no other is tried."""
_QUIET = 1
"""A local rank from which datatrove prints errors only; each task has its log in a file."""

log = logging.getLogger(__name__)


class LocalTasks(LocalPipelineExecutor):  # type: ignore[misc] # datatrove has no types
    """`LocalPipelineExecutor` whose `run` outlives its processes."""

    def run(self) -> None:
        """Run the tasks that have not ended yet. OSError when their processes die again and again; StoreError, once all
        others have ended, when one could not get its file, and before that when so many in a row could not that their
        store seems to be away; whatever else a task raises, at once."""
        self.unread: dict[int, StoreError] = {}
        self.save_executor_as_json()
        left: list[int] = self.get_incomplete_ranks()
        tries = 0
        while left:
            self._round(left)
            still = [rank for rank in self.get_incomplete_ranks() if rank not in self.unread]
            tries = tries + 1 if len(still) == len(left) else 0
            if tries == TRIES:
                raise OSError(
                    errno.ECHILD,
                    "its processes are killed again and again, for want of memory perhaps",
                    self.logging_dir.path,
                )
            left = still
        if self.unread:
            raise self._for_now()

    def _has_read(self, done: Future[None], rank: int) -> bool:
        """Whether a task has got its file. Raises what else has happened to it."""
        try:
            done.result()
        except StoreError as error:
            log.warning("%s: %s", error.filename, error.strerror)
            self.unread[rank] = error
            return False
        return True

    def _for_now(self) -> StoreError:
        """What to tell a person of the files that were not read."""
        first, *others = self.unread.values()
        more = f", nor can {len(others)} more" if others else ""
        said = f"it cannot be read for now ({first.strerror}){more}. The same command goes on with it"
        return StoreError(errno.EIO, said, first.filename)

    def _round(self, ranks: Sequence[int]) -> None:
        workers = min(self.workers, len(ranks))
        shown = tqdm(total=len(ranks), unit=" files", file=sys.stderr, disable=not sys.stderr.isatty())
        with shown, ProcessPoolExecutor(workers, start_method(), _begin, (self,)) as pool:
            try:
                tasks = {pool.submit(_run_task, rank): rank for rank in ranks}
                away = 0
                for done in as_completed(tasks):
                    away = 0 if self._has_read(done, tasks[done]) else away + 1
                    if away == AWAY:
                        raise self._for_now()
                    shown.update()
            except BrokenProcessPool:
                log.warning("a process of this run was killed; what it was at is begun again")
            except BaseException:  # Ctrl-C, or a task that cannot go on: the others are not waited for
                for process in multiprocessing.active_children():
                    process.kill()
                raise


_tasks: LocalTasks
"""In a process of the pool: what it takes its tasks from."""


def _begin(tasks: LocalTasks) -> None:
    global _tasks
    _tasks = tasks
    end_with_parent()


def _run_task(rank: int) -> None:
    deepcopy(_tasks)._run_for_rank(rank, _QUIET)  # a copy: the steps gather what datatrove notes of the task
