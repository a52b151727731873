"""How a server ends, and how it starts anew without a request lost.

Ctrl-C (SIGINT) ends it at once. SIGTERM ends it too; where others can reach it, it first finishes what it has begun,
while new connections are refused, so that a proxy in front goes to the next server. SIGHUP has it finish what it has
begun and start anew in the same process, with whatever code and settings are there now: its socket stays open, new
connections wait in it for the second that takes. The socket is handed on as systemd does it (sd_listen_fds(3)), so
systemd may hold it as well, and is told when the server is ready (sd_notify(3)).
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

from nutgraf.settings import Settings, SettingsError

if TYPE_CHECKING:
    from nutgraf.web.gateway import Gateway
    from nutgraf.workers import Workers

SLACK_SECONDS = 5
"""Seconds on top of a page's limit that what was begun may take to be finished."""
FLUSH_SECONDS = 2
"""Seconds in which those whose page is not read by then are told to ask again."""
_HELD = {signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])}
_FIRST = 3
"""The file that a socket is handed on as, by sd_listen_fds(3)."""
_PROGRAM = "import nutgraf.reader, nutgraf.web.app, nutgraf.web.gateway"
"""What a server that starts takes, as a program that tries whether it is there."""

log = logging.getLogger(__name__)


class Lifecycle:
    """What a server is at, and what signals make of it."""

    def __init__(self, settings: Settings) -> None:
        self.draining = False
        """Whether it only finishes what it has begun."""
        self._again = False
        """Whether SIGHUP has it end."""
        self.workers: Workers | None = None
        self._server: Gateway | None = None
        self._asked = False
        """Whether SIGHUP came before there was a server."""
        self._ending = False
        """Whether it is to end, whatever else it was told."""
        self._trying = threading.Lock()
        """Held while it is tried whether it could start anew."""
        self._settings = settings

    @property
    def starts_anew(self) -> bool:
        """Whether it is to be started once more when it has ended."""
        return self._again and not self._ending

    def serve(self, server: Gateway) -> None:
        """Answer, until a signal ends it; in the main thread."""
        self._server = server
        if self._asked:
            self._reload()
        server.run()

    def watch(self) -> None:
        """Take the signals; to be called in the main thread, before any process is started."""
        signal.signal(signal.SIGINT, self._end)
        signal.signal(signal.SIGTERM, self._finish if self._settings.exposed else self._end)
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, self._reload)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _HELD)  # blocked by who started this anew

    def tell_when_ready(self) -> None:
        """Tell systemd, where that has started the server, when its workers are up."""
        if "NOTIFY_SOCKET" in os.environ:
            threading.Thread(target=self._tell_when_ready, name="nutgraf-notify", daemon=True).start()

    def _tell_when_ready(self) -> None:
        while self.workers is None or not self.workers.ready:
            time.sleep(0.05)
        tell_systemd("READY=1")

    def _end(self, *_: Any) -> NoReturn:
        self._ending = True
        if self.workers is not None:  # pages under way fail now, else waitress would wait for them
            threading.Thread(target=self.workers.stop, name="nutgraf-stop").start()
        raise SystemExit

    def _finish(self, *_: Any) -> None:
        if self._server is None or self._ending:
            self._end()
        self._ending = True
        self._server.refuse_new(keep_socket=False)
        if not self.draining:  # to start anew, which it shall not now
            self._drain(self._server)

    def _reload(self, *_: Any) -> None:
        server = self._server
        if server is None:
            self._asked = True
        elif not self.draining:
            threading.Thread(target=self._drain_if_sound, args=(server,), name="nutgraf-try", daemon=True).start()

    def _drain_if_sound(self, server: Gateway) -> None:
        with self._trying:
            if self.draining:
                return
            trouble = why_not_anew(self._settings)
            if trouble:
                log.error("the server goes on as it is, it could not start anew: %s", trouble)
            elif not self.draining:
                self._again = True
                server.refuse_new(keep_socket=True)
                self._drain(server)

    def _drain(self, server: Gateway) -> None:
        self.draining = True
        threading.Thread(target=self._leave_when_idle, args=(server,), name="nutgraf-drain", daemon=True).start()

    def _leave_when_idle(self, server: Gateway) -> None:
        _wait(server.is_idle, self._settings.page_seconds + SLACK_SECONDS)
        if self.workers is not None:
            self.workers.stop()
        _wait(server.is_idle, FLUSH_SECONDS)
        server.leave()


def why_not_anew(settings: Settings) -> str | None:
    """Why a server could not start with what is there now, in words for a person; None where it could."""
    from nutgraf.web.token import read_tokens

    try:
        if settings.token_file is not None:
            read_tokens(settings.token_file)
    except SettingsError as error:
        return str(error)
    tried = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=False)  # noqa: S603
    return tried.stderr.strip().rpartition("\n")[2] if tried.returncode else None


def tell_systemd(state: str) -> None:
    """Send systemd a state, as sd_notify(3) does; nothing happens where it has not asked for any."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out, contextlib.suppress(OSError):
            out.sendto(state.encode(), f"\0{address[1:]}" if address.startswith("@") else address)


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
    signal.pthread_sigmask(signal.SIG_BLOCK, _HELD)  # until `watch`: they would end what starts here
    if listener.fileno() != _FIRST:
        os.dup2(listener.fileno(), _FIRST)
    os.set_inheritable(_FIRST, True)
    os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - the command that started it


def _wait(true: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.05)


def _reap() -> None:
    """Take leave of what the program before this one has started and ended, which else nobody does."""
    until = time.monotonic() + 1
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < until:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.02)
