"""Which site a page is of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.sites.domains import site_of


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.brell.co.uk/news/1?x=2#y", "brell.co.uk"),
        ("http://NEWS.Brell.CO.UK:8080/", "brell.co.uk"),
        ("https://anna.github.io/blog", "anna.github.io"),
        ("https://otto.github.io/blog", "otto.github.io"),
        ("http://news.test/story", "news.test"),
        ("http://www.news.test/story", "news.test"),
        ("http://localhost:8000/", "localhost"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://[::1]/", "::1"),
        ("https://brell.com./", "brell.com"),
    ],
)
def test_the_registered_domain(url: str, site: str) -> None:
    assert site_of(url) == site


@pytest.mark.parametrize(
    "url", [None, "", "file:///home/me/page.html", "about:blank", "https://", "nonsense", "http://[x"]
)
def test_what_names_no_site(url: str | None) -> None:
    assert site_of(url) is None


@given(st.text(max_size=60))
def test_nothing_breaks_it(text: str) -> None:
    assert site_of(text) is None or text
    assert site_of(f"https://{text}") != ""
