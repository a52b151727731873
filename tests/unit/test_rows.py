"""What is a page in a row, and what is not."""

from __future__ import annotations

from typing import Any

import pytest

from nutgraf.model import Page
from nutgraf.rows import RowError, page_of


def test_a_row_of_html() -> None:
    page = page_of({"id": 1, "html": "<p>x</p>", "url": "https://a.example/", "title": "T", "lang": "de", "more": 1})

    assert page == Page(html="<p>x</p>", url="https://a.example/", title="T", language="de")


def test_a_row_of_text() -> None:
    assert page_of({"text": "x", "html": None, "language": "fr"}) == Page(text="x", language="fr")
    assert page_of({"text": "x", "html": ""}) == Page(text="x")


def test_html_wins_over_text() -> None:
    assert page_of({"text": "what was kept", "html": "<p>page</p>"}) == Page(html="<p>page</p>")


@pytest.mark.parametrize("value", [None, True, 1, "x", [], [{"html": "x"}]])
def test_what_is_no_row(value: object) -> None:
    with pytest.raises(RowError, match=r"^wrong-field: a row is an object"):
        page_of(value)


@pytest.mark.parametrize(
    "fields", [{}, {"id": 1}, {"html": ""}, {"html": "", "text": ""}, {"html": None, "text": None}]
)
def test_a_row_without_a_page(fields: dict[str, Any]) -> None:
    with pytest.raises(RowError, match=r"^wrong-field: a row needs `html` or `text`"):
        page_of(fields)


@pytest.mark.parametrize(
    ("field", "named"),
    [
        ("html", "html"),
        ("text", "text"),
        ("url", "url"),
        ("title", "title"),
        ("lang", "lang"),
        ("language", "language"),
    ],
)
@pytest.mark.parametrize("value", [1, ["x"], {"x": 1}])
def test_a_field_of_the_wrong_type_is_named(field: str, named: str, value: object) -> None:
    with pytest.raises(RowError, match=f"^wrong-field: `{named}"):
        page_of({"html": "<p>x</p>", field: value})


# read_rows
