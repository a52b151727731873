"""Many clients at once, each with pages of its own, and others that never come to an end with what they send."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from bench.server.running import Running

SLOW = b"POST /v1/summary HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n"


@dataclass
class Load:
    """What came of a run."""

    clients: int
    seconds: float
    slow: int = 0
    """Connections beside it that sent their headers, and as many that sent their bodies, a byte at a time."""
    times: list[float] = field(default_factory=list)
    """Seconds from sending a page to its answer, refusals before it left out."""
    refused: int = 0
    """Pages that were sent once more, as the server had said to ask again."""
    lost: int = 0
    wrong: int = 0

    def percentile(self, q: float) -> float:
        """Seconds within which q % of the answers came."""
        return float(np.percentile(self.times, q)) if self.times else float("nan")


def load(server: Running, clients: int, seconds: float, pages: Sequence[str], slow: int = 0) -> Load:
    """Send pages from many clients for so many seconds. A page is checked by a mark that stands in its story."""
    run = Load(clients, seconds, slow)
    end = time.monotonic() + seconds
    threads = [threading.Thread(target=_client, args=(server, run, n, end, pages)) for n in range(clients)]
    threads += [threading.Thread(target=_dawdle, args=(server, end, n % 2 == 0)) for n in range(2 * slow)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return run


def _client(server: Running, run: Load, number: int, end: float, pages: Sequence[str]) -> None:
    connection = http.client.HTTPConnection(server.host, server.port, timeout=120)
    turn = 0
    while time.monotonic() < end:
        mark = f"Mooring{number}x{turn}"
        html = pages[(number + turn) % len(pages)].replace("</p>", f" {mark} was the first to say so.</p>", 1)
        _send(connection, run, json.dumps({"html": html}).encode(), mark)
        turn += 1
    connection.close()


def _send(connection: http.client.HTTPConnection, run: Load, body: bytes, mark: str) -> None:
    """Send a page until it is taken."""
    while True:
        begin = time.monotonic()
        try:
            connection.request("POST", "/v1/summary", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            run.lost += 1
            return
        if answer.status != 503:
            break
        run.refused += 1
        time.sleep(float(answer.headers["Retry-After"]))
    if answer.status == 200 and mark.encode() in said and said.count(b"Mooring") == said.count(mark.encode()):
        run.times.append(time.monotonic() - begin)
    else:
        run.wrong += 1


def _dawdle(server: Running, end: float, in_headers: bool) -> None:
    """Hold a connection open with a byte of a header or of a body every half second."""
    with socket.create_connection((server.host, server.port)) as connection:
        connection.sendall(SLOW % server.host.encode())
        connection.sendall(b"X-Slow: " if in_headers else b"Content-Length: 100000\r\n\r\n")
        while time.monotonic() < end:
            try:
                connection.sendall(b"a")
            except OSError:  # the server had enough of it
                return
            time.sleep(0.5)
