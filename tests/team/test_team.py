"""Two servers, PostgreSQL, Redis and nginx, each a process: what a team's clients meet with."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import threading

import pytest

from bench.server.running import with_children
from bench.team.clients import Client, Load, load, wait_until_ready
from bench.team.proxy import NAME
from bench.team.stack import Team, serving
from hostile import page
from programs import free_ports, until
from stores import redis_server
from unit.sites.pages import PLUG, paragraphs

CLIENTS = 64
SECONDS = 6.0
PATIENCE = 120
OPEN = {"/healthz"}
HTML = page("<ul>" + "<li class=menu-item><a href=/harbour>All about the harbour</a></li>" * 100 + "</ul>")


@pytest.fixture(scope="module")
def tokens(servers: Team) -> list[str]:
    return [servers.add(f"user{n}") for n in range(CLIENTS)]


def direct(servers: Team, token: str | None, number: int) -> Client:
    """A client of one of the servers, past nginx."""
    return Client(servers.proxy, token, servers.servers[number].port)


def is_ready(servers: Team, token: str, number: int) -> bool:
    try:
        return direct(servers, token, number).ask("GET", "/readyz").status == 200
    except OSError:
        return False


def without_loss(run: Load) -> None:
    assert run.lost == []
    assert run.mixed == 0
    assert len(run.times) >= CLIENTS, "each has had an answer"


def test_many_clients_get_their_own_answers_while_a_server_is_killed(servers: Team, tokens: list[str]) -> None:
    wait_until_ready(servers, tokens[0])
    killed = servers.servers[0]

    run = load(servers, tokens, SECONDS, HTML, killed.kill)

    without_loss(run)
    assert killed.process.poll() == -signal.SIGKILL
    servers.start_again(0)


def test_a_server_starts_anew_without_a_request_lost(servers: Team, tokens: list[str]) -> None:
    wait_until_ready(servers, tokens[0])
    first = servers.servers[1]
    _, *before = with_children(first.process.pid)

    run = load(servers, tokens, SECONDS, HTML, lambda: os.kill(first.process.pid, signal.SIGHUP))

    without_loss(run)
    assert before
    until(lambda: not set(before) & set(with_children(first.process.pid)))
    until(lambda: is_ready(servers, tokens[0], 1))
    assert first.process.poll() is None


def test_a_server_that_ends_finishes_what_it_has_begun(servers: Team, tokens: list[str]) -> None:
    slow = long_story(12_000)
    statuses: list[int] = []
    asker = threading.Thread(target=lambda: statuses.append(direct(servers, tokens[0], 0).read(slow).status))
    asker.start()
    until(lambda: under_way(servers, tokens[0], 0) > 0)

    servers.servers[0].process.send_signal(signal.SIGTERM)

    until(lambda: refuses(servers.servers[0].port))
    assert Client(servers.proxy, tokens[0]).read(HTML).status == 200, "the other one takes it"
    asker.join()
    assert statuses == [200]
    assert servers.servers[0].process.wait(PATIENCE) == 0
    servers.start_again(0)


def refuses(port: int) -> bool:
    """Whether no connection is taken on a port."""
    try:
        socket.create_connection(("127.0.0.1", port), PATIENCE).close()
    except ConnectionRefusedError:
        return True
    return False


def long_story(paragraphs: int) -> str:
    """A page that takes some seconds for ten thousand paragraphs."""
    return "<html><body><article>" + "<p>The council voted on Tuesday to build the tram.</p>" * paragraphs


def under_way(servers: Team, token: str, number: int) -> float:
    text = direct(servers, token, number).ask("GET", "/metrics").body.decode()
    return float(re.findall(r"(?m)^nutgraf_pages_under_way (\S+)$", text)[0])


def test_a_revoked_token_opens_nothing_from_then_on(servers: Team) -> None:
    token = servers.add("leaver")
    clients = [Client(servers.proxy, token), direct(servers, token, 0), direct(servers, token, 1)]
    assert [client.ask("GET", "/openapi.json").status for client in clients] == [200] * 3

    servers.revoke("leaver")

    assert [client.ask("GET", "/openapi.json").status for client in clients] == [401] * 3
    with pytest.raises(Exception, match="exit status 1"):
        servers.revoke("leaver")


def test_without_a_token_only_whether_it_is_up_is_answered(servers: Team, tokens: list[str]) -> None:
    paths = Client(servers.proxy, tokens[0]).ask("GET", "/openapi.json").json["paths"]
    assert {"/healthz", "/readyz", "/v1/summary", "/v1/corrections"} <= set(paths)
    asked = [(method.upper(), path) for path, methods in paths.items() for method in methods]
    asked += [
        ("GET", path) for path in ("/", "/metrics", "/openapi.json", "/static/home.js", "/nowhere", "/problems/busy")
    ]

    for token in (None, "wrong" * 10):
        client = Client(servers.proxy, token)
        found = {path: client.ask(method, path, {} if method == "POST" else None).status for method, path in asked}
        assert {path for path, status in found.items() if status != 401} == OPEN
    assert set(Client(servers.proxy).ask("GET", "/healthz").json) == {"name", "version", "state"}


def test_what_one_server_has_read_the_other_knows(servers: Team, tokens: list[str]) -> None:
    for number in range(4):
        story = "".join(f"<p>{text}</p>" for text in paragraphs(number))
        html = f"<html><body><article>{story}<p class=plug>{PLUG}</p></article></body></html>"
        answer = direct(servers, tokens[0], number % 2).read(html, url=f"https://brell.example/{number}")
        assert answer.status == 200

    assert answer.json["memory"]["pages"] == 3


def test_the_log_says_who_asked_for_what_and_holds_no_page(servers: Team, tokens: list[str]) -> None:
    secret = "Periwinkle"
    answer = Client(servers.proxy, tokens[7]).read(f"<article><p>{secret} {HTML}", url=f"https://{secret}.example/")
    name = answer.headers["x-request-id"]

    lines = [json.loads(line) for server in servers.servers for line in server.log.read_text().splitlines()]
    (line,) = [line for line in lines if line.get("request") == name]

    assert (line["user"], line["method"], line["path"], line["status"]) == ("user7", "POST", "/v1/summary", 200)
    assert line["level"] == "INFO"
    logs = [server.log for server in servers.servers] + [servers.proxy.log]
    until(lambda: name in servers.proxy.log.read_text())  # which is written when the answer has gone
    assert not any(secret in path.read_text() or tokens[7] in path.read_text() for path in logs)


def test_it_is_ready_and_its_memory_is_on(servers: Team, tokens: list[str]) -> None:
    wait_until_ready(servers, tokens[0])

    answers = [direct(servers, tokens[0], n).ask("GET", "/readyz") for n in (0, 1)]

    assert [answer.json for answer in answers] == [{"state": "ready", "memory": "on"}] * 2


def with_settings(servers: Team, **settings: object) -> Team:
    """The same, for servers that are set otherwise."""
    more = {f"NUTGRAF_{name.upper()}": str(value) for name, value in settings.items()}
    return Team(servers.folder, servers.proxy, servers.environment | more, servers.stack)


def test_redis_counts_for_all_and_each_for_itself_while_it_is_away(servers: Team) -> None:
    """With servers of their own, whose limit is low, and that do not take a slow Redis for one that is away."""
    few = with_settings(servers, requests_per_minute=4)
    token = servers.add("hasty")
    (port, *ports) = free_ports(3)
    few.environment["NUTGRAF_RATE_AT"] = f"redis://127.0.0.1:{port}/0?socket_timeout=30"
    with serving(few, ports[0]) as one, serving(few, ports[1]) as two:
        asks = [Client(few.proxy, token, server.port) for server in (one, two)]
        with redis_server(servers.folder, port):
            statuses = [asks[n % 2].ask("GET", "/readyz").status for n in range(6)]
            assert statuses.count(429) == 2
            assert statuses[4:] == [429, 429]
            assert asks[0].ask("GET", "/healthz", Host=NAME).status == 429
        alone = [asks[n % 2].ask("GET", "/healthz").status for n in range(10)]

    assert (alone.count(200), alone.count(429)) == (8, 2)


def test_a_page_that_hangs_is_counted_as_a_killed_worker(servers: Team, tokens: list[str]) -> None:
    """With a page that takes far longer than its limit: what is done by the time that pebble looks has been in time."""
    few = with_settings(servers, page_seconds=0.2)
    with serving(few, free_ports(1)[0]) as one:
        client = Client(few.proxy, tokens[0], one.port)
        assert client.read(long_story(60_000)).status == 503
        text = client.ask("GET", "/metrics").body.decode()

    assert 'nutgraf_worker_kills_total{why="timeout"} 1.0' in text
    assert 'nutgraf_requests_total{method="POST",path="/v1/summary",status="503"} 1.0' in text
