"""No summary because of the page, or one with little in it: the reader is told what happened and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.chromium import text_of
from browser.servers import ScriptedServer, as_json, health, problem, serve

if TYPE_CHECKING:
    from contextlib import ExitStack

    from browser.chromium import Chromium
    from browser.firefox import Firefox

pytestmark = pytest.mark.browser


def start(cleanup: ExitStack, server: ScriptedServer) -> str:
    """Run a scripted server until the test is over; gives its address."""
    cleanup.callback(server.let_go)
    return f"http://127.0.0.1:{cleanup.enter_context(serve(server))}"


def test_no_article(chromium: Chromium, news: str, nutgraf: str) -> None:
    chromium.use_server(nutgraf)
    chromium.open(f"{news}/empty")

    assert "No article on this page" in text_of(chromium.click_icon())


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("front", "This looks like a front page. Open one of its stories."),
        ("search", "These look like search results."),
        ("castle", "It looks like a front page, a list or a video."),
        (None, "It looks like a front page, a list or a video."),
    ],
)
def test_no_article_says_what_the_page_looks_like(
    chromium: Chromium, news: str, cleanup: ExitStack, kind: str | None, told: str
) -> None:
    answer = {"type": "/problems/no-article", "title": "", "status": 422, "detail": "", "page_kind": kind}
    server = ScriptedServer(health(), as_json(answer, 422, "application/problem+json"))
    chromium.use_server(start(cleanup, server))
    chromium.open(f"{news}/empty")

    shown = text_of(chromium.click_icon())

    assert "No article on this page" in shown
    assert told in shown


@pytest.mark.parametrize("path", ["chrome://version", "data:text/html,<p>Hello", "about:blank", "/story.pdf"])
def test_chromium_pages_that_cannot_be_read(chromium: Chromium, news: str, nutgraf: str, path: str) -> None:
    chromium.use_server(nutgraf)
    chromium.open(news + path if path.startswith("/") else path)

    popup = chromium.click_icon()

    assert "This page can’t be read" in text_of(popup)
    assert popup.get_by_role("button").count() == 0


@pytest.mark.parametrize("path", ["about:support", "view-source:/story", "/story.pdf"])
def test_firefox_pages_that_cannot_be_read(firefox: Firefox, news: str, nutgraf: str, path: str) -> None:
    firefox.use_server(nutgraf)
    firefox.open(path.replace("/story", f"{news}/story"))

    firefox.click_icon()

    assert "This page can’t be read" in firefox.popup_text()


def test_any_other_problem_speaks_for_itself(chromium: Chromium, news: str, cleanup: ExitStack) -> None:
    server = ScriptedServer(health(), problem("too-large", 413, "The page is too large", "Raise the limit."))
    chromium.use_server(start(cleanup, server))
    chromium.open(f"{news}/story")

    shown = text_of(chromium.click_icon())

    assert "The page is too large" in shown
    assert "Raise the limit." in shown


TOOLS = ["−", "3 sentences", "+", "Mark on page", "Why these?"]


def test_what_the_page_does_not_say_is_left_out(chromium: Chromium, news: str, cleanup: ExitStack) -> None:
    absent = dict.fromkeys(("url", "title", "byline", "date", "site", "language"))
    sentence = {"text": "<b>Only this</b> is known.", "block": 0, "start": 0, "end": 5}
    answer = {**absent, "minutes_saved": 0, "summary": [sentence], "stripped": []}
    server = ScriptedServer(health(), as_json(answer))
    chromium.use_server(start(cleanup, server))
    chromium.open(f"{news}/empty")

    shown = text_of(chromium.click_icon())

    lines = [line for line in shown.split("\n") if line]
    assert lines == ["Harrow Quay Courier", "<b>Only this</b> is known.", *TOOLS, "Copy summary", "Read"]


def test_doubts_and_that_a_page_is_short_stand_above_the_summary(
    chromium: Chromium, news: str, cleanup: ExitStack
) -> None:
    absent = dict.fromkeys(("url", "byline", "date", "site", "language"))
    sentence = {"text": "The weir is shut.", "block": 0, "start": 0, "end": 17, "why": ["lead"]}
    notes = {"short": True, "warnings": ["This looks like a <i>front</i> page."]}
    answer = {**absent, **notes, "title": "Weir", "minutes_saved": 0, "summary": [sentence], "stripped": []}
    chromium.use_server(start(cleanup, ScriptedServer(health(), as_json(answer))))
    chromium.open(f"{news}/empty")

    shown = text_of(chromium.click_icon()).split("\n")

    assert [line for line in shown if line] == [
        "Weir",
        "This looks like a <i>front</i> page.",
        "The page is already as short as a summary.",
        "The weir is shut.",
        *TOOLS,
        "Copy summary",
        "Read",
    ]


def test_a_story_in_a_frame_of_another_site(chromium: Chromium, news: str, nutgraf: str) -> None:
    chromium.use_server(nutgraf)
    chromium.open(f"{news}/framed-elsewhere")

    assert "in a frame of another site" in text_of(chromium.click_icon())


def test_firefox_says_so_of_a_frame_too(firefox: Firefox, news: str, nutgraf: str) -> None:
    firefox.use_server(nutgraf)
    firefox.open(f"{news}/framed-elsewhere")

    firefox.click_icon()

    assert "in a frame of another site" in firefox.popup_text()
