from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nutgraf import __version__
from nutgraf.model import Page
from nutgraf.options import ALGORITHMS, MODES, Options
from nutgraf.web.schema import Health, Problem, SummaryAnswer
from web.conftest import ANSWER, FakeWorkers, client_of
from web.stories import HTML, PARAGRAPHS, TEXT, TITLE

JSON = "application/json"


def post(client: FlaskClient, body: Any) -> Any:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post("/v1/summary", data=data, content_type=JSON)


def fields(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [error["field"] for error in answer.json["errors"]]


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


def test_the_mode_is_the_setting_where_the_request_names_none(fake: FakeWorkers) -> None:
    careful = client_of(fake, mode="careful")
    for body in ({}, {"mode": None}, {"mode": "normal"}, {"mode": "strict"}):
        assert post(careful, {"text": "One", **body}).status_code == 200

    assert [options.mode for options in fake.options] == ["careful", "careful", "normal", "strict"]


@pytest.mark.parametrize(("field", "known"), [("mode", MODES), ("algorithm", ALGORITHMS)])
def test_a_wrong_name_is_told_with_the_right_ones(client: FlaskClient, field: str, known: tuple[str, ...]) -> None:
    (error,) = post(client, {"text": "One", field: "gentle"}).json["errors"]

    *others, last = (repr(name) for name in known)
    assert error == {"field": field, "message": f"Input should be {', '.join(others)} or {last}"}


@pytest.mark.parametrize(("words", "bound"), [(0, "greater than or equal to 1"), (1001, "less than or equal to 1000")])
def test_a_wrong_number_of_words_is_told_with_the_bound(client: FlaskClient, words: int, bound: str) -> None:
    (error,) = post(client, {"text": "One", "words": words}).json["errors"]

    assert error == {"field": "words", "message": f"Input should be {bound}"}


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


def test_every_mode_is_explained(client: FlaskClient) -> None:
    asked = client.get("/openapi.json").json["components"]["schemas"]["SummaryRequest"]

    assert all(f"{mode}: " in asked["properties"]["mode"]["description"] for mode in MODES)


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


def test_healthz_tells_name_version_and_state() -> None:
    for ready, state in ((False, "starting"), (True, "ready")):
        answer = client_of(FakeWorkers(ready=ready)).get("/healthz")
        Health.model_validate_json(answer.data)
        assert answer.json == {"name": "nutgraf", "version": __version__, "state": state}


def test_openapi_describes_what_is_asked_and_answered(client: FlaskClient) -> None:
    spec = client.get("/openapi.json").json
    summary = spec["paths"]["/v1/summary"]["post"]
    schemas = spec["components"]["schemas"]
    asked = schemas["SummaryRequest"]

    assert spec["info"]["version"] == __version__
    assert summary["requestBody"]["content"][JSON]["schema"]["$ref"].endswith("/SummaryRequest")
    assert set(asked["properties"]) == {
        "html",
        "text",
        "url",
        "title",
        "language",
        "mode",
        "sentences",
        "words",
        "algorithm",
        "memory",
    }
    assert asked["additionalProperties"] is False
    assert [choice["required"] for choice in asked["oneOf"]] == [["html"], ["text"]]
    assert asked["properties"]["sentences"]["maximum"] == 10
    assert asked["properties"]["words"]["anyOf"][0] == {"type": "integer", "minimum": 1, "maximum": 1000}
    assert asked["properties"]["algorithm"]["enum"] == list(ALGORITHMS)
    assert set(schemas["SummarySentence"]["required"]) == {"text", "block", "start", "end", "why"}
    assert summary["responses"]["200"]["content"][JSON]["schema"]["$ref"].endswith("/Reading")
    assert set(schemas["Reading"]["required"]) == set(SummaryAnswer.model_fields)
    problems = [answer for status, answer in summary["responses"].items() if status != "200"]
    assert len(problems) == 9
    assert {"401", "429"} <= set(summary["responses"])
    assert summary["security"] == [{}, {"token": []}]
    assert spec["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert all(list(answer["content"]) == ["application/problem+json"] for answer in problems)
    assert set(schemas["Problem"]["required"]) == {"type", "title", "status", "detail"}


def test_every_reference_of_openapi_leads_somewhere(client: FlaskClient) -> None:
    text = client.get("/openapi.json").text
    schemas = json.loads(text)["components"]["schemas"]
    references = {part.split('"')[0] for part in text.split('"$ref":"#/components/schemas/')[1:]}

    assert references
    assert references <= set(schemas)


def test_every_field_of_openapi_asked_is_described(client: FlaskClient) -> None:
    asked = client.get("/openapi.json").json["components"]["schemas"]["SummaryRequest"]

    assert all(field.get("description") for field in asked["properties"].values())


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
