"""`nutgraf serve`: the app behind waitress, from the open socket to the last worker's end."""

from __future__ import annotations

import http.client
import json
import socket
import sys
from typing import TYPE_CHECKING

from nutgraf import __version__
from nutgraf.settings import LOOPBACK, Settings, SettingsError
from nutgraf.web.lifecycle import Lifecycle, inherited_socket, start_anew

if TYPE_CHECKING:
    from nutgraf.web.token import TokenFile

SPARE_THREADS = 4
"""Threads for answers that need no worker, so that /healthz answers while every worker is busy."""
SLACK = 4
"""Waitress takes bodies of up to so many times the limit, for the guard to refuse: it would cut the connection itself,
and a browser then says that there is no server. From others than this machine's programs it takes no more than it
reads."""


def serve(settings: Settings) -> None:
    """Listen, answer, and come back when a signal ends it (`lifecycle`). SystemExit with a message when it can't
    listen."""
    tokens = find_tokens(settings)
    listener = inherited_socket() or open_socket(settings)
    settings = settings_of(settings, listener)
    if run(settings, listener, tokens):
        start_anew(listener)


def settings_of(settings: Settings, listener: socket.socket) -> Settings:
    """The settings with the port of a socket, and its host where that was handed on; SystemExit where others could
    reach it without a token."""
    if listener.family not in (socket.AF_INET, socket.AF_INET6):
        raise SystemExit("nutgraf: the socket that was handed on is none of TCP")
    host, port = listener.getsockname()[:2]
    same = LOOPBACK.get(settings.host, settings.host) == host
    settings = settings.model_copy(update={"port": port, **({} if same else {"host": host})})
    try:
        _ = settings.address
    except SettingsError as error:
        raise SystemExit(f"nutgraf: {error}") from None
    return settings


def find_tokens(settings: Settings) -> TokenFile | None:
    """The tokens that clients may show, None where none is set; SystemExit, with what to do, when they are no good."""
    if settings.token_file is None:
        return None
    from nutgraf.web.token import TokenFile

    try:
        return TokenFile(settings.token_file)
    except SettingsError as error:
        raise SystemExit(f"nutgraf: {error}") from None


def open_socket(settings: Settings) -> socket.socket:
    """A listening socket; SystemExit, with what to do, when there is none to be had."""
    try:
        address = settings.address
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return socket.create_server((address, settings.port), family=family, backlog=128)
    except SettingsError as error:
        raise SystemExit(f"nutgraf: {error}") from None
    except OSError as error:
        raise SystemExit(f"nutgraf: {why_not(settings, error)}") from None


def why_not(settings: Settings, error: OSError) -> str:
    """Why there is no listening on a port, and what to do next."""
    there = who_is_there(settings)
    if there is not None:
        return (
            f"nutgraf {there} is running on port {settings.port} already, and the extension can use it. "
            f"To start another, choose a port: nutgraf serve --port {settings.port % 65535 + 1}"
        )
    return (
        f"cannot listen on {settings.host}, port {settings.port}: {error.strerror or error}. "
        f"Another program may be using it; choose another port: nutgraf serve --port {settings.port % 65535 + 1}"
    )


def who_is_there(settings: Settings) -> str | None:
    """The version of the nutgraf that answers on the port, or None."""
    connection = http.client.HTTPConnection(settings.own_address, settings.port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        health = json.loads(connection.getresponse().read(10_000))
        return str(health["version"]) if health["name"] == "nutgraf" else None
    except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError):
        return None
    finally:
        connection.close()


def run(settings: Settings, listener: socket.socket, tokens: TokenFile | None = None) -> bool:
    """Answer on a listening socket until a signal ends it; whether the server is to start anew on it. What is slow to
    import comes after the socket is open."""
    from nutgraf.web import logs
    from nutgraf.web.app import create_app
    from nutgraf.web.gateway import create_server
    from nutgraf.workers import Workers

    logs.configure(settings)
    life = Lifecycle(settings)
    life.watch()
    life.workers = workers = Workers(settings)
    try:
        workers.start()
        threads = workers.capacity + SPARE_THREADS
        most = settings.max_body * (1 if settings.exposed else SLACK)
        proxy = str(settings.trusted_proxy) if settings.trusted_proxy else None
        app = create_app(settings, workers, tokens, life)
        server = create_server(app, listener, threads, most, proxy)
        _greet(settings)
        life.tell_when_ready()
        life.serve(server)
        workers.stop()
        server.close()
    except SettingsError as error:
        raise SystemExit(f"nutgraf: {error}") from None
    finally:
        workers.stop()
    return life.starts_anew


def _greet(settings: Settings) -> None:
    from nutgraf.web.howto import loading_steps, team_steps

    host = settings.own_address if settings.exposed else settings.host
    print(f"nutgraf {__version__} is up at http://{f'[{host}]' if ':' in host else host}:{settings.port}")
    for step in team_steps(settings.token_file) if settings.token_file else loading_steps():
        print(f"  {step.where}: {step.what}")
    sys.stdout.flush()
