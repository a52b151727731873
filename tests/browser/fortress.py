"""A nutgraf server that notes who came and what became of it, and web pages that attack it.

The guard, the app and the HTTP server are the real ones; behind them stand workers that only note what they are given.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

from browser.servers import Answer
from nutgraf.settings import Settings
from nutgraf.web.app import create_app
from nutgraf.web.gateway import create_server

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PAGE = (Path(__file__).parent / "attacks.html").read_bytes()
EVIL = "evil.test"
"""A name that both browsers resolve to this machine: after rebinding, that of the server itself."""
SECRET = "What only the reader may see."
WAIT_SECONDS = 90


@dataclass(frozen=True)
class Arrival:
    """A request that came, and what became of it."""

    attack: str
    method: str
    headers: tuple[str | None, str | None, str | None]
    """Host, Origin, Sec-Fetch-Site."""
    status: str
    problem: str
    """Name of the problem in the answer, if it is one."""
    body_read: bool


class WatchedBody:
    """The body of a request, which knows whether anybody has looked at it."""

    def __init__(self, body: Any) -> None:
        self._body = body
        self.read_at_all = False

    def __getattr__(self, name: str) -> Any:
        """Any method of the body's."""
        self.read_at_all = True
        return getattr(self._body, name)


@dataclass
class Fortress:
    """The server under attack: its port, who came, and what reached a worker."""

    port: int = 0
    ready: bool = True
    arrivals: list[Arrival] = field(default_factory=list)
    pages: list[Any] = field(default_factory=list)

    def read(self, page: Any, *_: Any) -> dict[str, Any]:
        """What workers do."""
        self.pages.append(page)
        return {"text": SECRET}

    def of(self, attack: str) -> list[Arrival]:
        """The requests of an attack; waits for the first, since a beacon comes when the browser likes."""
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until:
            if found := [arrival for arrival in self.arrivals if arrival.attack == attack]:
                return found
            time.sleep(0.02)
        return []

    def note(self, app: Any, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """WSGI around the app: serves the page of the rebound name, and notes everything else."""
        if environ["PATH_INFO"] == "/attacks" and environ["HTTP_HOST"].startswith(EVIL):
            start_response("200 OK", [("Content-Type", "text/html")])
            return [PAGE]
        statuses: list[str] = []
        environ["wsgi.input"] = body = WatchedBody(environ["wsgi.input"])

        def start(status: str, headers: Any, *more: Any) -> Any:
            statuses.append(status)
            return start_response(status, headers, *more)

        with closing(app(environ, start)) as parts:
            answer = b"".join(parts)
        self.arrivals.append(_arrival(environ, statuses[0], answer, body))
        return [answer]


def _arrival(environ: dict[str, Any], status: str, answer: bytes, body: WatchedBody) -> Arrival:
    attack = parse_qs(environ["QUERY_STRING"]).get("attack", [""])[0]
    headers = tuple(environ.get(f"HTTP_{name}") for name in ("HOST", "ORIGIN", "SEC_FETCH_SITE"))
    try:
        problem = str(json.loads(answer).get("type", ""))
    except ValueError:
        problem = ""
    return Arrival(attack, environ["REQUEST_METHOD"], headers, status, problem, body.read_at_all)  # type: ignore[arg-type]


@contextmanager
def fortress(*, guarded: bool = True) -> Iterator[Fortress]:
    """The server, up; without its guard to see that the attacks are any good."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        held = Fortress(listener.getsockname()[1])
        app = create_app(Settings(port=held.port), held)  # type: ignore[arg-type]
        if not guarded:
            app.before_request_funcs.clear()
        server = create_server(lambda *call: held.note(app, *call), listener, 8, 10**6)
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            yield held
        finally:
            until = time.monotonic() + 10
            while not server.is_idle() and time.monotonic() < until:
                time.sleep(0.05)
            server.leave()
            thread.join()
            server.close()


def attackers(_method: str, path: str) -> Answer:
    """A web site that attacks."""
    if path.startswith("/attacks?"):
        return 200, "text/html", PAGE
    return 404, "text/plain", b"no such page"


def address_of_attack(origin: str, attackers_port: int, held: Fortress, raid: str) -> str:
    """Where the attacking page is, by the origin that it attacks from."""
    target = f"http://{EVIL if origin == 'rebinding' else '127.0.0.1'}:{held.port}"
    pages = {
        "another site": f"http://{EVIL}:{attackers_port}",
        "another port": f"http://127.0.0.1:{attackers_port}",
        "rebinding": target,
    }
    return f"{pages[origin]}/attacks?{urlencode({'target': target, 'raid': raid})}"
