from __future__ import annotations

import logging

import pytest
from flask.testing import FlaskClient

from nutgraf.model import NoArticleError
from nutgraf.web.errors import KINDS
from nutgraf.web.schema import Problem
from nutgraf.work import PageTimeoutError, WorkerCrashError, WorkersBusyError, WorkersLostError
from web.conftest import FakeWorkers

MARK = "Zwetschgenmus"
STORY = {"text": f"A story of {MARK}."}


@pytest.mark.parametrize(
    ("outcome", "status", "name"),
    [
        (NoArticleError(MARK), 422, "no-article"),
        (PageTimeoutError(MARK), 503, "page-timeout"),
        (WorkerCrashError(MARK), 500, "page-crashed"),
        (WorkersLostError(MARK), 500, "page-crashed"),
        (WorkersBusyError(MARK), 503, "busy"),
        (RuntimeError(MARK), 500, "internal"),
        (KeyError(MARK), 500, "internal"),
    ],
)
def test_each_error_is_a_problem_without_text_of_the_page(
    client: FlaskClient,
    fake: FakeWorkers,
    caplog: pytest.LogCaptureFixture,
    outcome: Exception,
    status: int,
    name: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    fake.outcome = outcome
    answer = client.post("/v1/summary", json=STORY)

    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    Problem.model_validate_json(answer.data)
    assert answer.json["type"] == f"/problems/{name}"
    assert answer.json["status"] == status
    assert MARK not in answer.text + caplog.text
    assert "Traceback" not in answer.text + caplog.text
    assert ("Retry-After" in answer.headers) == (name == "busy")


def test_no_article_tells_what_the_page_looks_like_and_what_to_do(client: FlaskClient, fake: FakeWorkers) -> None:
    fake.outcome = NoArticleError(MARK, "login", "it asks for a password")
    answer = client.post("/v1/summary", json=STORY)

    Problem.model_validate_json(answer.data)
    assert answer.json == {
        "type": "/problems/no-article",
        "title": "No article was found",
        "status": 422,
        "detail": "This looks like a log-in page: it asks for a password. Log in, open the story, and try again.",
        "page_kind": "login",
    }


def test_no_article_of_no_known_kind_is_told_in_general(client: FlaskClient, fake: FakeWorkers) -> None:
    fake.outcome = NoArticleError(MARK)
    answer = client.post("/v1/summary", json=STORY)

    assert answer.json["detail"] == KINDS["no-article"].detail
    assert "page_kind" not in answer.json


def test_a_mistake_of_ours_is_logged_with_its_place(
    client: FlaskClient, fake: FakeWorkers, caplog: pytest.LogCaptureFixture
) -> None:
    fake.outcome = LookupError(MARK)
    client.post("/v1/summary", json=STORY)

    assert "POST /v1/summary failed: LookupError conftest.py:" in caplog.text


def test_no_page_is_logged_however_much_is(reading: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    html = f"<title>{MARK}</title><p>{MARK} {MARK}"
    for body in ({"html": html}, {"html": html, "title": 5}, {"html": html, "text": MARK}, {"html": f"<{MARK}>"}):
        reading.post("/v1/summary", json=body)
    reading.post("/v1/summary", data=f'{{"html": "{MARK}', content_type="application/json")

    assert MARK not in caplog.text


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("GET", "/nowhere", "not-found"),
        ("POST", "/nowhere", "not-found"),
        ("GET", "/static/../app.py", "not-found"),
        ("GET", "/static/nothing.js", "not-found"),
        ("GET", "/problems/nothing", "not-found"),
        ("GET", "/openapi", "not-found"),
        ("GET", "/v1/summary", "method-not-allowed"),
        ("PUT", "/v1/summary", "method-not-allowed"),
        ("POST", "/", "method-not-allowed"),
    ],
)
def test_flask_s_own_errors_are_problems(client: FlaskClient, method: str, path: str, name: str) -> None:
    answer = client.open(path, method=method, **({"json": {}} if method == "POST" else {}))

    assert answer.status_code == KINDS[name].status
    assert answer.json["type"] == f"/problems/{name}"
    assert ("Allow" in answer.headers) == (name == "method-not-allowed")


@pytest.mark.parametrize("name", KINDS)
def test_every_type_leads_to_words_for_a_person(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/problems/{name}")

    assert answer.status_code == 200
    assert answer.content_type == "text/plain; charset=utf-8"
    assert KINDS[name].title in answer.text


def test_every_kind_says_what_to_do_next() -> None:
    assert all(kind.detail.endswith(".") and 400 <= kind.status < 600 for kind in KINDS.values())
