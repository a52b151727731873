"""A real server in a process of its own: started, asked, looked at from outside (Linux)."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_GREETING = re.compile(r"is up at http://([\d.]+):(\d+)")


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    host: str
    port: int
    process: subprocess.Popen[str]

    @property
    def address(self) -> str:
        """Where pages are sent."""
        return f"http://{self.host}:{self.port}/v1/summary"

    @property
    def alive(self) -> bool:
        """Whether the process has not ended."""
        return self.process.poll() is None


@contextmanager
def server(**settings: object) -> Iterator[Running]:
    """A server on a free port, with settings by their names in capitals (`WORKERS=2`)."""
    environment = {**os.environ, **{f"NUTGRAF_{name}": str(value) for name, value in settings.items()}}
    command = [sys.executable, "-m", "nutgraf", "serve", "--port", "0"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        found = _GREETING.search(process.stdout.readline())
        if found is None:
            raise RuntimeError("the server did not start")
        yield Running(found.group(1), int(found.group(2)), process)
    finally:
        process.terminate()
        process.communicate(timeout=120)


def ask(address: str, html: str) -> tuple[int, Any, float]:
    """Send a page: the status (0 where none came), what was answered, the seconds it took."""
    request = urllib.request.Request(address, json.dumps({"html": html}).encode(), {"Content-Type": "application/json"})
    begin = time.monotonic()
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            status, said = answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        status, said = error.code, json.loads(error.read())
    except OSError as error:
        status, said = 0, f"no answer: {error}"
    return status, said, time.monotonic() - begin


def with_children(process: int) -> list[int]:
    """A process, the processes that it started, and those that they started."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
    found = [process]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def megabytes(process: int) -> float:
    """What a process has in memory; 0 when it has ended."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except (OSError, IndexError):
        return 0.0


def cpu_seconds(process: int) -> float:
    """Processor time that a process has used so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
