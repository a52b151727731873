from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from nutgraf.settings import SettingsError
from nutgraf.web import errors
from nutgraf.web.rate import client_of, register
from programs import free_ports
from stores import redis_server

Ask = Callable[..., int]


def app_with(per_minute: int, storage: str | None = None) -> Ask:
    """What asking an app gives that nothing but the rate stands before: 0, or the seconds to wait."""
    return app_and_ask(per_minute, storage)[1]


def app_and_ask(per_minute: int, storage: str | None = None) -> tuple[Flask, Ask]:
    app = Flask(__name__)
    errors.register(app)
    register(app, per_minute, storage)
    app.add_url_rule("/", view_func=lambda: "")

    def ask(address: str = "192.0.2.1", path: str = "/") -> int:
        answer = app.test_client().get(path, environ_base={"REMOTE_ADDR": address})
        assert answer.status_code in (200, 404, 429)
        return int(answer.headers["Retry-After"]) if answer.status_code == 429 else 0

    return app, ask


def test_a_client_may_ask_so_often_and_no_more() -> None:
    ask = app_with(3)

    assert [ask() for _ in range(3)] == [0, 0, 0]
    assert 1 <= ask() <= 60


def test_one_client_does_not_use_up_what_another_may() -> None:
    ask = app_with(1)
    ask()

    assert ask("192.0.2.2") == 0
    assert ask() > 0


def test_whatever_is_asked_for_counts() -> None:
    ask = app_with(2)
    ask(path="/nowhere")
    ask(path="/static/nothing.js")

    assert ask() > 0


def test_after_a_minute_it_may_ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_800_000_000.0
    monkeypatch.setattr("time.time", lambda: now)
    ask = app_with(1)
    ask()
    now += 20

    assert ask() == 40
    now += 41
    assert ask() == 0


def test_clients_are_forgotten_when_their_minute_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_800_000_000.0
    monkeypatch.setattr("time.time", lambda: now)
    app, ask = app_and_ask(1)
    for number in range(300):
        ask(f"192.0.2.{number % 250}", path=f"/{number}")
    (limiter,) = app.extensions["limiter"]
    assert len(limiter.storage.storage) == 250

    now += 61
    ask("198.51.100.1")
    store = limiter.storage
    kept = [store.storage, store.events, store.expirations, store.locks]
    end = time.monotonic() + 30
    while max(map(len, kept)) > 1:
        assert time.monotonic() < end, kept
        time.sleep(0.01)  # its thread forgets them


def test_many_at_once_are_counted_once_each() -> None:
    ask = app_with(50)
    waits: list[int] = []
    askers = [threading.Thread(target=lambda: waits.extend(ask() for _ in range(20))) for _ in range(8)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()

    assert (len(waits), waits.count(0)) == (160, 50)


def test_while_redis_hangs_nobody_gets_an_error(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    with redis_server(tmp_path, port) as address:
        ask = app_with(4, address)
        assert [ask() for _ in range(3)] == [0, 0, 0]
        (redis,) = [int(pid) for pid in subprocess.check_output(["pgrep", "-f", f"redis-server.*:{port}"]).split()]
        os.kill(redis, signal.SIGSTOP)
        try:
            waits: list[int] = []
            askers = [threading.Thread(target=lambda: waits.append(ask())) for _ in range(16)]
            for asker in askers:
                asker.start()
            for asker in askers:
                asker.join()
        finally:
            os.kill(redis, signal.SIGCONT)
        assert len(waits) == 16
        assert waits.count(0) == 4, "counted by itself, from nothing"


def test_a_place_that_is_none_is_said() -> None:
    with pytest.raises(SettingsError, match="NUTGRAF_RATE_AT"):
        app_with(1, "nowhere://127.0.0.1")


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        ("::1", "::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_the_client_behind_an_address(address: str, client: str) -> None:
    assert client_of(address) == client
