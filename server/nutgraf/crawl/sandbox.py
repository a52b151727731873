"""Something done with each page in a process that the page may take with it: datatrove's sandbox, as a step."""

from __future__ import annotations

import gc
import multiprocessing
import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

from datatrove.data import Document, DocumentsPipeline
from datatrove.pipeline.extractors.base import BaseExtractor, ExtractorSandbox

from nutgraf.batch import failure
from nutgraf.crawl.pages import ANSWER, ROW
from nutgraf.model import NoArticleError, Page
from nutgraf.options import Options
from nutgraf.processes import end_with_parent, limit_memory
from nutgraf.rows import RowError, page_of
from nutgraf.settings import Settings
from nutgraf.work import Entry, Failure, PageTimeoutError, WorkerCrashError, as_error, carry_out

DIED = "ProcessExpired"
"""What a page is said to have done to its process when that is gone, here as on the server."""


class NotBegunError(Exception):
    """A sandbox has not said in time that it has begun."""


class Sandbox(ExtractorSandbox):  # type: ignore[misc] # datatrove has no types
    """datatrove's, which says at once that its process has died, and keeps no list of those that have."""

    def _ensure_process(self, extract_fn: Any) -> None:
        before = self.process
        # Kept for the sandbox's end; where processes are not forked it goes to the next one, which it cannot.
        self.all_processes[:] = []
        try:
            super()._ensure_process(extract_fn)
        except TimeoutError:
            raise NotBegunError from None
        if self.process is not before:
            # While this end of the pipe is open here too, the death of the process is noticed after five seconds only.
            self.child_conn.close()


class EachPage(BaseExtractor):  # type: ignore[misc] # datatrove has no types
    """Puts what `entry` makes of each page, or why it makes nothing, into its document: no document is dropped.

    Pages have the limits that the settings have for the server's workers: seconds, and memory.
    """

    name = "nutgraf"

    def __init__(self, entry: Entry, options: Options, settings: Settings) -> None:
        super().__init__(timeout=settings.page_seconds)
        self.entry = entry
        self.options = options
        self.megabytes = settings.worker_memory_mb

    def extract(self, page: Page | str) -> dict[str, Any] | Failure:
        """What comes of a page, in the sandbox; what is no page is the sandbox's way to say that it begins."""
        if isinstance(page, str):
            end_with_parent()
            limit_memory(self.megabytes)
            gc.collect()
            gc.freeze()  # datatrove and what it brings stay, and are not looked through for garbage with each page
            return {}
        return carry_out(self.entry, page, self.options)

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> Iterator[Document]:  # noqa: ARG002
        """Every document with its answer."""
        import nutgraf.preload  # noqa: F401 - the sandbox is forked from this process, and begins with all in memory

        sandbox = _sandbox_of(self)
        for document in data:
            with self.track_time():
                answer = document.metadata.get(ANSWER) or self._answer(document, sandbox)
            document.metadata[ANSWER] = answer
            self.stat_update("failed" if "error" in answer else "read")
            yield document

    def _answer(self, document: Document, sandbox: Sandbox) -> dict[str, Any]:
        row_id = document.metadata["row_id"]
        try:
            return {"id": row_id, **self._came(document.metadata.pop(ROW), sandbox)}
        except (RowError, NoArticleError, PageTimeoutError, WorkerCrashError) as error:
            return {"id": row_id, "error": failure(error)}

    def _came(self, row: Any, sandbox: Sandbox) -> dict[str, Any]:
        if isinstance(row, RowError):
            raise row
        page = page_of(row)
        try:
            came = self._in_sandbox(page, sandbox)
        except TimeoutError:
            raise PageTimeoutError(f"over {self.timeout:g} s") from None
        except (EOFError, OSError, NotBegunError):
            raise WorkerCrashError(DIED) from None
        if isinstance(came, Failure):
            raise as_error(came)
        return came

    def _in_sandbox(self, page: Page, sandbox: Sandbox) -> dict[str, Any] | Failure:
        """Once more, when a sandbox was killed before it had begun: that was not the page's doing."""
        try:
            came: dict[str, Any] | Failure = sandbox.process_document(page, self.extract)
        except NotBegunError:
            came = sandbox.process_document(page, self.extract)
        return came


_kept: dict[Any, Sandbox] = {}
"""The sandbox that is in use in this process, by what is done in it."""


def _sandbox_of(step: EachPage) -> Sandbox:
    """The sandbox for a step. It outlives a task, since what was loaded in it for the languages of the pages serves the
    next one too, and ends with this process."""
    entry = step.entry
    made_of = (entry.func, entry.args, tuple(entry.keywords.items())) if isinstance(entry, partial) else (entry,)
    key = (made_of, step.options, step.timeout, step.megabytes)
    if key not in _kept:
        if sys.platform == "linux":  # a process that a fork server started would start its own by another
            multiprocessing.set_start_method("fork", force=True)
        while _kept:
            _kept.popitem()[1].__exit__(None, None, None)
        _kept[key] = Sandbox(timeout=step.timeout, warmup_text="")
    return _kept[key]
