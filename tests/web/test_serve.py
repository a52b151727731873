"""The command itself: a real process, a real socket, from the greeting to the end."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from nutgraf import __version__
from web.conftest import PATIENCE, Live, running
from web.stories import HTML, TEXT

JSON = {"Content-Type": "application/json"}
CHARS = 11_000_000
NESTED = "<div>" * 100_000 + "The council voted on Tuesday." + "</div>" * 100_000
PDF = "%PDF-1.7\n%âãÏÓ\n1 0 obj\n<< /Type /Catalog >>\nendobj\nstream\n" + "\x00\x9cx\x01" * 500 + "\nendstream"


@pytest.mark.parametrize(
    ("fields", "statuses"),
    [
        ({"html": "<"}, {422}),
        ({"html": "<html><body><p>The council vot"}, {200, 422}),
        ({"html": HTML[: len(HTML) // 2]}, {200}),
        ({"html": HTML.replace("tram", "tr\0am")}, {200}),
        ({"html": "\0" * 1000}, {422}),
        ({"html": HTML.encode("utf-16").decode("latin-1")}, {200, 422}),
        ({"html": NESTED}, {200, 422, 500}),
        ({"html": PDF}, {200, 422}),
        ({"html": "<p>" + "a" * 1_000_000}, {200, 422}),
        ({"html": ""}, {422}),
        ({"html": 5}, {422}),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_bad_pages_get_an_answer_and_so_does_the_next_page(
    live: Live, fields: dict[str, object], statuses: set[int]
) -> None:
    status, headers, body = live.summary(**fields)

    assert status in statuses, body
    assert headers["content-type"] == ("application/json" if status == 200 else "application/problem+json")
    assert live.summary(html=HTML)[0] == 200


def test_an_empty_body(live: Live) -> None:
    status, _, body = live.ask("POST", "/v1/summary", b"", JSON)

    assert (status, json.loads(body)["type"]) == (400, "/problems/broken-json")


def test_eleven_megabytes_are_refused_kindly(live: Live) -> None:
    status, headers, body = live.summary(html="a" * CHARS)

    assert (status, headers["content-type"]) == (413, "application/problem+json")
    assert "10 MB" in json.loads(body)["detail"]
    assert live.summary(text=TEXT)[0] == 200


def test_eleven_megabytes_in_chunks_too(live: Live) -> None:
    chunks: Iterator[bytes] = (b"a" * 100_000 for _ in range(CHARS // 100_000))
    status, _, body = live.ask("POST", "/v1/summary", chunks, JSON)

    assert (status, json.loads(body)["type"]) == (413, "/problems/too-large")


def test_no_more_than_a_measure_is_taken_in(live: Live) -> None:
    """Beyond that the connection is cut, with the answer on it for whoever still reads."""
    with socket.create_connection(("127.0.0.1", live.port), timeout=PATIENCE) as sender:
        head = f"POST /v1/summary HTTP/1.1\r\nHost: 127.0.0.1:{live.port}\r\nContent-Length: 100000000\r\n\r\n"
        sender.sendall(head.encode())
        answer = _read_all(sender)

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"application/problem+json" in answer
    assert b"nosniff" in answer


def test_broken_http_is_a_problem(live: Live) -> None:
    with socket.create_connection(("127.0.0.1", live.port), timeout=PATIENCE) as sender:
        sender.sendall(b"GET /healthz HTTP/1.1\r\nno header\r\n\r\n")
        answer = _read_all(sender)

    assert answer.startswith((b"HTTP/1.0 400 ", b"HTTP/1.1 400 "))
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["type"] == "/problems/bad-request"


def test_answers_do_not_name_the_software(live: Live) -> None:
    _, headers, _ = live.ask("GET", "/healthz")

    assert "server" not in headers
    assert "via" not in headers


def test_many_at_once(live: Live) -> None:
    statuses: list[int] = []
    askers = [threading.Thread(target=lambda: statuses.append(live.summary(html=HTML)[0])) for _ in range(16)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()

    assert statuses == [200] * 16


def test_connections_that_dawdle_keep_nobody_out(live: Live) -> None:
    slow = [socket.create_connection(("127.0.0.1", live.port)) for _ in range(150)]
    try:
        for n, connection in enumerate(slow):
            connection.sendall(b"POST /v1/summary HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n")
            connection.sendall(b"X-Slow: a" if n % 2 else b"Content-Length: 1000\r\n\r\n{")
        assert live.summary(text=TEXT)[0] == 200
    finally:
        for connection in slow:
            connection.close()


def test_the_greeting(live: Live) -> None:
    first, *steps = live.greeting.splitlines()

    assert first == f"nutgraf {__version__} is up at http://127.0.0.1:{live.port}"
    assert len(steps) == 3
    assert "chrome://extensions" in steps[0]
    assert "about:debugging" in steps[1]
    assert "Alt+Shift+S" in steps[2]


def test_a_second_server_on_the_port_says_that_one_runs_already(live: Live) -> None:
    done = _serve("--port", str(live.port))

    assert (done.returncode, done.stdout) == (1, "")
    assert f"nutgraf {__version__} is running on port {live.port} already" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_another_program_on_the_port_is_told_apart() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        done = _serve("--port", str(other.getsockname()[1]))

    assert done.returncode == 1
    assert re.search(r"cannot listen on 127\.0\.0\.1, port \d+: .*choose another port", done.stderr)
    assert "Traceback" not in done.stderr


def test_other_machines_are_kept_out() -> None:
    done = _serve("--host", "0.0.0.0")

    assert done.returncode == 1
    assert "this machine alone" in done.stderr
    assert "nutgraf tokens add FILE USER" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("state", ["starting", "ready"])
def test_a_signal_ends_it_cleanly_with_a_page_under_way(number: signal.Signals, state: str) -> None:
    with running() as server:
        while state == "ready" and b"ready" not in server.ask("GET", "/healthz")[2]:
            time.sleep(0.05)
        slow = threading.Thread(target=_ask_and_forget, args=(server,))
        slow.start()
        time.sleep(0.3)
        children = _children(server.process.pid)

        assert server.end(number) == (0, "", "")
        slow.join()
        assert children
        _wait_until_gone(children)


def test_ctrl_c_of_a_terminal_while_it_starts_is_quiet() -> None:
    with running(start_new_session=True) as server:
        os.killpg(server.process.pid, signal.SIGINT)  # as a terminal does: to every process
        _, err = server.process.communicate(timeout=PATIENCE)

    assert (server.process.returncode, err) == (0, "")


def test_the_server_s_own_process_never_imports_the_reader() -> None:
    script = """
import sys
from nutgraf.settings import Settings
from nutgraf.web.app import create_app
from nutgraf.workers import Workers

workers = Workers(Settings(workers=1))
client = create_app(Settings(), workers).test_client()
answer = client.post("/v1/summary", json={"text": "One."}, base_url="http://127.0.0.1:8731")
workers.stop()
print(answer.status_code, sorted({"trafilatura", "sumy", "numpy", "lxml", "nutgraf.reader"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert (done.stdout, done.stderr) == ("200 []\n", "")


def _serve(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nutgraf", "serve", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)


def _ask_and_forget(server: Live) -> None:
    with contextlib.suppress(OSError, http.client.HTTPException):
        server.summary(text="The council voted on Tuesday. " * 200_000)


def _read_all(sender: socket.socket) -> bytes:
    return b"".join(iter(lambda: sender.recv(65536), b""))


def _children(parent: int) -> set[int]:
    """All processes that stem from one, where the system tells (Linux)."""
    found: set[int] = set()
    stats = {int(path.name): path for path in Path("/proc").glob("[0-9]*")}
    parents = {}
    for pid, path in stats.items():
        with contextlib.suppress(OSError):
            parents[pid] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
    while new := {pid for pid, above in parents.items() if above in found | {parent}} - found:
        found |= new
    return found


def _wait_until_gone(pids: set[int]) -> None:
    until = time.monotonic() + PATIENCE
    while left := {pid for pid in pids if Path(f"/proc/{pid}").exists()}:
        assert time.monotonic() < until, f"still there: {left}"
        time.sleep(0.02)
