"""The servers that the browsers meet: the newspaper, the real nutgraf, and programs that are not quite nutgraf."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from browser import news_pages
from programs import free_ports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

START_SECONDS = 120
LONG = 60.0
"""Seconds that an answer is kept back which a test lets go itself, or which is never to come."""

Answer = tuple[int, str, bytes]
"""Status, content type, body."""


def free_port() -> int:
    """A port of 127.0.0.1 that nothing listens on."""
    return free_ports(1)[0]


@contextmanager
def serve(answer: Callable[[str, str], Answer], port: int = 0) -> Iterator[int]:
    """Answer requests on 127.0.0.1 by method and path; gives the port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._reply()

        def _reply(self) -> None:
            status, content_type, body = answer(self.command, self.path)
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def newspaper(_method: str, path: str) -> Answer:
    """The pages of `news_pages`, by path."""
    pages = {
        "/story": news_pages.story,
        "/shadow": news_pages.shadow_story,
        "/locked": news_pages.locked_story,
        "/empty": news_pages.empty_page,
        "/heavy": news_pages.heavy_story,
        "/huge": news_pages.huge_story,
        "/framed": news_pages.framed_story,
        "/framed-elsewhere": news_pages.story_framed_elsewhere,
    }
    if path == "/story.pdf":
        return 200, "application/pdf", news_pages.PDF
    if path not in pages:
        return 404, "text/plain", b"no such page"
    return 200, "text/html; charset=utf-8", pages[path]().encode()


def as_json(value: object, status: int = 200, content_type: str = "application/json") -> Answer:
    """A JSON answer."""
    return status, content_type, json.dumps(value).encode()


def problem(name: str, status: int, title: str = "", detail: str = "") -> Answer:
    """A problem document as RFC 9457 has it, of the type `name`."""
    body = {"type": f"https://nutgraf.example/problems/{name}", "title": title, "status": status, "detail": detail}
    return as_json(body, status, "application/problem+json")


class ScriptedServer:
    """Says that it is nutgraf, and gives the answers it is told to: for states that the real server is rarely in.

    The summary comes after a delay in seconds, or as soon as it is let go.
    """

    def __init__(self, health: Answer, summary: Answer | None = None, delay: float = 0) -> None:
        self.health = health
        self.summary = summary
        self.delay = delay
        self.asked: list[str] = []
        self._free = threading.Event()

    def let_go(self) -> None:
        """Give the summary to whoever waits for it, now and from now on."""
        self._free.set()

    def __call__(self, method: str, path: str) -> Answer:
        """Answer one request."""
        self.asked.append(f"{method} {path}")
        if path == "/healthz":
            return self.health
        self._free.wait(self.delay)
        return self.summary or problem("not-found", 404, "Not found")


def health(version: str = "0.1.0", state: str = "ready", name: str = "nutgraf") -> Answer:
    """What /healthz says."""
    return as_json({"name": name, "version": version, "state": state})


@contextmanager
def nutgraf_server(port: int | None = None, *arguments: str, memory: Path | None = None) -> Iterator[str]:
    """The real server, as its users start it; gives its address once it answers.

    It learns nothing, unless there is a folder for its `memory`.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "nutgraf", "serve", "--port", str(port), *arguments]
    learning = memory_in(memory) if memory else {"NUTGRAF_MEMORY": "false"}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "NO_COLOR": "1", **learning})
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(process, address)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


def memory_in(folder: Path) -> dict[str, str]:
    """The settings by which site memory lies in a folder."""
    return {
        "NUTGRAF_MEMORY": "true",
        "NUTGRAF_MEMORY_AT": str(folder / "sites.sqlite"),
        "NUTGRAF_MEMORY_SECRET": str(folder / "secret"),
    }


def _wait_until_ready(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, f"nutgraf serve ended with {process.returncode}"
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5) as response:
                if json.load(response)["state"] == "ready":
                    return
        except OSError:  # none there yet, or one that is too busy
            pass
        time.sleep(0.1)
    raise AssertionError(f"nutgraf serve did not become ready in {START_SECONDS} s")
