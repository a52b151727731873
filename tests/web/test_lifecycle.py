"""How a server ends and starts anew, seen from outside."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import select
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

from bench.server.running import cpu_seconds
from programs import until
from web.conftest import PATIENCE, Live, running
from web.test_exposed import AUTH, serving
from web.test_exposed import token_file as token_file
from web.test_serve import _children

JSON = {"Content-Type": "application/json"}
SLOW = json.dumps({"html": "<article>" + "<p>The council voted on Tuesday to build the tram.</p>" * 9_000}).encode()
PATIENT = {"NUTGRAF_PAGE_SECONDS": "100"}
"""For a slow page, which on a busy machine may take longer than a page may by default."""


def is_up(server: Live) -> bool:
    try:
        return b'"ready"' in server.ask("GET", "/healthz")[2]
    except OSError:
        return False


def wait_until_up(server: Live) -> None:
    until(lambda: is_up(server))


def slow_page(server: Live) -> tuple[threading.Thread, list[int]]:
    """A page under way that takes some time: who waits for it, and where the status of its answer comes."""
    statuses: list[int] = []
    asker = threading.Thread(target=lambda: statuses.append(server.ask("POST", "/v1/summary", SLOW, JSON | AUTH)[0]))
    wait_until_reading(server, asker)
    return asker, statuses


def wait_until_reading(server: Live, asker: threading.Thread) -> None:
    """Have somebody ask, and wait until the workers of a server that is up are at it."""
    before = spent(server)
    asker.start()
    until(lambda: spent(server) > before + 0.3)


def spent(server: Live) -> float:
    """Processor time of all processes that a server has started, save those that are just ending."""
    total = 0.0
    for pid in _children(server.process.pid):
        with contextlib.suppress(OSError):
            total += cpu_seconds(pid)
    return total


def starts(pid: int) -> list[str]:
    """The command that a process runs."""
    return Path(f"/proc/{pid}/cmdline").read_text().split("\0")


def test_on_sighup_it_finishes_its_pages_and_starts_anew_on_its_port() -> None:
    with running(env={**os.environ, **PATIENT}) as server:
        wait_until_up(server)
        before = _children(server.process.pid)
        command = starts(server.process.pid)
        asker, statuses = slow_page(server)

        server.process.send_signal(signal.SIGHUP)

        assert server.ask("GET", "/healthz")[0] == 200, "who asks meanwhile waits"
        asker.join()
        now = children_anew(server, before)
        assert statuses == [200]
        assert starts(server.process.pid) == command
        assert "defunct" not in states(now)
        server.process.send_signal(signal.SIGHUP)  # and once more, from what it has become
        children_anew(server, now)
        assert server.end()[0] == 0


def children_anew(server: Live, before: set[int]) -> set[int]:
    """Its processes, once none of those from before is left and it is up."""
    until(lambda: (now := _children(server.process.pid)) and not now & before)
    assert server.process.poll() is None
    wait_until_up(server)
    return _children(server.process.pid)


def test_while_it_is_asked_all_the_time_it_starts_anew_and_nobody_is_cut_off() -> None:
    """Each connection ends with an answer that says so. Else they would end with the limit, ten minutes here."""
    errors: list[object] = []
    done = threading.Event()
    with running(env={**os.environ, "NUTGRAF_PAGE_SECONDS": "600"}) as server:
        wait_until_up(server)
        before = _children(server.process.pid)
        askers = [threading.Thread(target=ask_all_the_time, args=(server, done, errors)) for _ in range(4)]
        for asker in askers:
            asker.start()
        server.process.send_signal(signal.SIGHUP)

        children_anew(server, before)
        done.set()
        for asker in askers:
            asker.join()

    assert errors == []


def ask_all_the_time(server: Live, done: threading.Event, errors: list[object]) -> None:
    """On a connection that is kept until the server says that it is not."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    try:
        while not done.is_set():
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                errors.append(answer.status)
    except (OSError, http.client.HTTPException) as error:
        errors.append(error)
    finally:
        connection.close()


def test_again_and_again_while_it_starts() -> None:
    with running() as server:
        wait_until_up(server)
        for _ in range(12):
            server.process.send_signal(signal.SIGHUP)
            time.sleep(0.25)
        wait_until_up(server)
        assert server.process.poll() is None
        assert server.end()[0] == 0


def test_what_could_not_start_goes_on(token_file: Path) -> None:
    letters = token_file.read_text()
    with serving(token_file) as server:
        wait_until_up(server)
        token_file.write_text("short")
        server.process.send_signal(signal.SIGHUP)
        said = next_line(server)
        assert server.ask("GET", "/readyz", headers=AUTH)[0] == 401, "nobody is let in"
        token_file.write_text(letters)
        assert server.ask("GET", "/readyz", headers=AUTH)[0] == 200
        code, _, _ = server.end()

    assert code == 0
    assert "goes on as it is, it could not start anew" in said
    assert "holds no token" in said


def next_line(server: Live) -> str:
    """What a server logs next."""
    log = server.process.stderr
    assert log is not None
    assert select.select([log], [], [], PATIENCE)[0], "it logs nothing"
    return log.readline()


def test_told_to_end_while_it_is_to_start_anew_it_ends_in_peace(token_file: Path) -> None:
    with serving(token_file, **PATIENT) as server:
        wait_until_up(server)
        asker, statuses = slow_page(server)
        server.process.send_signal(signal.SIGHUP)
        until_draining(server)

        server.process.send_signal(signal.SIGTERM)

        asker.join()
        assert statuses == [200]
        assert server.process.wait(PATIENCE) == 0


def until_draining(server: Live) -> None:
    """Until new connections wait, as one that is asked anything then does."""

    def waits() -> bool:
        try:
            with socket.create_connection(("127.0.0.1", server.port), timeout=0.5) as connection:
                connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: 127.0.0.1:%d\r\n\r\n" % server.port)
                connection.recv(1)
        except TimeoutError:
            return True
        except OSError:  # cut, as it has begun to
            return False
        return False

    until(waits)


def test_pages_that_are_not_read_in_time_are_to_be_sent_again(token_file: Path) -> None:
    """More than one worker reads within the limit. A slow machine may take too long for one page as well."""
    few = {"NUTGRAF_PAGE_SECONDS": "1", "NUTGRAF_WORKERS": "1"}
    page = json.dumps({"html": "<article>" + "<p>The council voted on Tuesday to build the tram.</p>" * 1_500}).encode()
    with serving(token_file, **few) as server:
        wait_until_up(server)
        answers: list[tuple[int, str, str]] = []

        def ask() -> None:
            status, headers, body = server.ask("POST", "/v1/summary", page, JSON | AUTH)
            answers.append((status, json.loads(body).get("type", ""), headers.get("retry-after", "")))

        askers = [threading.Thread(target=ask) for _ in range(33)]
        for asker in askers:
            asker.start()
        until(lambda: len(answers) + under_way(server) >= len(askers))
        server.process.send_signal(signal.SIGTERM)
        for asker in askers:
            asker.join()
        code, _, said = server.end()

    assert code == 0
    assert {status for status, _, _ in answers} <= {200, 503}
    assert {kind for status, kind, _ in answers if status == 503} <= {"/problems/busy", "/problems/page-timeout"}
    assert all(after == "2" for _, kind, after in answers if kind == "/problems/busy")
    assert len(answers) == 33
    assert "Traceback" not in said


def under_way(server: Live) -> float:
    """Pages that a server has taken and not answered."""
    text = server.ask("GET", "/metrics", headers=AUTH)[2].decode()
    return float(re.findall(r"(?m)^nutgraf_pages_under_way (\S+)$", text)[0])


def states(pids: set[int]) -> str:
    listed = subprocess.run(["ps", "-o", "cmd=", "-p", ",".join(map(str, pids))], capture_output=True, text=True)
    return listed.stdout


def test_a_signal_before_it_is_up_starts_it_anew_as_well() -> None:
    with running() as server:
        before = _children(server.process.pid)
        server.process.send_signal(signal.SIGHUP)
        children_anew(server, before)
        assert server.end()[0] == 0


def test_on_sigterm_a_server_for_others_finishes_and_takes_no_more(token_file: Path) -> None:
    with serving(token_file, **PATIENT) as server:
        wait_until_up(server)
        asker, statuses = slow_page(server)
        kept = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        kept.request("GET", "/readyz", headers=AUTH)
        assert kept.getresponse().read()
        begun, rest = asked("/readyz", server)[:20], asked("/readyz", server)[20:]
        kept.sock.sendall(begun)  # or it idles, and may be closed before a slow test has asked again

        server.process.send_signal(signal.SIGTERM)
        until(lambda: refuses(server))
        kept.sock.sendall(rest)
        answer = http.client.HTTPResponse(kept.sock)
        answer.begin()

        assert (answer.status, json.loads(answer.read())["state"]) == (503, "ending")
        asker.join()
        kept.close()
        assert statuses == [200]
        assert server.process.wait(PATIENCE) == 0


def asked(path: str, server: Live) -> bytes:
    """A request as it goes over the wire."""
    headers = {"Host": f"127.0.0.1:{server.port}", **AUTH}
    return "\r\n".join([f"GET {path} HTTP/1.1", *(f"{k}: {v}" for k, v in headers.items()), "\r\n"]).encode()


def refuses(server: Live) -> bool:
    """Whether no connection is taken any more."""
    try:
        server.ask("GET", "/healthz")
    except ConnectionRefusedError:
        return True
    except (OSError, http.client.HTTPException):  # taken, and cut
        return False
    return False


def test_twice_sigterm_or_ctrl_c_does_not_wait(token_file: Path) -> None:
    endless = json.dumps({"html": "<article>" + "<p>The council voted on Tuesday.</p>" * 200_000}).encode()
    for number in (signal.SIGTERM, signal.SIGINT):
        with serving(token_file, NUTGRAF_PAGE_SECONDS="600") as server:
            wait_until_up(server)
            asker = threading.Thread(target=_ask_in_vain, args=(server, endless))
            wait_until_reading(server, asker)
            server.process.send_signal(signal.SIGTERM)
            until(lambda server=server: refuses(server))
            assert server.process.poll() is None
            server.process.send_signal(number)
            assert server.process.wait(PATIENCE) == 0
            asker.join()


def _ask_in_vain(server: Live, body: bytes) -> None:
    with contextlib.suppress(OSError, http.client.HTTPException):
        server.ask("POST", "/v1/summary", body, JSON | AUTH)
