"""The one importer of waitress: HTTP from a listening socket to the app, its own refusals told as problems too."""

from __future__ import annotations

import json
import logging
import select
import socket
import time
from collections.abc import Callable
from typing import Any

from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.server import create_server as create_waitress
from waitress.task import ErrorTask, WSGITask
from waitress.wasyncore import dispatcher

from nutgraf.web.errors import MEDIA_TYPE, problem
from nutgraf.web.guard import HEADERS

CHANNEL_SECONDS = 30
"""Seconds without a byte after which a connection is closed."""

QUIET_SECONDS = 0.2
"""Seconds without a byte after which nothing is on its way on a connection."""

MOST_CONNECTIONS = 1000
"""Connections at a time. Each that dawdles holds one, and no thread; waitress itself takes no more than 100."""

_NAMES = {413: "too-large", 500: "internal"}


class ProblemTask(ErrorTask):
    """Answers what waitress refuses before the app sees it: broken HTTP, headers or bodies beyond all measure."""

    def execute(self) -> None:
        """Write the answer and close the connection."""
        refused: Any = self.request  # the stubs take it for the error itself
        error = refused.error
        body = json.dumps(problem(_NAMES.get(error.code, "bad-request"))).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers = [*HEADERS.items(), ("Content-Type", MEDIA_TYPE)]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class AnswerTask(WSGITask):
    """Answers what the app is to see; the last on its connection once no new ones are taken, and says so."""

    def build_response_header(self) -> bytes:
        """The lines before the body."""
        server: Any = self.channel.server
        request: Any = self.request  # the stubs take it for an error
        if server.drains:
            request.headers["CONNECTION"] = "close"  # as if it had been asked for
        return super().build_response_header()


class ProblemChannel(HTTPChannel):
    """A connection whose errors are problems."""

    task_class = AnswerTask
    error_task_class = ProblemTask
    idled = False
    """Whether it is to be closed because nothing is on its way."""

    def end_idle(self) -> None:
        """Have it closed, from any thread, unless something comes before that."""
        self.idled = self.will_close = True

    def received(self, data: bytes) -> bool:
        """As waitress has it, which passes over what comes on a connection that is to be closed."""
        self._go_on_if_idled()
        return super().received(data)

    def handle_write(self) -> None:
        """As waitress has it, save that what idles is not closed when a request has come in and was not read yet."""
        if self.idled and self.connected and self._has_come():
            self._go_on_if_idled()
            return
        super().handle_write()

    def _go_on_if_idled(self) -> None:
        if self.idled:
            self.idled = self.will_close = False

    def _has_come(self) -> bool:
        connection: Any = self.socket
        try:
            return bool(connection.recv(1, socket.MSG_PEEK))
        except OSError:  # nothing, or no connection
            return False


class Gateway:
    """A server on a socket, and the ways to end it."""

    def __init__(self, server: Any) -> None:  # Any: its types leave out all but its constructor
        self._server = server
        self._server.drains = False
        self._keeps_socket = False

    def run(self) -> None:
        """Answer until a signal's handler raises SystemExit, or `leave` was called."""
        self._server.run()

    def close(self) -> None:
        """Give the threads back, once it has run, and the socket, unless it is kept."""
        self._server.task_dispatcher.shutdown()
        self._server.trigger.close()
        if not self._keeps_socket:
            dispatcher.close(self._server)

    def refuse_new(self, *, keep_socket: bool) -> None:
        """Take no new connections, and answer once more on each there is. New ones wait in the socket where it is kept,
        else are refused: that only in the main thread."""
        self._keeps_socket = keep_socket
        self._server.drains = True
        if keep_socket:
            self._server.accepting = False
        else:
            dispatcher.close(self._server)

    def is_idle(self) -> bool:
        """Whether no connection is left. Those on which nothing is under way are closed, which takes a moment."""
        quiet = time.time() - QUIET_SECONDS
        channels = list(self._server.active_channels.values())
        for channel in channels:
            busy = channel.requests or channel.request is not None or channel.total_outbufs_len
            if not busy and channel.last_activity < quiet:
                channel.end_idle()
        self._server.pull_trigger()
        return not channels

    def leave(self) -> None:
        """Have `run` come back, from any thread."""
        self._server._map.clear()
        self._server.pull_trigger()


def create_server(
    app: Callable[..., Any], listener: socket.socket, threads: int, most_bytes: int, proxy: str | None = None
) -> Gateway:
    """A server on a listening socket; `most_bytes` is where it stops to read a body. `run()` blocks.

    `proxy` is the one address whose X-Forwarded-For is believed; without it no such header reaches the app.
    """
    trust: dict[str, Any] = {"trusted_proxy": proxy, "trusted_proxy_headers": {"x-forwarded-for"}} if proxy else {}
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns while its threads are starting
    server = create_waitress(
        app,
        sockets=[listener],
        threads=threads,
        max_request_body_size=most_bytes,
        channel_timeout=CHANNEL_SECONDS,
        connection_limit=MOST_CONNECTIONS,
        asyncore_use_poll=hasattr(select, "poll"),  # select() itself takes no file numbered above 1023
        ident="",
        **trust,
    )
    assert isinstance(server, TcpWSGIServer)  # noqa: S101 - one socket, one server
    server.channel_class = ProblemChannel
    return Gateway(server)
