"""A page or a text sent over HTTP: how the reader is asked, and the answer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from nutgraf import __version__
from nutgraf.model import Page
from nutgraf.options import Options
from nutgraf.web.schema import Health, Problem, SummaryAnswer
from web.conftest import FakeWorkers, client_of
from web.stories import HTML, PARAGRAPHS, TEXT, TITLE

JSON = "application/json"


def post(client: FlaskClient, body: Any) -> Any:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post("/v1/summary", data=data, content_type=JSON)


def test_a_page_is_read(reading: FlaskClient) -> None:
    answer = post(reading, {"html": HTML, "url": "https://news.example/tram", "sentences": 2})

    assert answer.status_code == 200
    assert answer.content_type == JSON
    SummaryAnswer.model_validate_json(answer.data)
    assert answer.json["title"] == TITLE
    assert answer.json["language"] == "en"
    assert answer.json["url"] == "https://news.example/tram"
    assert len(answer.json["summary"]) == 1, "the page is short"
    assert all(paragraph in answer.json["text"] for paragraph in PARAGRAPHS)
    blocks = {block["id"]: block["text"] for block in answer.json["blocks"]}
    for sentence in answer.json["summary"]:
        assert sentence["text"] == blocks[sentence["block"]][sentence["start"] : sentence["end"]]


def test_a_text_is_read(reading: FlaskClient) -> None:
    answer = post(reading, {"text": TEXT, "title": "A tram", "language": "en-GB"})

    SummaryAnswer.model_validate_json(answer.data)
    assert answer.json["text"] == "\n".join(PARAGRAPHS)
    assert (answer.json["title"], answer.json["language"], answer.json["url"]) == ("A tram", "en", None)
    assert 1 <= len(answer.json["summary"]) <= 3


def test_what_the_reader_is_given(client: FlaskClient, fake: FakeWorkers) -> None:
    post(client, {"html": "<p>\0One</p>", "title": "T\0", "language": "DE_at", "url": "HTTPS://news.example/ä?ü#ö"})
    post(client, {"text": "One", "html": None, "title": "", "url": None, "language": None, "sentences": 10})

    assert fake.pages == [
        Page(html="<p>One</p>", title="T", language="de", url="HTTPS://news.example/ä?ü#ö"),
        Page(text="One"),
    ]


@pytest.mark.parametrize(
    ("asked", "options"),
    [
        ({}, Options()),
        ({"sentences": 1}, Options(sentences=1)),
        ({"sentences": 10, "words": 1000}, Options(sentences=10, words=1000)),
        ({"words": 1, "algorithm": "lead"}, Options(words=1, algorithm="lead")),
        ({"words": None, "mode": None}, Options()),
        ({"mode": "strict", "algorithm": "sum-basic"}, Options(mode="strict", algorithm="sum-basic")),
    ],
)
def test_how_the_page_is_to_be_read(client: FlaskClient, fake: FakeWorkers, asked: Any, options: Options) -> None:
    assert post(client, {"text": "One", **asked}).status_code == 200
    assert fake.options == [options]


def test_the_mode_is_the_setting_where_the_request_names_none(fake: FakeWorkers) -> None:
    careful = client_of(fake, mode="careful")
    for body in ({}, {"mode": None}, {"mode": "normal"}, {"mode": "strict"}):
        assert post(careful, {"text": "One", **body}).status_code == 200

    assert [options.mode for options in fake.options] == ["careful", "careful", "normal", "strict"]


def test_a_reading_says_why_and_that_it_is_short(reading: FlaskClient) -> None:
    long = post(reading, {"text": TEXT}).json
    brief = post(reading, {"text": "\n\n".join(PARAGRAPHS[:2]), "algorithm": "lead"}).json

    assert (long["short"], brief["short"]) == (False, True)
    assert all(sentence["why"] and "news" not in sentence["why"] for sentence in long["summary"])
    assert [sentence["why"] for sentence in brief["summary"]] == [["lead"]]


def test_words_and_algorithm_reach_the_summary(reading: FlaskClient) -> None:
    text = "\n\n".join((*PARAGRAPHS, *(f"In ward {n} the vote was close again." for n in range(8))))
    lead = post(reading, {"text": text, "algorithm": "lead"}).json["summary"]
    few = post(reading, {"text": text, "algorithm": "lead", "words": 45}).json["summary"]

    assert [sentence["text"] for sentence in lead] == list(PARAGRAPHS[:3])
    assert [sentence["text"] for sentence in few] == list(PARAGRAPHS[:2])


def test_strict_leaves_out_no_less_than_careful(reading: FlaskClient) -> None:
    plug = "<p>Read more: <a href='/x'>The tram line and its long history, told in pictures</a></p>"
    html = HTML.replace("</article>", f"{plug}</article>")
    careful, strict = (post(reading, {"html": html, "mode": mode}).json for mode in ("careful", "strict"))

    assert {b["id"] for b in careful["stripped"]} <= {b["id"] for b in strict["stripped"]}


def test_a_page_that_is_no_article_is_told_by_its_kind(reading: FlaskClient) -> None:
    html = "<title>Page not found</title><p>The page you are looking for is not here, and it may never have been.</p>"
    answer = post(reading, {"html": f"<html><body>{html}</body></html>"})

    Problem.model_validate_json(answer.data)
    assert (answer.status_code, answer.json["type"], answer.json["page_kind"]) == (422, "/problems/no-article", "error")
    assert answer.json["detail"].startswith("This looks like an error page: its title says that there is no such page")


def test_healthz_tells_name_version_and_state() -> None:
    for ready, state in ((False, "starting"), (True, "ready")):
        answer = client_of(FakeWorkers(ready=ready)).get("/healthz")
        Health.model_validate_json(answer.data)
        assert answer.json == {"name": "nutgraf", "version": __version__, "state": state}
