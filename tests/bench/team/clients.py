"""Clients of a team's servers: each with a token of its own, over TLS, with pages that tell them apart."""

from __future__ import annotations

import http.client
import json
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from bench.team.proxy import NAME, Proxy
from bench.team.stack import Team

FEW = 200
"""Requests after which a client connects anew: nginx closes a connection after 1,000, and a request that meets that is
the client's to send again."""
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Answer:
    """What came of a request."""

    status: int
    headers: dict[str, str]
    """With names in small letters."""
    body: bytes

    @property
    def json(self) -> Any:
        """The body's JSON."""
        return json.loads(self.body)


class Client:
    """Asks nginx, or one of the servers where a port is given; on one connection where it is kept."""

    def __init__(self, proxy: Proxy, token: str | None = None, port: int | None = None, *, keeps: bool = False) -> None:
        self._keeps = keeps
        self._port, self._tls = port or proxy.port, port is None
        self._context = context_of(proxy.certificate) if self._tls else None
        self._headers = {"Host": NAME} | ({"Authorization": f"Bearer {token}"} if token else {})
        self._connection: http.client.HTTPConnection | None = None
        self._asked = 0

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """One request; OSError or HTTPException where none came back."""
        if self._connection is None or self._asked >= FEW:
            self.close()
            self._connection = self._connect()
        self._asked += 1
        try:
            sent = None if body is None else json.dumps(body).encode()
            self._connection.request(method, path, sent, self._headers | (JSON if sent else {}) | headers)
            answer = self._connection.getresponse()
            found = Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        if not self._keeps:
            self.close()
        return found

    def read(self, html: str, **fields: Any) -> Answer:
        """Have a page read."""
        return self.ask("POST", "/v1/summary", {"html": html, **fields})

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.close()
        self._connection, self._asked = None, 0

    def _connect(self) -> http.client.HTTPConnection:
        if self._context is None:
            return http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)
        return http.client.HTTPSConnection("127.0.0.1", self._port, context=self._context, timeout=120)


def context_of(certificate: Path) -> ssl.SSLContext:
    """TLS that trusts one certificate."""
    return ssl.create_default_context(cafile=str(certificate))


@dataclass
class Load:
    """What came of a run."""

    clients: int
    seconds: float
    """From the first request to the last answer."""
    times: list[float] = field(default_factory=list)
    """Seconds from sending a page to its answer, refusals before it left out."""
    refused: int = 0
    """Pages that were sent once more, as a server had said to ask again."""
    lost: list[str] = field(default_factory=list)
    """Requests without an answer, and answers that say that there was none."""
    mixed: int = 0
    """Answers with another client's page, or another page of one's own."""

    def percentile(self, q: float) -> float:
        """Seconds within which q % of the answers came."""
        return float(np.percentile(self.times, q)) if self.times else float("nan")


def load(
    team: Team, tokens: Sequence[str], seconds: float, html: str, meanwhile: Callable[[], None] = lambda: None
) -> Load:
    """Send pages from a client for each token for so many seconds; `meanwhile` is done when a third of them is over."""
    run = Load(len(tokens), seconds)
    begin = time.monotonic()
    end = begin + seconds
    threads = [threading.Thread(target=_client, args=(team, run, n, t, end, html)) for n, t in enumerate(tokens)]
    for thread in threads:
        thread.start()
    time.sleep(seconds / 3)
    meanwhile()
    for thread in threads:
        thread.join()
    run.seconds = time.monotonic() - begin
    return run


def wait_until_ready(team: Team, token: str, seconds: float = 180) -> None:
    """Until pages may be sent to all servers; AssertionError where that does not come."""
    until = time.monotonic() + seconds
    for server in team.servers:
        client = Client(team.proxy, token, server.port)
        while client.ask("GET", "/readyz").status != 200:
            assert time.monotonic() < until, "a server does not become ready"
            time.sleep(0.05)


def _client(team: Team, run: Load, number: int, token: str, end: float, html: str) -> None:
    client = Client(team.proxy, token, keeps=True)
    turn = 0
    while time.monotonic() < end:
        mark = f"Mooring{number}x{turn}"
        _send(client, run, html.replace("</p>", f" {mark} was the first to say so.</p>", 1), mark, number)
        turn += 1
    client.close()


def _send(client: Client, run: Load, html: str, mark: str, number: int) -> None:
    begin = time.monotonic()
    while True:
        try:
            answer = client.read(html, url=f"https://news{number}.example/{mark}")
        except (OSError, http.client.HTTPException) as error:
            run.lost.append(repr(error))
            return
        if answer.status != 503 or answer.json["type"] != "/problems/busy":
            break
        run.refused += 1
        time.sleep(float(answer.headers["retry-after"]))
        begin = time.monotonic()
    if answer.status != 200:
        run.lost.append(f"{answer.status} {answer.body[:200]!r}")
    elif mark.encode() in answer.body and answer.body.count(b"Mooring") == answer.body.count(mark.encode()):
        run.times.append(time.monotonic() - begin)
    else:
        run.mixed += 1
