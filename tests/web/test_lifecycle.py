"""How a server ends and starts anew, seen from outside."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from web.conftest import PATIENCE, Live, running
from web.test_exposed import AUTH, serving
from web.test_exposed import token_file as token_file
from web.test_serve import _children

JSON = {"Content-Type": "application/json"}
SLOW = json.dumps({"html": "<article>" + "<p>The council voted on Tuesday to build the tram.</p>" * 9_000}).encode()


def wait_until_up(server: Live) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            if b'"ready"' in server.ask("GET", "/healthz")[2]:
                return
        except OSError:
            pass
        assert time.monotonic() < end
        time.sleep(0.05)


def starts(pid: int) -> list[str]:
    """The command that a process runs."""
    return Path(f"/proc/{pid}/cmdline").read_text().split("\0")


def test_on_sighup_it_finishes_its_pages_and_starts_anew_on_its_port() -> None:
    with running() as server:
        wait_until_up(server)
        before = _children(server.process.pid)
        command = starts(server.process.pid)
        statuses: list[int] = []
        asker = threading.Thread(target=lambda: statuses.append(server.ask("POST", "/v1/summary", SLOW, JSON)[0]))
        asker.start()
        time.sleep(0.3)

        server.process.send_signal(signal.SIGHUP)

        assert server.ask("GET", "/healthz")[0] == 200, "who asks meanwhile waits"
        asker.join()
        wait_until_up(server)
        assert statuses == [200]
        assert server.process.poll() is None
        assert starts(server.process.pid) == command
        now = _children(server.process.pid)
        assert now
        assert not now & before, "none of its processes is left"
        assert "defunct" not in states(now)
        server.process.send_signal(signal.SIGHUP)  # and once more, from what it has become
        time.sleep(0.5)
        wait_until_up(server)
        assert server.end()[0] == 0


def states(pids: set[int]) -> str:
    listed = subprocess.run(["ps", "-o", "cmd=", "-p", ",".join(map(str, pids))], capture_output=True, text=True)
    return listed.stdout


def test_a_signal_before_it_is_up_starts_it_anew_as_well() -> None:
    with running() as server:
        server.process.send_signal(signal.SIGHUP)
        time.sleep(0.5)
        wait_until_up(server)
        assert server.end()[0] == 0


def test_on_sigterm_a_server_for_others_finishes_and_takes_no_more(token_file: Path) -> None:
    with serving(token_file) as server:
        wait_until_up(server)
        statuses: list[int] = []
        asker = threading.Thread(
            target=lambda: statuses.append(server.ask("POST", "/v1/summary", SLOW, JSON | AUTH)[0])
        )
        asker.start()
        time.sleep(0.3)
        kept = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        kept.request("GET", "/readyz", headers=AUTH)
        assert kept.getresponse().read()

        server.process.send_signal(signal.SIGTERM)
        kept.request("GET", "/readyz", headers=AUTH)
        answer = kept.getresponse()

        assert (answer.status, json.loads(answer.read())["state"]) == (503, "ending")
        with pytest.raises(ConnectionRefusedError):
            server.ask("GET", "/healthz")
        asker.join()
        kept.close()
        assert statuses == [200]
        assert server.process.wait(PATIENCE) == 0


def test_twice_sigterm_or_ctrl_c_does_not_wait(token_file: Path) -> None:
    endless = json.dumps({"html": "<article>" + "<p>The council voted on Tuesday.</p>" * 200_000}).encode()
    for number in (signal.SIGTERM, signal.SIGINT):
        with serving(token_file, NUTGRAF_PAGE_SECONDS="600") as server:
            wait_until_up(server)
            asker = threading.Thread(target=_ask_in_vain, args=(server, endless))
            asker.start()
            time.sleep(0.5)
            server.process.send_signal(signal.SIGTERM)
            time.sleep(0.3)
            assert server.process.poll() is None
            server.process.send_signal(number)
            assert server.process.wait(PATIENCE) == 0
            asker.join()


def _ask_in_vain(server: Live, body: bytes) -> None:
    import contextlib

    with contextlib.suppress(OSError, http.client.HTTPException):
        server.ask("POST", "/v1/summary", body, JSON | AUTH)


def test_systemd_may_hold_the_socket() -> None:
    """As sd_listen_fds(3) says: file 3, and two names in the environment that are for this process alone."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        script = (
            "import os, sys; os.dup2(int(sys.argv[1]), 3); os.set_inheritable(3, True); "
            "os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='1', NUTGRAF_WORKERS='1'); "
            "os.execv(sys.executable, [sys.executable, '-m', 'nutgraf', 'serve', '--port', '1'])"
        )
        command = [sys.executable, "-c", script, str(listener.fileno())]
        with subprocess.Popen(command, pass_fds=[listener.fileno()], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert f":{port}" in process.stdout.readline()
            server = Live(process, port, "")
            assert server.ask("GET", "/healthz")[0] == 200
            assert server.end()[0] == 0


def test_a_socket_that_was_handed_to_another_process_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    from nutgraf.web.lifecycle import inherited_socket

    monkeypatch.setenv("LISTEN_FDS", "1")
    monkeypatch.setenv("LISTEN_PID", str(os.getppid()))

    assert inherited_socket() is None
