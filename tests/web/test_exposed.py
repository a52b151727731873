"""A server that others than this machine's programs can reach: who may ask it, and how often."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from nutgraf.settings import Settings
from nutgraf.web.app import create_app
from nutgraf.web.schema import Problem
from nutgraf.web.token import TokenFile
from web.conftest import ANSWER, PATIENCE, FakeWorkers, Live, client_of, running
from web.stories import TEXT
from web.test_guard import CHROMIUM, FIREFOX, NEWS, STRANGER

LETTERS = "t0ken-" * 8
AUTH = {"Authorization": f"Bearer {LETTERS}"}
NAMES = "nutgraf.example,reader.example:8443"


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    path = tmp_path / "token"
    path.write_text(LETTERS)
    path.chmod(0o600)
    return path


@pytest.fixture
def exposed(fake: FakeWorkers, token_file: Path) -> FlaskClient:
    return exposed_client(fake, token_file)


def exposed_client(fake: FakeWorkers, token_file: Path, **settings: Any) -> FlaskClient:
    given = {"host": "0.0.0.0", "hosts": NAMES, "token_file": token_file, **settings}
    return client_of(fake, token=TokenFile(token_file), **given)


def ask(client: FlaskClient, address: str = "192.0.2.1", **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/v1/summary", json={"text": "One."}, headers=named, environ_base={"REMOTE_ADDR": address})


def test_with_the_token_it_answers(exposed: FlaskClient, fake: FakeWorkers) -> None:
    answer = ask(exposed, **AUTH)

    assert (answer.status_code, answer.json) == (200, ANSWER)
    assert len(fake.pages) == 1


@pytest.mark.parametrize(
    ("sent", "challenge"),
    [
        ({}, 'Bearer realm="nutgraf"'),
        ({"Authorization": "Bearer wrong"}, 'Bearer realm="nutgraf", error="invalid_token"'),
        ({"Authorization": f"Basic {LETTERS}"}, 'Bearer realm="nutgraf", error="invalid_token"'),
    ],
)
def test_without_it_nothing_is_read(
    exposed: FlaskClient, fake: FakeWorkers, sent: dict[str, str], challenge: str
) -> None:
    answer = ask(exposed, **sent)

    Problem.model_validate_json(answer.data)
    assert (answer.status_code, answer.json["type"]) == (401, "/problems/no-token")
    assert answer.headers["WWW-Authenticate"] == challenge
    assert not fake.pages


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "192.0.2.1"])
@pytest.mark.parametrize("path", ["/", "/v1/summary", "/openapi.json", "/static/home.js", "/problems/busy", "/nowhere"])
def test_no_address_and_no_client_is_left_out(exposed: FlaskClient, path: str, address: str) -> None:
    """A proxy on this machine makes every client look like one of this machine's programs."""
    assert exposed.get(path, environ_base={"REMOTE_ADDR": address}).status_code == 401


def test_whether_it_is_up_can_be_asked_by_anybody(exposed: FlaskClient) -> None:
    answer = exposed.get("/healthz")

    assert answer.status_code == 200
    assert set(answer.json) == {"name", "version", "state"}


@pytest.mark.parametrize("body", [b"{", b"a" * 2000])
def test_the_token_is_looked_at_before_the_body(fake: FakeWorkers, token_file: Path, body: bytes) -> None:
    client = exposed_client(fake, token_file, max_body=1000)

    assert client.post("/v1/summary", data=body, content_type="text/plain").status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "nutgraf.example"}, 200),
        ({"Host": "Nutgraf.Example"}, 200),
        ({"Host": "nutgraf.example:8731"}, 200),
        ({"Host": "reader.example:8443"}, 200),
        ({"Host": "192.168.1.5:8731"}, 200),
        ({"Host": "[fd00::5]:8731"}, 200),
        ({"Host": "127.0.0.1:8731"}, 200),
        ({"Host": "nutgraf.example", "Origin": "https://nutgraf.example", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Host": "nutgraf.example", "Origin": FIREFOX, "Sec-Fetch-Site": "cross-site"}, 200),
        ({"Host": "nutgraf.example", "Origin": CHROMIUM}, 200),
        ({"Host": "evil.test:8731"}, 403),
        ({"Host": "nutgraf.example:80"}, 403),
        ({"Host": "reader.example"}, 403),
        ({"Host": "nutgraf.example.evil.test"}, 403),
        ({"Host": "nutgrafxexample"}, 403),
        ({"Host": "192.168.1.5"}, 403),
        ({"Host": "192.168.1.5.evil.test:8731"}, 403),
        ({"Host": "nutgraf.example", "Origin": "https://reader.example:8443"}, 403),
        ({"Host": "nutgraf.example", "Origin": NEWS, "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Host": "nutgraf.example", "Origin": "null"}, 403),
        ({"Host": "nutgraf.example", "Origin": STRANGER}, 403),
        ({"Host": "nutgraf.example", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Host": "nutgraf.example", "Upgrade": "websocket"}, 403),
    ],
)
def test_a_token_opens_nothing_to_web_pages(exposed: FlaskClient, headers: dict[str, str], status: int) -> None:
    assert ask(exposed, **AUTH, **headers).status_code == status


def test_a_name_that_is_missing_is_said_how_to_set(exposed: FlaskClient) -> None:
    assert "NUTGRAF_HOSTS" in ask(exposed, **AUTH, Host="reader.test").json["detail"]


def test_who_asks_too_often_has_to_wait(fake: FakeWorkers, token_file: Path) -> None:
    client = exposed_client(fake, token_file, requests_per_minute=2)
    statuses = [ask(client, **AUTH).status_code for _ in range(3)]
    refused = ask(client, **AUTH)

    Problem.model_validate_json(refused.data)
    assert statuses == [200, 200, 429]
    assert refused.json["type"] == "/problems/too-many"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert ask(client, "192.0.2.2", **AUTH).status_code == 200
    assert len(fake.pages) == 3


def test_a_stranger_does_not_use_up_what_a_token_may(fake: FakeWorkers, token_file: Path) -> None:
    client = exposed_client(fake, token_file, requests_per_minute=2)
    for _ in range(5):
        ask(client)

    assert [ask(client, **AUTH).status_code for _ in range(3)] == [200, 200, 429]


def test_tokens_cannot_be_tried_one_after_the_other(fake: FakeWorkers, token_file: Path) -> None:
    client = exposed_client(fake, token_file, requests_per_minute=2)

    assert [ask(client, Authorization=f"Bearer {n}").status_code for n in range(3)] == [401, 401, 429]


def test_the_limit_can_be_taken_away(fake: FakeWorkers, token_file: Path) -> None:
    client = exposed_client(fake, token_file, requests_per_minute=0)

    assert {ask(client, **AUTH).status_code for _ in range(200)} == {200}


def test_on_the_readers_own_machine_nothing_is_counted_and_nothing_asked_for(client: FlaskClient) -> None:
    assert {ask(client, "127.0.0.1").status_code for _ in range(200)} == {200}


def test_the_reader_s_own_server_does_not_even_load_the_counter() -> None:
    script = """
import sys
from nutgraf.settings import Settings
from nutgraf.web.app import create_app

create_app(Settings(), None)
print(sorted({"flask_limiter", "limits", "prometheus_client", "nutgraf.web.guard"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout == "['nutgraf.web.guard']\n"


@pytest.mark.parametrize("settings", [{"host": "0.0.0.0"}, {"hosts": "nutgraf.example"}, {"token_file": "token"}])
def test_there_is_no_exposed_app_without_a_token(fake: FakeWorkers, settings: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="no token"):
        create_app(Settings(**settings), fake)  # type: ignore[arg-type]


# the command


@contextmanager
def serving(token_file: Path, *arguments: str, **environment: str) -> Iterator[Live]:
    """The command for others; who asks until it is ready shall not have asked too often by then."""
    settings = {"NUTGRAF_TOKEN_FILE": str(token_file), "NUTGRAF_WORKERS": "1", "NUTGRAF_REQUESTS_PER_MINUTE": "100000"}
    with running("--host", "0.0.0.0", *arguments, env={**os.environ, **settings, **environment}) as server:
        yield server


def health(server: Live, **headers: str) -> int:
    return server.ask("GET", "/healthz", headers={name.replace("_", "-"): value for name, value in headers.items()})[0]


def test_the_command_on_all_addresses(token_file: Path) -> None:
    json_body = {"Content-Type": "application/json"}
    body = json.dumps({"text": TEXT}).encode()
    with serving(token_file) as server:
        assert server.ask("POST", "/v1/summary", body, json_body)[0] == 401
        assert server.ask("POST", "/v1/summary", body, json_body | AUTH)[0] == 200
        assert "Authorization: Bearer" in server.greeting
        assert "TLS" in server.greeting
        assert LETTERS not in server.greeting
        second = _serve("--port", str(server.port))
        assert f"is running on port {server.port} already" in second.stderr
        assert server.end() == (0, "", "")


def test_forwarded_headers_are_believed_only_from_the_proxy_that_is_set(token_file: Path) -> None:
    few = {"NUTGRAF_REQUESTS_PER_MINUTE": "2"}
    with serving(token_file, **few) as server:
        assert [health(server, X_Forwarded_For=f"192.0.2.{n}") for n in range(3)] == [200, 200, 429]
    with serving(token_file, **few, NUTGRAF_TRUSTED_PROXY="127.0.0.1") as server:
        assert [health(server, X_Forwarded_For=f"192.0.2.{n}") for n in range(3)] == [200, 200, 200]
        assert [health(server, X_Forwarded_For="192.0.2.9, 192.0.2.1") for _ in range(2)] == [200, 429]
        assert health(server, X_Forwarded_For="192.0.2.77", X_Forwarded_Host="evil.test") == 200
    with serving(token_file, **few, NUTGRAF_TRUSTED_PROXY="192.0.2.200") as server:
        assert [health(server, X_Forwarded_For=f"192.0.2.{n}") for n in range(3)] == [200, 200, 429]


def test_strangers_cannot_have_more_taken_in_than_is_read(token_file: Path) -> None:
    with serving(token_file, NUTGRAF_MAX_BODY="1000") as server:
        status, _, body = server.ask("POST", "/v1/summary", b"a" * 1001)

    assert (status, json.loads(body)["type"]) == (413, "/problems/too-large")


@pytest.mark.parametrize(
    ("text", "mode", "said"),
    [
        (None, 0, "cannot be read: No such file"),
        ("short", 0o600, "holds no token"),
        (LETTERS, 0o644, "chmod 600"),
    ],
)
def test_it_does_not_start_without_a_good_token(tmp_path: Path, text: str | None, mode: int, said: str) -> None:
    path = tmp_path / "token"
    if text is not None:
        path.write_text(text)
        path.chmod(mode)
    done = _serve("--host", "0.0.0.0", "--port", "0", "--token-file", str(path))

    assert (done.returncode, done.stdout) == (1, "")
    assert re.search(f"^nutgraf: .*{said}", done.stderr)
    assert "Traceback" not in done.stderr


def _serve(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nutgraf", "serve", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
