"""How a server ends, and how it starts anew without a request lost.

Ctrl-C (SIGINT) ends it at once. SIGTERM ends it too; where others can reach it, it first finishes what it has begun,
while new connections are refused, so that a proxy in front goes to the next server. SIGHUP has it finish what it has
begun and start anew in the same process, with whatever code and settings are there now: its socket stays open, new
connections wait in it for the second that takes. The socket is handed on as systemd does it (sd_listen_fds(3)), so
systemd may hold it as well.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from nutgraf.web.gateway import Gateway
    from nutgraf.workers import Workers

SLACK_SECONDS = 5
"""Seconds on top of a page's limit that what was begun may take to be finished."""
_FIRST = 3
"""The file that a socket is handed on as, by sd_listen_fds(3)."""


class Lifecycle:
    """What a server is at, and what signals make of it."""

    def __init__(self, workers: Workers, page_seconds: float, *, exposed: bool) -> None:
        self.draining = False
        """Whether it only finishes what it has begun."""
        self.starts_anew = False
        """Whether it is to be started once more when it has ended."""
        self.server: Gateway | None = None
        self._workers = workers
        self._seconds = page_seconds + SLACK_SECONDS
        self._exposed = exposed

    def watch(self) -> None:
        """Take the signals; to be called in the main thread."""
        signal.signal(signal.SIGINT, self._end)
        signal.signal(signal.SIGTERM, self._finish if self._exposed else self._end)
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, self._reload)

    def _end(self, *_: Any) -> NoReturn:
        self.starts_anew = False
        # pages under way fail now, else waitress would wait for them
        threading.Thread(target=self._workers.stop, name="nutgraf-stop").start()
        raise SystemExit

    def _finish(self, *_: Any) -> None:
        if self.server is None or self.draining:
            self._end()
        self._drain(self.server, keep_socket=False)

    def _reload(self, *_: Any) -> None:
        if self.draining:
            return
        self.starts_anew = True
        if self.server is None:
            raise SystemExit
        self._drain(self.server, keep_socket=True)

    def _drain(self, server: Gateway, *, keep_socket: bool) -> None:
        self.draining = True
        server.refuse_new(keep_socket=keep_socket)
        threading.Thread(target=self._leave_when_idle, args=(server,), name="nutgraf-drain", daemon=True).start()

    def _leave_when_idle(self, server: Gateway) -> None:
        until = time.monotonic() + self._seconds
        while not server.is_idle() and time.monotonic() < until:
            time.sleep(0.05)
        server.leave()


def inherited_socket() -> socket.socket | None:
    """The listening socket that this process was handed on its start; None where it was not."""
    if os.environ.get("LISTEN_PID") != str(os.getpid()) or os.environ.get("LISTEN_FDS") != "1":
        return None
    for name in ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"):
        os.environ.pop(name, None)
    _reap()
    os.set_inheritable(_FIRST, False)  # what is started from here has no business with it
    return socket.socket(fileno=_FIRST)


def start_anew(listener: socket.socket) -> NoReturn:
    """Start this program once more, in this process and on this socket."""
    sys.stdout.flush()
    if listener.fileno() != _FIRST:
        os.dup2(listener.fileno(), _FIRST)
    os.set_inheritable(_FIRST, True)
    os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - the command that started it


def _reap() -> None:
    """Take leave of what the program before this one has started and ended, which else nobody does."""
    until = time.monotonic() + 1
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < until:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.02)
