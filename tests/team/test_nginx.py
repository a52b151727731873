"""nginx before a team's servers: what it passes on, what it does when one of them is gone, what it logs."""

from __future__ import annotations

import http.client
import http.server
import json
import os
import re
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bench.team.proxy import DEPLOY, Proxy, prepare, proxying
from programs import free_ports, program

PATIENCE = 60


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)


@pytest.fixture
def prepared(tmp_path: Path) -> Proxy:
    return prepare(tmp_path, free_ports(2))


@pytest.fixture
def values(prepared: Proxy) -> dict[str, str]:
    """What the placeholders of nginx.conf stand for, all of it in a folder of the test's own."""
    return prepared.values


@pytest.fixture
def config(prepared: Proxy) -> Path:
    return prepared.config


def test_nginx_accepts_its_configuration(config: Path) -> None:
    done = run(program("nginx"), "-t", "-c", config, "-e", "stderr")

    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr


def test_the_command_in_the_configuration_fills_it_in(values: dict[str, str], config: Path) -> None:
    script = re.search(r"^#   (envsubst .*) < nginx.conf >", (DEPLOY / "nginx.conf").read_text(), re.MULTILINE)
    assert script
    program("envsubst")

    done = subprocess.run(
        ["bash", "-c", script[1]],
        input=(DEPLOY / "nginx.conf").read_text(),
        env={**os.environ, **values},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert directives(done.stdout) == directives(config.read_text())


def directives(text: str) -> list[str]:
    """The lines of a configuration without the comments."""
    return [line for line in text.splitlines() if not line.lstrip().startswith("#")]


class Echo(http.server.BaseHTTPRequestHandler):
    """Answers with what it was asked, as a server behind nginx sees it."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.startswith("/dies"):
            self.close_connection = True
            return
        answer = json.dumps({"headers": dict(self.headers), "bytes": len(body)}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def answering(address: str, how: type[http.server.BaseHTTPRequestHandler] | None = None) -> Iterator[None]:
    host, port = address.split(":")
    server = http.server.ThreadingHTTPServer((host, int(port)), how or Echo)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def ask(values: dict[str, str], path: str, body: bytes, **headers: str) -> tuple[int, str, Any]:
    """Status, kind and content of an answer that came through nginx."""
    context = ssl.create_default_context(cafile=values["NUTGRAF_CERTIFICATE"])
    connection = http.client.HTTPSConnection(values["NUTGRAF_LISTEN"], context=context, timeout=PATIENCE)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("POST", path, body, {"Host": "nutgraf.example", **named})
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"], json.loads(answer.read())
    finally:
        connection.close()


@pytest.fixture
def nginx(prepared: Proxy) -> Iterator[dict[str, str]]:
    with proxying(prepared):
        yield prepared.values


def test_a_server_is_told_who_asks_and_by_what_name(nginx: dict[str, str]) -> None:
    sent = {"X_Forwarded_For": "203.0.113.9", "Upgrade": "websocket", "Authorization": "Bearer t0ken"}
    with answering(nginx["NUTGRAF_SERVER_1"]):
        _, _, seen = ask(nginx, "/v1/summary", b"{}", **sent)

    assert seen["headers"]["X-Forwarded-For"] == "127.0.0.1"
    assert seen["headers"]["Host"] == "nutgraf.example"
    assert seen["headers"]["Authorization"] == "Bearer t0ken"
    assert not {"Upgrade", "Connection"} & set(seen["headers"])


@pytest.mark.parametrize("there", ["NUTGRAF_SERVER_1", "NUTGRAF_SERVER_2"])
def test_one_server_is_enough(nginx: dict[str, str], there: str) -> None:
    with answering(nginx[there]):
        assert [ask(nginx, "/v1/summary", b"{}")[0] for _ in range(8)] == [200] * 8


def test_a_page_whose_server_is_killed_goes_to_the_other(nginx: dict[str, str], tmp_path: Path) -> None:
    with answering(nginx["NUTGRAF_SERVER_1"]), answering(nginx["NUTGRAF_SERVER_2"]):
        status, kind, problem = ask(nginx, "/dies", b"{}")

    both = {nginx["NUTGRAF_SERVER_1"], nginx["NUTGRAF_SERVER_2"]}
    assert set(logged(tmp_path)["upstream"].split(", ")) == both
    assert (status, kind, problem["status"]) == (503, "application/problem+json", 503)


def test_a_page_that_one_server_drops_is_answered_by_the_other(nginx: dict[str, str], tmp_path: Path) -> None:
    """Whichever is asked first: the one that drops it is there, and closes the connection."""
    with dropping(nginx["NUTGRAF_SERVER_1"]), answering(nginx["NUTGRAF_SERVER_2"]):
        assert [ask(nginx, "/v1/summary", b"{}")[0] for _ in range(6)] == [200] * 6

    logged(tmp_path, 6)
    assert re.search(r'"upstream":"[^"]*,', (tmp_path / "access.log").read_text())


@contextmanager
def dropping(address: str) -> Iterator[None]:
    """A server that closes every connection once it was asked."""

    class Drop(Echo):
        def do_POST(self) -> None:
            self.close_connection = True

    with answering(address, Drop):
        yield


def test_servers_that_were_dead_are_asked_again_at_once(nginx: dict[str, str]) -> None:
    assert {ask(nginx, "/v1/summary", b"{}")[0] for _ in range(25)} == {503}

    with answering(nginx["NUTGRAF_SERVER_1"]):
        assert ask(nginx, "/v1/summary", b"{}")[0] == 200


@pytest.mark.parametrize(("size", "status"), [(11_000_000, 200), (13_000_000, 413)])
def test_the_server_itself_refuses_what_is_a_little_too_large(nginx: dict[str, str], size: int, status: int) -> None:
    with answering(nginx["NUTGRAF_SERVER_1"]):
        got, _, content = ask(nginx, "/v1/summary", b" " * size)

    assert got == status
    assert content.get("bytes", content.get("type")) in (size, "/problems/too-large")


def test_the_log_holds_no_page_no_query_and_no_token(nginx: dict[str, str], tmp_path: Path) -> None:
    with answering(nginx["NUTGRAF_SERVER_2"]):
        ask(nginx, "/v1/summary?q=secret-query", b"secret page", Authorization="Bearer secret-token")

    line = logged(tmp_path)
    assert (line["method"], line["path"], line["status"]) == ("POST", "/v1/summary", "200")
    assert line["upstream"].endswith(nginx["NUTGRAF_SERVER_2"])
    assert "secret" not in (tmp_path / "access.log").read_text()


def logged(folder: Path, requests: int = 1) -> dict[str, str]:
    """The last line of the access log, once so many requests are in it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        lines = [line for line in (folder / "access.log").read_text().splitlines() if '"path":"/' in line]
        if len(lines) >= requests:
            return dict(json.loads(lines[-1]))
        time.sleep(0.05)
    raise AssertionError("nothing was logged")
