from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

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


_CHAIN = """
import multiprocessing, sys, time
from nutgraf.processes import end_with_parent

def tell(path, end):
    if end:
        end_with_parent()
    print(multiprocessing.current_process().pid, file=open(path, "w"), flush=True)
    time.sleep(60)

if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[3])
    multiprocessing.Process(target=tell, args=(sys.argv[1], sys.argv[2] == "ends")).start()
    time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells whether a process runs")
@pytest.mark.parametrize(
    ("way", "method"), [("ends", "fork"), ("ends", "spawn"), ("ends", "forkserver"), ("stays", "fork")]
)
def test_a_process_ends_with_its_parent_where_it_was_told_to(tmp_path: Path, way: str, method: str) -> None:
    script, told = tmp_path / "chain.py", tmp_path / "told"
    script.write_text(_CHAIN)
    with subprocess.Popen([sys.executable, script, told, way, method]) as parent:
        until = time.monotonic() + 30
        while not (told.exists() and told.read_text().endswith("\n")):
            assert time.monotonic() < until
            time.sleep(0.02)
        parent.kill()
    child = int(told.read_text())

    until = time.monotonic() + (0.5 if way == "stays" else 30)
    while (runs := _runs(child)) and time.monotonic() < until:
        time.sleep(0.02)
    if runs:
        os.kill(child, signal.SIGKILL)

    assert runs == (way == "stays")


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
