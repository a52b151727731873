from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys

import pytest

from nutgraf.processes import start_method


def test_processes_are_forked_from_a_server_where_the_system_can() -> None:
    can = "forkserver" in multiprocessing.get_all_start_methods()

    assert start_method().get_start_method() == ("forkserver" if can else "spawn")
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"


def test_ctrl_c_still_reaches_this_process() -> None:
    start_method()

    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_memory_of_a_worker_is_limited() -> None:
    script = (
        "from nutgraf.processes import limit_memory\n"
        "limit_memory(100)\n"
        "kept = bytearray(50_000_000)\n"
        "try: bytearray(100_000_000)\n"
        "except MemoryError: print('refused')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout == "refused\n"
