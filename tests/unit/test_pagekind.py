from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.corpus import pages
from nutgraf.model import NoArticleError
from nutgraf.pagekind import DOUBTED, LONG_PROSE, REFUSED, Content, describe, judge, kinds, looks_like, tables
from nutgraf.reader import read
from nutgraf.web.schema import PageKind

EXTENSION = Path(__file__).parents[2] / "extension"
LISTS = Content(prose=0, listed=200)
NOTHING = Content(0, 0)
OTHERS = [(name, html, expected) for name, html, expected in pages() if not expected.get("article", True)]
ARTICLES = [(name, html, expected) for name, html, expected in pages() if expected.get("article", True)]
FRONT = {"address_root", "og_website", "ld_site", "teasers_many"}


def named(cases: list[tuple[str, str, dict[str, object]]]) -> list[str]:
    return [name for name, _, _ in cases]


# our own pages


@pytest.mark.parametrize(("name", "html", "expected"), OTHERS, ids=named(OTHERS))
def test_a_page_that_is_no_article_is_refused_by_its_kind(name: str, html: str, expected: dict[str, str]) -> None:
    with pytest.raises(NoArticleError) as caught:
        read(html, expected["url"])

    assert caught.value.kind == expected["kind"], name
    assert caught.value.reason


@pytest.mark.parametrize(("name", "html", "expected"), ARTICLES, ids=named(ARTICLES))
def test_an_article_is_read(name: str, html: str, expected: dict[str, str]) -> None:
    assert read(html, expected["url"]).summary, name


def test_an_article_is_read_in_doubt_with_a_warning() -> None:
    warned = {name for name, html, expected in ARTICLES if read(html, expected["url"]).warnings}

    assert warned == {"nearmiss-error-story", "nearmiss-product-review"}


def test_every_kind_has_a_page_of_ours() -> None:
    assert {expected["kind"] for _, _, expected in OTHERS} == set(kinds())


# the verdict


def test_a_front_page_says_so_and_why() -> None:
    verdict = judge(FRONT, LISTS)

    assert verdict is not None
    assert (verdict.kind, verdict.refused) == ("front", True)
    assert verdict.reason == "its address is that of a whole site and it calls itself a web site, not an article"


@pytest.mark.parametrize("signs", [set(), {"address_root"}, {"password", "asks_mail"}, {"teasers_many", "noindex"}])
@pytest.mark.parametrize("content", [NOTHING, LISTS, Content(60, 0)])
def test_a_sign_or_two_are_not_enough(signs: set[str], content: Content) -> None:
    verdict = judge(signs, content)

    assert verdict is None or not verdict.refused


def test_an_address_and_many_links_are_doubted_only() -> None:
    verdict = judge({"address_root", "teasers_many"}, LISTS)

    assert verdict is not None
    assert not verdict.refused


def test_what_speaks_for_an_article_counts_against_every_kind() -> None:
    error = {"title_error", "says_error"}

    assert judge(error, Content(60, 0)) is not None
    assert judge({*error, "ld_article"}, Content(60, 0)) is None


def test_a_page_of_lists_needs_lists() -> None:
    assert judge(FRONT, Content(prose=70, listed=0)) is None
    doubted = judge(FRONT, Content(prose=70, listed=100))
    assert doubted is not None
    assert not doubted.refused


@given(st.sets(st.sampled_from(sorted(tables()["signs"]))), st.integers(LONG_PROSE, 10_000), st.integers(0, 10_000))
def test_long_prose_is_never_doubted(signs: set[str], prose: int, listed: int) -> None:
    assert judge(signs, Content(prose, listed)) is None


@given(st.sets(st.sampled_from(sorted(tables()["signs"]))), st.integers(0, 400), st.integers(0, 400))
def test_what_is_refused_has_little_prose_and_a_reason(signs: set[str], prose: int, listed: int) -> None:
    verdict = judge(signs, Content(prose, listed))

    assert verdict is None or verdict.reason
    assert verdict is None or not verdict.refused or prose <= kinds()[verdict.kind].prose


# words


def test_it_is_described_with_what_to_do_next() -> None:
    assert describe("search", "its title says so") == (
        "This looks like search results: its title says so. Open one of the results."
    )
    assert looks_like("front", None) == "This looks like a front page."


@pytest.mark.parametrize("kind", [None, "", "castle"])
def test_no_known_kind_is_not_described(kind: str | None) -> None:
    assert describe(kind, "a reason") is None
    assert looks_like(kind, "a reason") == ""


def test_every_kind_can_be_reached_and_is_told_in_words() -> None:
    for name, kind in kinds().items():
        points = [sign[name] for sign in tables()["signs"].values() if name in sign]
        assert sum(points) > REFUSED > DOUBTED
        assert kind.name
        assert kind.next.endswith(".")


def test_every_sign_says_why_and_counts_for_a_kind() -> None:
    for sign, table in tables()["signs"].items():
        assert table["why"].startswith(("it ", "its ", "most ")), sign
        assert set(table) - {"why"} <= {*kinds(), "article"}, sign
        assert len(table) > 1, sign


def test_the_interface_names_the_same_kinds() -> None:
    assert set(get_args(PageKind)) == set(kinds())


def test_the_extension_has_a_message_for_every_kind() -> None:
    code = (EXTENSION / "popup" / "problems.js").read_text("utf-8")
    messages = json.loads((EXTENSION / "_locales" / "en" / "messages.json").read_text("utf-8"))

    for kind in kinds():
        assert f'case "{kind}": return t("noArticle{kind.title()}")' in code
        assert f"noArticle{kind.title()}" in messages
