"""Pages whose reading cannot end well: what stands in for a mistake in a library that nobody knows of yet.

No page that we know brings the reader's process down, so these do it by a mark that only this benchmark's entry heeds.
"""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from hostile import page as hostile_page
from nutgraf.model import Page
from nutgraf.options import Options
from nutgraf.work import read_page

FAULTS = ("hang", "crash", "memory", "kill")
_MARK = "<!-- the reader will {fault} -->"
_PIECE = 64 * 2**20


def marked(fault: str) -> str:
    """A page on whose reading this happens."""
    return _MARK.format(fault=fault) + hostile_page("")


def read_or_fail(page: Page, options: Options) -> dict[str, Any]:
    """`work.read_page`, save where the page says what is to happen (an `Entry`)."""
    for fault in FAULTS:
        if (page.html or "").startswith(_MARK.format(fault=fault)):
            _happen(fault)
    return read_page(page, options)


def _happen(fault: str) -> None:
    if fault == "hang":
        time.sleep(3600)
    elif fault == "memory":
        pieces = []
        while True:  # until the limit of the process
            pieces.append(b"q" * _PIECE)
    else:
        os.kill(os.getpid(), {"crash": signal.SIGSEGV, "kill": signal.SIGKILL}[fault])
