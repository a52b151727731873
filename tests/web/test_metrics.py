"""What a server tells whoever watches over it: counts that are right, and nothing of anybody's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from nutgraf.model import Page
from nutgraf.options import Options
from nutgraf.settings import Settings
from nutgraf.work import PageTimeoutError, WorkerCrashError
from nutgraf.workers import Workers
from web.conftest import FakeWorkers
from web.entries import obey
from web.test_exposed import AUTH, ask, exposed_client
from web.test_exposed import token_file as token_file


@pytest.fixture
def exposed(fake: FakeWorkers, token_file: Path) -> FlaskClient:
    return exposed_client(fake, token_file, requests_per_minute=0)


def samples(client: FlaskClient) -> dict[tuple[str, ...], float]:
    """Value of each sample by its name and the values of its labels."""
    answer = client.get("/metrics", headers=AUTH)
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain; version=")
    families = text_string_to_metric_families(answer.text)
    return {(s.name, *(s.labels[k] for k in sorted(s.labels))): s.value for family in families for s in family.samples}


def test_every_answer_is_counted_refused_ones_too(exposed: FlaskClient) -> None:
    for headers in (AUTH, AUTH, {}):
        ask(exposed, **headers)
    ask(exposed, **AUTH, Host="evil.test")
    exposed.get("/nowhere", headers=AUTH)
    exposed.get("/elsewhere", headers=AUTH)
    exposed.open("/healthz", method="BREW")

    found = samples(exposed)

    name = "nutgraf_requests_total"
    assert found[name, "POST", "/v1/summary", "200"] == 2
    assert found[name, "POST", "/v1/summary", "401"] == 1
    assert found[name, "POST", "/v1/summary", "403"] == 1
    assert found[name, "GET", "other", "404"] == 2
    assert found[name, "other", "other", "405"] == 1
    assert found["nutgraf_request_seconds_count", "/v1/summary"] == 4


def test_readings_are_counted_by_their_stages_and_by_what_was_known(exposed: FlaskClient, fake: FakeWorkers) -> None:

    answers = [
        {"timings": {"extraction": 40.0, "total": 60.0}, "memory": known} for known in (None, {"pages": 3}, None)
    ]
    read = iter(answers)
    fake.read = lambda *_: next(read)  # type: ignore[method-assign]
    for _ in answers:
        assert ask(exposed, **AUTH).status_code == 200

    found = samples(exposed)

    assert found["nutgraf_stage_seconds_count", "extraction"] == 3
    assert found["nutgraf_stage_seconds_sum", "total"] == pytest.approx(0.18)
    assert (found["nutgraf_readings_total", "known"], found["nutgraf_readings_total", "unknown"]) == (1, 2)


def test_what_the_workers_are_at(exposed: FlaskClient, fake: FakeWorkers) -> None:
    fake.under_way, fake.ended["crash"] = 5, 2

    found = samples(exposed)

    assert found["nutgraf_pages_under_way",] == 5
    assert found["nutgraf_pages_most",] == 34
    assert found["nutgraf_ready",] == 1
    assert found["nutgraf_worker_kills_total", "crash"] == 2
    assert found["nutgraf_worker_kills_total", "timeout"] == 0


def test_workers_that_a_page_takes_with_it_are_counted() -> None:
    workers = Workers(Settings(workers=1, page_seconds=3), obey)
    try:
        for order, error in (("sleep 30", PageTimeoutError), ("exit", WorkerCrashError), ("fail", WorkerCrashError)):
            with pytest.raises(error):
                workers.read(Page(text=order), Options())
        assert workers.read(Page(text="well"), Options())["order"] == "well"
    finally:
        workers.stop()

    assert workers.ended == {"timeout": 1, "crash": 1, "lost": 0}, "a mistake of ours kills no worker"
    assert workers.under_way == 0


def test_no_label_holds_what_somebody_has_sent(exposed: FlaskClient) -> None:
    secret = "periwinkle"
    sent: dict[str, Any] = {"json": {"text": secret, "url": f"https://{secret}.example/"}, "headers": AUTH}
    exposed.post("/v1/summary", **sent)
    exposed.get(f"/{secret}", headers=AUTH)
    exposed.get(f"/problems/{secret}?{secret}", headers=AUTH)

    assert secret not in exposed.get("/metrics", headers=AUTH).text


def test_it_takes_a_token(exposed: FlaskClient) -> None:
    assert exposed.get("/metrics").status_code == 401


def test_the_reader_s_own_server_has_none(client: FlaskClient) -> None:
    assert client.get("/metrics").status_code == 404
