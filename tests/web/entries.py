"""What workers do with a page in tests: its text is the order. Here, not in a test module, so that workers find it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nutgraf.model import NoArticleError, Page
from nutgraf.options import Options


class UnpicklableError(Exception):
    def __init__(self, page: str) -> None:
        super().__init__(page)
        self.handle = lambda: None


def wait_until(true: Callable[[], bool]) -> None:
    while not true():
        time.sleep(0.01)


def obey(page: Page, options: Options) -> dict[str, Any]:
    order, _, rest = (page.text or "").partition(" ")
    if order == "sleep":
        time.sleep(float(rest))
    elif order == "until":
        wait_until(Path(rest).exists)
    elif order == "meet":  # as many as the first word says, each in a process of its own
        number, _, folder = rest.partition(" ")
        (Path(folder) / str(os.getpid())).touch()
        wait_until(lambda: len([*Path(folder).iterdir()]) >= int(number))
    elif order == "hang":  # as C code does that never comes back to Python
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(60)
    elif order == "exit":
        os._exit(3)
    elif order == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif order == "swallow":
        bytearray(10**12)
    elif order == "nothing":
        raise NoArticleError(rest, "front", "its address is that of a whole site")
    elif order == "fail":
        raise UnpicklableError(rest)
    elif order == "timeout":
        raise TimeoutError(rest)
    return {
        "order": order,
        "sentences": options.sentences,
        "mode": options.mode,
        "pid": os.getpid(),
        "threads": os.environ["OPENBLAS_NUM_THREADS"],
    }
