from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from nutgraf.model import NoArticleError, Page
from nutgraf.options import Options
from nutgraf.settings import Settings
from nutgraf.work import PageTimeoutError, WorkerCrashError, WorkersBusyError
from nutgraf.workers import Workers
from web.entries import obey

LIMIT = 0.6
SOON = 2.9
"""Seconds within which a killed worker's place is taken again: a twentieth of it on an idle machine. Pebble's own grace
would be three, with every worker locked."""
AT_ONCE = 9
"""Seconds that are less than the ten in which a lock is given up, and than the pages that are under way would take."""


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    pool = Workers(Settings(workers=2, queue=8), obey)
    pool.read(Page(text="warm"), Options())
    yield pool
    pool.stop()


@pytest.fixture
def lone_worker() -> Iterator[Workers]:
    pool = Workers(Settings(workers=1, queue=2, worker_pages=2), obey)
    pool.read(Page(text="warm"), Options())
    yield pool
    pool.stop()


@pytest.fixture
def hasty() -> Iterator[Workers]:
    """Workers with a limit that is soon reached, also by what a busy machine delays."""
    pool = Workers(Settings(workers=2, page_seconds=LIMIT, queue=8), obey)
    pool.read(Page(text="warm"), Options())
    yield pool
    pool.stop()


@pytest.fixture
def spawned(monkeypatch: pytest.MonkeyPatch) -> Iterator[Workers]:
    """Workers as macOS and Windows have them: started from nothing, as nothing there can be forked."""
    monkeypatch.setattr("nutgraf.workers.start_method", partial(multiprocessing.get_context, "spawn"))
    pool = Workers(Settings(workers=1, page_seconds=LIMIT, queue=2, worker_pages=2), obey)
    pool.read(Page(text="warm"), Options())
    yield pool
    pool.stop()


def ask(pool: Workers, order: str) -> dict[str, object]:
    return pool.read(Page(text=order), Options())


def test_a_page_is_read_in_another_process(workers: Workers) -> None:
    answer = ask(workers, "go")

    assert answer["pid"] != os.getpid()
    assert (answer["order"], answer["sentences"], answer["threads"]) == ("go", 3, "1")


def test_no_article_is_told_apart_from_a_failure(workers: Workers) -> None:
    with pytest.raises(NoArticleError):
        ask(workers, "nothing here")


def test_what_a_page_looks_like_comes_out_of_the_worker_and_its_text_does_not(workers: Workers) -> None:
    with pytest.raises(NoArticleError) as caught:
        ask(workers, "nothing Zwetschgenmus")

    assert (caught.value.kind, caught.value.reason) == ("front", "its address is that of a whole site")
    assert "Zwetschgenmus" not in str(caught.value)


def test_a_worker_is_told_how_to_read(workers: Workers) -> None:
    answer = workers.read(Page(text="go"), Options(sentences=7, mode="strict"))

    assert (answer["sentences"], answer["mode"]) == (7, "strict")
    assert (ask(workers, "go")["sentences"], ask(workers, "go")["mode"]) == (3, "normal")


@pytest.mark.parametrize("order", ["exit", "segfault", "swallow", "fail", "timeout"])
def test_a_crash_is_told_and_the_next_page_is_read(workers: Workers, order: str) -> None:
    with pytest.raises(WorkerCrashError):
        ask(workers, order)

    assert ask(workers, "go")["order"] == "go"


def test_failures_are_logged_without_text_of_the_page(workers: Workers, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(WorkerCrashError) as caught:
        ask(workers, "fail Zwetschgenmus")

    assert "UnpicklableError entries.py:" in caplog.text
    assert "Zwetschgenmus" not in caplog.text + str(caught.value)


@pytest.mark.parametrize("order", ["sleep 60", "hang"])
def test_a_page_past_its_limit_is_killed_in_its_own_time(hasty: Workers, order: str) -> None:
    begin = time.monotonic()
    with pytest.raises(PageTimeoutError):
        ask(hasty, order)
    killed = time.monotonic()
    ask(hasty, "go")

    assert LIMIT <= killed - begin < LIMIT + SOON
    assert time.monotonic() - killed < SOON


@pytest.mark.parametrize("order", ["exit", "segfault", "fail", "hang"])
def test_a_spawned_worker_is_replaced_too(spawned: Workers, order: str) -> None:
    with pytest.raises((PageTimeoutError, WorkerCrashError)):
        ask(spawned, order)

    assert ask(spawned, "go")["order"] == "go"


def test_spawned_workers_are_recycled_and_end(spawned: Workers) -> None:
    assert len({ask(spawned, "go")["pid"] for _ in range(4)}) > 1

    waiting = spawned.submit(Page(text="sleep 60"), Options())
    spawned.stop()
    assert isinstance(waiting.exception(), WorkersBusyError)
    with pytest.raises(WorkersBusyError):
        ask(spawned, "go")


def test_other_pages_do_not_notice_a_kill(hasty: Workers) -> None:
    hanging = hasty.submit(Page(text="hang"), Options())
    slowest = 0.0
    while not hanging.done():
        begin = time.monotonic()
        ask(hasty, "go")
        slowest = max(slowest, time.monotonic() - begin)

    assert isinstance(hanging.exception(), PageTimeoutError)
    assert slowest < SOON


def test_pages_wait_their_turn_and_the_limit_counts_from_their_start(hasty: Workers) -> None:
    """Two of them are read at once: the last ends after the limit, and none takes more than a quarter of it."""
    numbers = range(1, hasty.capacity + 1)
    begin = time.monotonic()
    pages = [hasty.submit(Page(text=f"sleep {LIMIT / 4}"), Options(sentences=n)) for n in numbers]

    assert [page.result()["sentences"] for page in pages] == [*numbers]
    assert time.monotonic() - begin > LIMIT


def test_more_pages_than_may_wait_are_refused_until_one_is_done(lone_worker: Workers, tmp_path: Path) -> None:
    may_end = tmp_path / "may end"
    pages = [lone_worker.submit(Page(text=f"until {may_end}"), Options()) for _ in range(lone_worker.capacity)]

    with pytest.raises(WorkersBusyError):
        ask(lone_worker, "go")
    may_end.touch()
    pages[0].result()
    assert ask(lone_worker, "go")["order"] == "go"


def test_a_worker_is_replaced_after_so_many_pages(lone_worker: Workers) -> None:
    assert len({ask(lone_worker, "go")["pid"] for _ in range(5)}) == 3


def test_a_worker_killed_while_idle_is_replaced(lone_worker: Workers) -> None:
    first = ask(lone_worker, "sleep 0")["pid"]
    second = ask(lone_worker, "go")["pid"]
    for pid in {first, second}:
        _kill(int(str(pid)))
    begin = time.monotonic()

    assert ask(lone_worker, "go")["pid"] not in (first, second)
    assert time.monotonic() - begin < AT_ONCE


def test_a_cancelled_page_leaves_no_trace(lone_worker: Workers, tmp_path: Path) -> None:
    may_end = tmp_path / "may end"
    busy = lone_worker.submit(Page(text=f"until {may_end}"), Options())
    waiting = lone_worker.submit(Page(text="go"), Options())

    assert waiting.cancel()
    may_end.touch()
    assert busy.result()["order"] == "until"
    for _ in range(lone_worker.capacity + 1):
        assert ask(lone_worker, "go")["order"] == "go"


def test_ready_once_the_processes_are_up() -> None:
    pool = Workers(Settings(workers=1), obey)
    assert not pool.ready
    pool.start()
    until = time.monotonic() + 60
    while not pool.ready and time.monotonic() < until:
        time.sleep(0.01)
    assert pool.ready
    pool.stop()


def test_stop_ends_the_processes_and_the_pages_under_way() -> None:
    pool = Workers(Settings(workers=2), obey)
    pids = {int(pool.submit(Page(text="sleep 0.1"), Options()).result()["pid"]) for _ in range(2)}
    under_way = [pool.submit(Page(text="sleep 60"), Options()) for _ in range(4)]
    begin = time.monotonic()
    pool.stop()
    pool.stop()

    assert time.monotonic() - begin < AT_ONCE
    assert all(isinstance(page.exception(timeout=1), WorkersBusyError) for page in under_way)
    assert not pids & {child.pid for child in multiprocessing.active_children()}
    with pytest.raises(WorkersBusyError):
        ask(pool, "go")


def test_stop_before_anything_was_read() -> None:
    before = set(multiprocessing.active_children())
    pool = Workers(Settings(workers=1), obey)
    pool.start()
    pool.stop()

    assert set(multiprocessing.active_children()) <= before


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
