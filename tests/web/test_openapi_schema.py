"""OpenAPI as the server gives it: what is asked and answered, each field described, no reference to nowhere."""

from __future__ import annotations

import json

from flask.testing import FlaskClient

from nutgraf import __version__
from nutgraf.options import ALGORITHMS, MODES
from nutgraf.web.schema import SummaryAnswer
from web.test_api import JSON


def test_every_mode_is_explained(client: FlaskClient) -> None:
    asked = client.get("/openapi.json").json["components"]["schemas"]["SummaryRequest"]

    assert all(f"{mode}: " in asked["properties"]["mode"]["description"] for mode in MODES)


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
