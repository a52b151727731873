"""A server that systemd starts: the socket that it may hand on, and what it is told."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from web.conftest import PATIENCE, Live, running


def test_systemd_is_told_when_it_is_ready(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(PATIENCE)
        with running(env={**os.environ, "NOTIFY_SOCKET": str(tmp_path / "notify")}) as server:
            assert systemd.recv(100) == b"READY=1"
            assert b'"ready"' in server.ask("GET", "/healthz")[2]


def test_a_socket_that_others_can_reach_takes_a_token_too() -> None:
    with socket.create_server(("0.0.0.0", 0)) as listener:
        done = subprocess.run(
            handed(listener), pass_fds=[listener.fileno()], capture_output=True, text=True, timeout=PATIENCE
        )

    assert done.returncode == 1
    assert "can be reached from others" in done.stderr
    assert "Traceback" not in done.stderr


def handed(listener: socket.socket) -> list[str]:
    """The command, in a process that is handed a socket as systemd does it."""
    script = (
        "import os, sys; os.dup2(int(sys.argv[1]), 3); os.set_inheritable(3, True); "
        "os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='1', NUTGRAF_WORKERS='1'); "
        "os.execv(sys.executable, [sys.executable, '-m', 'nutgraf', 'serve', '--port', '1'])"
    )
    return [sys.executable, "-c", script, str(listener.fileno())]


def test_systemd_may_hold_the_socket() -> None:
    """As sd_listen_fds(3) says: file 3, and two names in the environment that are for this process alone."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        command = handed(listener)
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
