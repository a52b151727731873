"""Servers to ask: one without processes for the edges, one with the real reader, one that is the real command."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask.testing import FlaskClient

from nutgraf.model import Page
from nutgraf.options import Options
from nutgraf.settings import Settings
from nutgraf.web.app import create_app
from nutgraf.web.guard import Tokens
from nutgraf.workers import Workers

ORIGIN = "http://127.0.0.1:8731"
PATIENCE = 120
"""Seconds that a busy machine may take to start or end a server, or to answer."""
ANSWER: dict[str, Any] = {"text": "An answer."}


@dataclass
class FakeWorkers:
    """Workers without processes: they keep what they are given, and answer or raise as told."""

    outcome: Exception | None = None
    ready: bool = True
    capacity: int = 34
    under_way: int = 0
    ended: dict[str, int] = field(default_factory=lambda: {"timeout": 0, "crash": 0, "lost": 0})
    pages: list[Page] = field(default_factory=list)
    options: list[Options] = field(default_factory=list)

    def read(self, page: Page, options: Options) -> dict[str, Any]:
        self.pages.append(page)
        self.options.append(options)
        if self.outcome:
            raise self.outcome
        return ANSWER


@pytest.fixture
def fake() -> FakeWorkers:
    return FakeWorkers()


@pytest.fixture
def client(fake: FakeWorkers) -> FlaskClient:
    """A client of an app without processes, on the default port."""
    return client_of(fake)


@pytest.fixture(scope="session")
def reading() -> Iterator[FlaskClient]:
    """A client of an app with the real reader in real workers."""
    workers = Workers(Settings(workers=1))
    yield client_of(workers)
    workers.stop()


def client_of(workers: Any, token: Tokens | None = None, **settings: Any) -> FlaskClient:
    app = create_app(Settings(**settings), workers, token)
    app.test_client_class = LocalClient
    return app.test_client()


class LocalClient(FlaskClient):
    """Asks the address that the server has by default."""

    def open(self, *arguments: Any, **named: Any) -> Any:
        return super().open(*arguments, **{"base_url": ORIGIN, "buffered": True, **named})


@dataclass(frozen=True)
class Live:
    """`nutgraf serve` in a process of its own."""

    process: subprocess.Popen[str]
    port: int
    greeting: str

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers (lower case) and body of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def summary(self, **fields: Any) -> tuple[int, dict[str, str], bytes]:
        return self.ask("POST", "/v1/summary", json.dumps(fields).encode(), {"Content-Type": "application/json"})

    def end(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str, str]:
        """Send a signal and wait: the exit code, and what was still written to standard output and error."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err


@contextmanager
def running(*arguments: str, **options: Any) -> Iterator[Live]:
    """The command on a free port, from when it says that it is up; killed at the latest when the test is over."""
    command = [sys.executable, "-m", "nutgraf", "serve", "--port", "0", *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, **options) as process:
        try:
            assert process.stdout is not None
            greeting = "".join(process.stdout.readline() for _ in range(4))
            found = re.search(r"http://127\.0\.0\.1:(\d+)", greeting)
            assert found, f"the server does not start: {greeting}"
            yield Live(process, int(found[1]), greeting)
        finally:
            process.kill()


@pytest.fixture(scope="session")
def live() -> Iterator[Live]:
    with running() as server:
        yield server
        assert server.end() == (0, "", "")
