"""How the processes of the workers start, and how much memory each may take."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import BaseContext
from pathlib import Path
from threading import Thread


def start_method() -> BaseContext:
    """How new processes start: forked from a server that holds the reader where the system can, else from nothing."""
    # numpy would start a thread for each processor in each worker; read when numpy is loaded, so before that
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["nutgraf.preload"])
    _start_fork_server()
    return context


def _start_fork_server() -> None:
    """Start it out of reach of Ctrl-C, which a terminal sends to all processes: this one ends it and its workers."""
    resource_tracker.ensure_running()  # started on the way otherwise, it would open the mask again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def limit_memory(megabytes: int) -> None:
    """Let this process take so much memory on top of what it has; a page that wants more gets a MemoryError."""
    if megabytes and sys.platform == "linux":
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limit = pages * resource.getpagesize() + megabytes * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def end_with_parent() -> None:
    """Have this process end when the one that started it is gone, killed say: nobody else would tell it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent.sentinel,), name="nutgraf-parent", daemon=True).start()


def _end_after(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)
