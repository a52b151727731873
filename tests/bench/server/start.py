"""How soon a server that starts takes connections and answers; what an answer costs beside a Reading."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bench.server.running import Running, ask, cpu_seconds
from nutgraf.model import Page
from nutgraf.reader import read_page


@dataclass(frozen=True)
class Start:
    """Seconds of one start."""

    accepts_cpu: float
    """Processor time until a connection is taken."""
    first: float
    """From the command to the first answer."""
    imports: float
    """What a process takes that only imports the reader."""


def start(html: str, rounds: int = 5) -> Start:
    """Medians of a few starts."""
    runs = [_start(html) for _ in range(rounds)]
    return Start(*(median(getattr(run, name) for run in runs) for name in ("accepts_cpu", "first", "imports")))


def _start(html: str) -> Start:
    begin = time.monotonic()
    subprocess.run([sys.executable, "-c", "import nutgraf.reader"], check=True)
    imports = time.monotonic() - begin
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    begin = time.monotonic()
    command = [sys.executable, "-m", "nutgraf", "serve", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _connect(port)
        accepts = cpu_seconds(process.pid)
        status, said, _ = ask(f"http://127.0.0.1:{port}/v1/summary", html)
        assert status == 200, said
        return Start(accepts, time.monotonic() - begin, imports)
    finally:
        process.terminate()
        process.wait(30)


def _connect(port: int) -> None:
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.002)
        else:
            return


def on_top(server: Running, pages: Sequence[Page], rounds: int = 5) -> tuple[float, float]:
    """What a page takes through the server, as a multiple of a Reading in this process: median and sum over pages."""
    direct, served = [], []
    connection = http.client.HTTPConnection(server.host, server.port)
    for page in pages:
        body = json.dumps({"html": page.html, "url": page.url}).encode()
        times = [(_timed_reading(page), _timed_answer(connection, body)) for _ in range(rounds)]
        direct.append(min(reading for reading, _ in times))
        served.append(min(answer for _, answer in times))
    return median(s / d for s, d in zip(served, direct)), sum(served) / sum(direct)


def _timed_reading(page: Page) -> float:
    begin = time.monotonic()
    read_page(page)
    return time.monotonic() - begin


def _timed_answer(connection: http.client.HTTPConnection, body: bytes) -> float:
    begin = time.monotonic()
    connection.request("POST", "/v1/summary", body, {"Content-Type": "application/json"})
    connection.getresponse().read()
    return time.monotonic() - begin
