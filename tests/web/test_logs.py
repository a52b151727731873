"""What is logged of requests: who, what, how it went; never a page."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from nutgraf.settings import Settings
from nutgraf.web.logs import JsonLines, Lines, configure
from web.conftest import FakeWorkers
from web.test_exposed import AUTH, ask, exposed_client
from web.test_exposed import token_file as token_file

SECRET = "periwinkle"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Where everything is logged to, in JSON."""
    yield from logged_by(JsonLines())


@pytest.fixture
def plain_lines() -> Iterator[io.StringIO]:
    """The same for a person."""
    yield from logged_by(Lines())


def logged_by(form: logging.Formatter) -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(form)
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def exposed(fake: FakeWorkers, token_file: Path) -> FlaskClient:
    return exposed_client(fake, token_file)


def read(lines: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines.getvalue().splitlines() if "nutgraf.web.logs" in line]


def test_a_request_is_a_line(exposed: FlaskClient, lines: io.StringIO) -> None:
    answer = ask(exposed, **AUTH)
    refused = ask(exposed)

    first, second = read(lines)
    assert (first["level"], first["method"], first["path"], first["status"]) == ("INFO", "POST", "/v1/summary", 200)
    assert first["request"] == answer.headers["X-Request-ID"]
    assert first["user"] is None, "one token that all share is nobody's"
    assert first["bytes"] == len(b'{"text": "One."}')
    assert str(first["time"]).endswith("+00:00")
    assert (second["status"], second["request"]) == (401, refused.headers["X-Request-ID"])
    assert first["request"] != second["request"]


@pytest.mark.parametrize(
    ("named", "taken"), [("a" * 32, True), ("short", False), ("x" * 65, False), ("a\u00e4" * 9, False)]
)
def test_a_proxy_may_name_it(exposed: FlaskClient, lines: io.StringIO, named: str, taken: bool) -> None:
    answer = ask(exposed, **AUTH, X_Request_ID=named)

    assert (read(lines)[0]["request"] == named) is taken
    assert (answer.headers["X-Request-ID"] == named) is taken


def test_nothing_of_a_page_and_no_token_is_logged(exposed: FlaskClient, fake: FakeWorkers, lines: io.StringIO) -> None:
    fake.outcome = ValueError(SECRET)
    sent = {"html": f"<p>{SECRET}", "url": f"https://{SECRET}.example/"}
    assert exposed.post(f"/v1/summary?{SECRET}", json=sent, headers=AUTH).status_code == 500
    exposed.get(f"/{SECRET}", headers=AUTH)

    text = lines.getvalue()
    assert SECRET not in text
    assert AUTH["Authorization"].split()[1] not in text
    assert '"path": "other"' in text


def test_of_an_exception_its_kind_and_place_are_logged(lines: io.StringIO) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("waitress").exception("Exception while serving %s", "/v1/summary")

    (line,) = map(json.loads, lines.getvalue().splitlines())
    assert (line["error"], line["message"]) == ("ValueError", "Exception while serving /v1/summary")
    assert "test_logs.py" in line["frames"]
    assert SECRET not in lines.getvalue()


def test_a_person_reads_no_more_of_it(plain_lines: io.StringIO, exposed: FlaskClient, fake: FakeWorkers) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("waitress").exception("Exception while serving")
    fake.outcome = LookupError(SECRET)
    assert ask(exposed, **AUTH).status_code == 500
    exposed.get(f"/{SECRET}%0aFORGED line", headers=AUTH)

    text = plain_lines.getvalue()
    assert SECRET not in text
    assert "FORGED" not in text
    assert "ValueError test_logs.py:" in text
    assert "POST /v1/summary failed: LookupError" in text


@pytest.mark.parametrize(("form", "begins"), [("json", "{"), ("text", "20")])
def test_both_forms(form: str, begins: str, capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers.clear()
    try:
        configure(Settings(log_format=form, log_level="INFO"))
        logging.getLogger("nutgraf.test").info("Well")
    finally:
        root.handlers[:] = before
        root.setLevel(level)

    said = capsys.readouterr().err
    assert said.startswith(begins)
    assert "Well" in said
