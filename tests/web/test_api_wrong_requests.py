"""Requests that are wrong: the field is named, broken JSON is told, and whatever is sent gets an answer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nutgraf.options import ALGORITHMS, MODES
from nutgraf.web.schema import SummaryAnswer
from web.conftest import ANSWER, FakeWorkers
from web.test_api import post


def fields(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [error["field"] for error in answer.json["errors"]]


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, ["html"]),
        ({"html": None, "text": None}, ["html"]),
        ({"html": "<p>One", "text": "One"}, ["text"]),
        ({"html": ""}, ["html"]),
        ({"html": " \n\0 "}, ["html"]),
        ({"text": ""}, ["text"]),
        ({"html": 1}, ["html"]),
        ({"html": ["<p>"]}, ["html"]),
        ({"text": {"a": 1}}, ["text"]),
        ({"text": "One", "sentences": 0}, ["sentences"]),
        ({"text": "One", "sentences": 11}, ["sentences"]),
        ({"text": "One", "sentences": "3"}, ["sentences"]),
        ({"text": "One", "sentences": 3.5}, ["sentences"]),
        ({"text": "One", "sentences": True}, ["sentences"]),
        ({"text": "One", "sentences": None}, ["sentences"]),
        ({"text": "One", "sentences": 10**400}, ["sentences"]),
        ({"text": "One", "words": 0}, ["words"]),
        ({"text": "One", "words": 1001}, ["words"]),
        ({"text": "One", "words": "90"}, ["words"]),
        ({"text": "One", "words": True}, ["words"]),
        ({"text": "One", "algorithm": "News"}, ["algorithm"]),
        ({"text": "One", "algorithm": None}, ["algorithm"]),
        ({"text": "One", "mode": "gentle"}, ["mode"]),
        ({"text": "One", "mode": "STRICT"}, ["mode"]),
        ({"text": "One", "mode": 1}, ["mode"]),
        ({"text": "One", "title": 7}, ["title"]),
        ({"text": "One", "language": "english"}, ["language"]),
        ({"text": "One", "language": ""}, ["language"]),
        ({"text": "One", "language": "de\n"}, ["language"]),
        ({"text": "One", "url": ""}, ["url"]),
        ({"text": "One", "url": "javascript:alert(1)"}, ["url"]),
        ({"text": "One", "url": "http://["}, ["url"]),
        ({"text": "One", "url": "news.example/story"}, ["url"]),
        ({"text": "One", "lenght": 3}, ["lenght"]),
        ({"text": "One", "a" * 1000: 3}, ["a" * 60]),
        ({"text": "One", "sentences": 0, "title": 7, "more": 1}, ["title", "sentences", "more"]),
        ([], ["body"]),
        ("One", ["body"]),
        (json.dumps({"text": "One"}), ["body"]),
        (None, ["body"]),
        (5, ["body"]),
    ],
)
def test_wrong_fields_are_named(client: FlaskClient, fake: FakeWorkers, body: Any, wrong: list[str]) -> None:
    assert fields(post(client, body)) == wrong
    assert not fake.pages


@pytest.mark.parametrize(("field", "known"), [("mode", MODES), ("algorithm", ALGORITHMS)])
def test_a_wrong_name_is_told_with_the_right_ones(client: FlaskClient, field: str, known: tuple[str, ...]) -> None:
    (error,) = post(client, {"text": "One", field: "gentle"}).json["errors"]

    *others, last = (repr(name) for name in known)
    assert error == {"field": field, "message": f"Input should be {', '.join(others)} or {last}"}


@pytest.mark.parametrize(("words", "bound"), [(0, "greater than or equal to 1"), (1001, "less than or equal to 1000")])
def test_a_wrong_number_of_words_is_told_with_the_bound(client: FlaskClient, words: int, bound: str) -> None:
    (error,) = post(client, {"text": "One", "words": words}).json["errors"]

    assert error == {"field": "words", "message": f"Input should be {bound}"}


@pytest.mark.parametrize("field", ["html", "text", "title", "url", "language"])
def test_half_a_character_is_named(client: FlaskClient, field: str) -> None:
    body = b'{"text": "One", "%s": "\\ud800 and more"}' % field.encode()

    assert fields(post(client, body)) == [field]


def test_half_a_character_in_the_name_of_a_field(client: FlaskClient) -> None:
    assert fields(post(client, b'{"text": "One", "\\ud800": 1}')) == ["body"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"text=One",
        b'{"text": "One"} and more',
        b"{'text': 'One'}",
        b'{"text": "One", "sentences": NaN}',
        b'{"text": "One", "sentences": ' + b"9" * 5000 + b"}",
        b'{"text": "a\nb"}',
        b'{"text": "\xff"}',
        b'{"text": "One\x00"}',
        '{"text": "One"}'.encode("utf-16"),
        '{"text": "One"}'.encode("utf-16-le"),
        '{"text": "One"}'.encode("utf-32"),
        b"[" * 100_000,
        b'{"text":' * 100_000,
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    ],
    ids=lambda body: repr(body[:24]),
)
def test_broken_json_is_told(client: FlaskClient, fake: FakeWorkers, body: bytes) -> None:
    answer = post(client, body)

    assert (answer.status_code, answer.json["type"]) == (400, "/problems/broken-json")
    assert not fake.pages


def test_a_byte_order_mark_is_forgiven(client: FlaskClient) -> None:
    assert post(client, '{"text": "One"}'.encode("utf-8-sig")).json == ANSWER


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
MARKUP = st.lists(
    st.sampled_from(
        ["<", ">", "</p>", "<p>", "<article>", "<div", "&#0;", "&#xd800;", "&nbsp;", "\0", "\ufffe", "<!--"]
    )
    | st.text(max_size=20)
    | st.just(" The council voted on Tuesday to build a tram line from the harbour to the hospital. "),
    max_size=25,
).map("".join)
REQUESTS = VALUES | st.fixed_dictionaries(
    {},
    optional={
        "html": MARKUP | VALUES,
        "text": MARKUP | VALUES,
        "url": st.text(max_size=20).map("http://news.example/".__add__) | VALUES,
        "title": VALUES | st.text(),
        "language": st.sampled_from(["de", "en-GB", "hi", "zz", "th", "ja"]) | VALUES,
        "sentences": st.integers(-1, 12) | VALUES,
        "mode": st.sampled_from(["careful", "normal", "strict"]) | VALUES,
        "words": st.integers(-1, 1002) | VALUES,
        "algorithm": st.sampled_from(["news", "lead", "lsa", "kl"]) | VALUES,
    },
)
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(REQUESTS)
@QUICK
def test_any_json_is_answered_or_told_what_is_wrong(reading: FlaskClient, body: Any) -> None:
    answer = post(reading, body)

    if answer.status_code == 200:
        SummaryAnswer.model_validate_json(answer.data)
    else:
        assert answer.status_code in (400, 422), answer.text
        assert answer.content_type == "application/problem+json"


@given(st.binary(max_size=200))
@QUICK
def test_any_bytes_are_answered_or_told_what_is_wrong(client: FlaskClient, body: bytes) -> None:
    assert post(client, body).status_code in (200, 400, 422)


@given(MARKUP, st.sampled_from(["html", "text"]))
@settings(QUICK, max_examples=100)
def test_any_page_is_answered_or_told_what_is_wrong(reading: FlaskClient, page: str, field: str) -> None:
    assert post(reading, {field: page}).status_code in (200, 422)
