"""Pages and texts that are no articles, those in doubt, and articles that memory cannot turn into none."""

from __future__ import annotations

import pytest

from invariants import check
from nutgraf.model import Article, Label, NoArticleError, Page, Remembered
from nutgraf.reader import read, read_page, read_text
from nutgraf.seen import LineSeen, SiteSeen
from unit.test_reader import PAGE, PARAGRAPHS, TEXT, URL


@pytest.mark.parametrize("html", ["", "words", "<html><body></body></html>"])
def test_a_page_without_an_article(html: str) -> None:
    with pytest.raises(NoArticleError):
        read(html)


@pytest.mark.parametrize("text", ["", " \n\n \t\n", "\0"])
def test_a_text_without_words(text: str) -> None:
    with pytest.raises(NoArticleError):
        read_text(text)


def test_a_page_of_nothing_is_no_article() -> None:
    with pytest.raises(NoArticleError):
        read_page(Page())


LOGIN = """<html><head><title>Log in | The Brell Post</title></head><body>
<form><input type="password" name="password"><button>Log in</button></form></body></html>"""


def test_a_page_without_main_content_says_what_it_looks_like() -> None:
    with pytest.raises(NoArticleError) as caught:
        read(LOGIN, "https://brell.example/login")

    assert caught.value.kind == "login"
    assert caught.value.reason == "its address is that of a log-in and its title asks to log in"


def test_a_page_that_shows_nothing_of_its_kind_has_none() -> None:
    with pytest.raises(NoArticleError) as caught:
        read("<html><body><p>Soon.</p></body></html>", "https://brell.example/salt/vaults-2")

    assert (caught.value.kind, caught.value.reason) == (None, None)


def test_a_page_in_doubt_is_read_with_a_warning() -> None:
    story = f"<article>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS[:3])}</article>"
    reading = read(f"<html><head><title>Page not found</title></head><body>{story}</body></html>", URL)

    check(reading)
    assert reading.warnings == (
        "This looks like an error page: its title says that there is no such page. It was read all the same.",
    )
    assert reading.to_dict()["warnings"] == list(reading.warnings)


def test_a_story_is_read_without_a_warning() -> None:
    assert read(PAGE, URL).warnings == read_text(TEXT).warnings == ()


def test_a_text_is_read_whatever_it_looks_like() -> None:
    assert read_text("Page not found", url="https://brell.example/").warnings == ()


def test_memory_cannot_turn_an_article_into_none() -> None:
    page = Page(html=PAGE, url=URL)
    alone = read_page(page)

    def everything(article: Article, _: tuple[Label, ...]) -> SiteSeen:
        return SiteSeen(9, (LineSeen(pages=9, said="clutter"),) * len(article.blocks))

    reading = read_page(page, recall=everything)

    assert reading.labels == alone.labels
    assert reading.summary == alone.summary
    assert reading.remembered == Remembered(9)
