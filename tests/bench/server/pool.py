"""The workers by themselves: what more of them give, how soon a killed one is replaced, what memory they gather."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import median
from typing import Any

from bench.server.running import megabytes
from nutgraf.model import Page
from nutgraf.options import Options
from nutgraf.reader import DEFAULTS, read_page
from nutgraf.settings import Settings
from nutgraf.work import PageTimeoutError
from nutgraf.workers import Workers

LIMIT = 1.0
"""Seconds that a hanging page may take."""
KILLS = 5


def hang(page: Page, _: Options) -> dict[str, Any]:
    """What a worker does with a page: nothing, for ever, where it says so."""
    while page.text == "hang":
        time.sleep(1)
    return {}


def gain(pages: Sequence[Page], workers: int, rounds: int = 3) -> float:
    """Pages a second with so many workers, as a multiple of one worker's; the median of runs in turns."""
    return median(_seconds(pages, 1) / _seconds(pages, workers) for _ in range(rounds))


def _seconds(pages: Sequence[Page], workers: int) -> float:
    pool = Workers(Settings(workers=workers, queue=1000, page_seconds=60))
    try:
        for answer in [pool.submit(pages[0], DEFAULTS) for _ in range(2 * workers)]:  # the workers are up
            answer.result()
        begin = time.monotonic()
        for answer in [pool.submit(page, DEFAULTS) for page in pages]:
            answer.result()
        return time.monotonic() - begin
    finally:
        pool.stop()


def kill() -> tuple[float, float]:
    """Seconds by which a hanging page outlasts its limit, and until the only worker's successor has read the next."""
    pool = Workers(Settings(workers=1, page_seconds=LIMIT), hang)
    over, after = [], []
    try:
        pool.read(Page(text=""), DEFAULTS)
        for _ in range(KILLS):
            begin = time.monotonic()
            answer, following = pool.submit(Page(text="hang"), DEFAULTS), pool.submit(Page(text=""), DEFAULTS)
            assert isinstance(answer.exception(), PageTimeoutError)
            over.append(time.monotonic() - begin - LIMIT)
            following.result()
            after.append(time.monotonic() - begin - LIMIT)
    finally:
        pool.stop()
    return max(over), max(after)


def memory(pages: Sequence[Page], few: int = 500, many: int = 5_000) -> tuple[float, float]:
    """Megabytes of a process of its own after few and after many pages, the same again and again."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_memory, pages, few, many).result()


def _memory(pages: Sequence[Page], few: int, many: int) -> tuple[float, float]:
    own = {}
    for n in range(1, many + 1):
        read_page(pages[n % len(pages)])
        if n in (few, many):
            own[n] = megabytes(os.getpid())
    return own[few], own[many]
