"""Every way in which there is no summary: the reader is told what happened and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.chromium import settled, text_of
from browser.servers import ScriptedServer, as_json, health, newspaper, nutgraf_server, problem, serve

if TYPE_CHECKING:
    from contextlib import ExitStack

    from browser.chromium import Chromium
    from browser.firefox import Firefox

pytestmark = pytest.mark.browser


def start(cleanup: ExitStack, server: ScriptedServer) -> str:
    """Run a scripted server until the test is over; gives its address."""
    return f"http://127.0.0.1:{cleanup.enter_context(serve(server))}"


def test_server_down_says_how_to_start_it_and_retry_then_works(
    chromium: Chromium, news: str, nobody: str, cleanup: ExitStack
) -> None:
    port = nobody.rpartition(":")[2]
    chromium.use_server(nobody)
    chromium.open(f"{news}/story")
    popup = chromium.click_icon()
    shown = text_of(popup)
    assert "The nutgraf server isn’t running" in shown
    assert f"NUTGRAF_PORT={port} make run" in shown
    assert f"nutgraf serve --port {port}" in shown

    cleanup.enter_context(nutgraf_server(int(port)))
    popup.get_by_role("button", name="Try again").click()

    popup.wait_for_selector("article.reading")
    assert "The town council of Harrow Quay voted" in text_of(popup)


def test_firefox_says_that_the_server_is_down(firefox: Firefox, news: str, nobody: str) -> None:
    firefox.use_server(nobody)
    firefox.open(f"{news}/heavy")

    firefox.click_icon()

    assert "The nutgraf server isn’t running" in firefox.popup_text()


def test_firefox_asks_for_a_permission_that_was_taken_back(firefox: Firefox, news: str, nobody: str) -> None:
    firefox.use_server(nobody)
    firefox.open(f"{news}/heavy")

    firefox.set_host_permission(False)
    try:
        firefox.click_icon()
        shown = firefox.popup_text()
    finally:
        firefox.set_host_permission(True)

    assert "nutgraf may not talk to its server" in shown
    assert "Allow it" in shown


def test_firefox_with_the_permission_taken_back_still_reads(firefox: Firefox, news: str, nutgraf: str) -> None:
    firefox.use_server(nutgraf)
    firefox.open(f"{news}/shadow")

    firefox.set_host_permission(False)
    try:
        firefox.click_icon()
        shown = firefox.popup_text()
    finally:
        firefox.set_host_permission(True)

    assert "The town council of Harrow Quay voted" in shown


def test_the_start_command_can_be_copied(chromium: Chromium, news: str, nobody: str) -> None:
    chromium.use_server(nobody)
    chromium.open(f"{news}/story")
    popup = settled(chromium.click_icon())
    command = popup.locator("code").nth(1).inner_text()

    popup.get_by_role("button", name="Copy: nutgraf serve").click()
    popup.get_by_text("Copied").first.wait_for()

    assert chromium.clipboard() == command


def test_a_page_never_goes_to_another_program(chromium: Chromium, news: str, cleanup: ExitStack) -> None:
    stranger = ScriptedServer(health(name="some-dashboard"))
    chromium.use_server(start(cleanup, stranger))
    chromium.open(f"{news}/story")

    assert "Another program answers on this port" in text_of(chromium.click_icon())
    assert stranger.asked == ["GET /healthz"]


def test_a_web_site_on_the_port_is_another_program(chromium: Chromium, news: str, cleanup: ExitStack) -> None:
    port = cleanup.enter_context(serve(newspaper))
    chromium.use_server(f"http://127.0.0.1:{port}")
    chromium.open(f"{news}/story")

    assert "Another program answers on this port" in text_of(chromium.click_icon())


@pytest.mark.parametrize(
    ("version", "what_to_update"),
    [("0.2.0", "reload the extension"), ("0.0.9", "Stop the server, update it"), ("1.1.0", "reload the extension")],
)
def test_another_version_names_both_and_what_to_update(
    chromium: Chromium, news: str, cleanup: ExitStack, version: str, what_to_update: str
) -> None:
    server = ScriptedServer(health(version))
    chromium.use_server(start(cleanup, server))
    chromium.open(f"{news}/story")

    shown = text_of(chromium.click_icon())

    assert "Extension and server don’t match" in shown
    assert f"The extension is version 0.1.0, the server is version {version}." in shown
    assert what_to_update in shown
    assert server.asked == ["GET /healthz"]


def test_a_version_that_differs_in_its_last_number_only_fits(chromium: Chromium, news: str, cleanup: ExitStack) -> None:
    server = ScriptedServer(health("0.1.7"), problem("no-article", 422))
    chromium.use_server(start(cleanup, server))
    chromium.open(f"{news}/story")

    text_of(chromium.click_icon())

    assert server.asked == ["GET /healthz", "POST /v1/summary"]


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


def test_a_page_that_takes_too_long(chromium: Chromium, news: str, cleanup: ExitStack) -> None:
    server = ScriptedServer(health(), problem("page-timeout", 503))
    chromium.use_server(start(cleanup, server))
    chromium.open(f"{news}/story")

    assert "This page took too long" in text_of(chromium.click_icon())


def test_any_other_problem_speaks_for_itself(chromium: Chromium, news: str, cleanup: ExitStack) -> None:
    server = ScriptedServer(health(), problem("too-large", 413, "The page is too large", "Raise the limit."))
    chromium.use_server(start(cleanup, server))
    chromium.open(f"{news}/story")

    shown = text_of(chromium.click_icon())

    assert "The page is too large" in shown
    assert "Raise the limit." in shown


def test_while_the_server_starts_the_popup_says_so_and_waits(chromium: Chromium, news: str, cleanup: ExitStack) -> None:
    server = ScriptedServer(health(state="starting"), problem("no-article", 422), delay=1.5)
    chromium.use_server(start(cleanup, server))
    chromium.open(f"{news}/story")

    popup = chromium.click_icon()

    popup.wait_for_selector("main[aria-busy=true] >> text=still starting")
    assert popup.inner_text("[role=status]") == "The server is still starting…"
    assert "No article on this page" in text_of(popup)


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


def test_a_page_that_takes_long_can_be_stopped_and_tried_again(
    chromium: Chromium, news: str, nutgraf: str, cleanup: ExitStack
) -> None:
    chromium.use_server(start(cleanup, ScriptedServer(health(), as_json({}), delay=8)))
    chromium.open(f"{news}/story")
    popup = chromium.click_icon()
    stop = popup.get_by_role("button", name="Stop")
    assert not stop.is_visible()

    stop.click(timeout=5_000)

    popup.locator("section.problem[data-kind=cancelled]").wait_for(timeout=2_000)
    popup.evaluate("server => chrome.storage.local.set({ server })", nutgraf)
    popup.get_by_role("button", name="Try again").click()
    popup.locator(".summary li").first.wait_for()


def test_a_server_that_was_restarted_is_found_again(chromium: Chromium, news: str, nobody: str) -> None:
    port = int(nobody.rpartition(":")[2])
    chromium.use_server(nobody)
    with nutgraf_server(port):
        chromium.open(f"{news}/story")
        popup = settled(chromium.click_icon())
        assert popup.locator(".summary li").count() == 3
    popup.get_by_role("button", name="More sentences").click()
    popup.locator("section.problem[data-kind=down]").wait_for()

    with nutgraf_server(port):
        popup.get_by_role("button", name="Try again").click()
        popup.locator(".summary li").first.wait_for()


def test_a_page_left_while_it_is_read_is_not_taken_for_the_next(
    chromium: Chromium, news: str, nutgraf: str, cleanup: ExitStack
) -> None:
    absent = dict.fromkeys(("url", "byline", "date", "site", "language", "title"))
    sentence = {"text": "A sentence of the page before.", "block": 0, "start": 0, "end": 30}
    answer = {**absent, "minutes_saved": 0, "summary": [sentence], "stripped": []}
    chromium.use_server(start(cleanup, ScriptedServer(health(), as_json(answer), delay=1.5)))
    chromium.open(f"{news}/heavy")
    popup = chromium.click_icon()
    popup.wait_for_function("() => performance.getEntriesByName('checked').length")

    chromium.tab.goto(f"{news}/story")

    assert "A sentence of the page before." in text_of(popup)
    popup.get_by_role("button", name="Mark on page").click()
    popup.get_by_text("The tab shows another page now.").wait_for()
    chromium.close_popup()
    chromium.use_server(nutgraf)
    assert "The town council of Harrow Quay voted" in text_of(chromium.click_icon())


def test_a_story_in_a_frame_of_another_site(chromium: Chromium, news: str, nutgraf: str) -> None:
    chromium.use_server(nutgraf)
    chromium.open(f"{news}/framed-elsewhere")

    assert "in a frame of another site" in text_of(chromium.click_icon())


def test_firefox_says_so_of_a_frame_too(firefox: Firefox, news: str, nutgraf: str) -> None:
    firefox.use_server(nutgraf)
    firefox.open(f"{news}/framed-elsewhere")

    firefox.click_icon()

    assert "in a frame of another site" in firefox.popup_text()


def test_a_popup_closed_in_the_middle_leaves_nothing_behind(
    chromium: Chromium, news: str, nutgraf: str, cleanup: ExitStack
) -> None:
    chromium.use_server(start(cleanup, ScriptedServer(health(), as_json({}), delay=2)))
    chromium.open(f"{news}/story")
    chromium.click_icon().locator(".loading").wait_for()
    chromium.close_popup()

    chromium.use_server(nutgraf)

    assert settled(chromium.click_icon()).locator(".summary li").count() == 3
