"""A summary that is waited for: a server that starts, a page that takes long, a reader who leaves in the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.chromium import settled, text_of
from browser.servers import LONG, ScriptedServer, as_json, health, problem
from browser.test_problems import start

if TYPE_CHECKING:
    from contextlib import ExitStack

    from browser.chromium import Chromium

pytestmark = pytest.mark.browser

STOP_MS = 1500
"""From when on the popup offers to stop (`PATIENCE_MS` there)."""
STOP = "[performance.now(), !document.querySelector('.loading button').hidden]"


def test_a_page_that_takes_too_long(chromium: Chromium, news: str, cleanup: ExitStack) -> None:
    server = ScriptedServer(health(), problem("page-timeout", 503))
    chromium.use_server(start(cleanup, server))
    chromium.open(f"{news}/story")

    assert "This page took too long" in text_of(chromium.click_icon())


def test_while_the_server_starts_the_popup_says_so_and_waits(chromium: Chromium, news: str, cleanup: ExitStack) -> None:
    server = ScriptedServer(health(state="starting"), problem("no-article", 422), delay=LONG)
    chromium.use_server(start(cleanup, server))
    chromium.open(f"{news}/story")

    popup = chromium.click_icon()

    popup.wait_for_selector("main[aria-busy=true] >> text=still starting")
    assert popup.inner_text("[role=status]") == "The server is still starting…"
    server.let_go()
    assert "No article on this page" in text_of(popup)


def test_a_page_that_takes_long_can_be_stopped_and_tried_again(
    chromium: Chromium, news: str, nutgraf: str, cleanup: ExitStack
) -> None:
    chromium.use_server(start(cleanup, ScriptedServer(health(), as_json({}), delay=LONG)))
    chromium.open(f"{news}/story")
    popup = chromium.click_icon()
    now, offered = popup.evaluate(STOP)
    assert not offered or now > STOP_MS

    popup.get_by_role("button", name="Stop").click()

    popup.locator("section.problem[data-kind=cancelled]").wait_for()
    popup.evaluate("server => chrome.storage.local.set({ server })", nutgraf)
    popup.get_by_role("button", name="Try again").click()
    popup.locator(".summary li").first.wait_for()


def test_a_page_left_while_it_is_read_is_not_taken_for_the_next(
    chromium: Chromium, news: str, nutgraf: str, cleanup: ExitStack
) -> None:
    absent = dict.fromkeys(("url", "byline", "date", "site", "language", "title"))
    sentence = {"text": "A sentence of the page before.", "block": 0, "start": 0, "end": 30}
    answer = {**absent, "minutes_saved": 0, "summary": [sentence], "stripped": []}
    server = ScriptedServer(health(), as_json(answer), delay=LONG)
    chromium.use_server(start(cleanup, server))
    chromium.open(f"{news}/heavy")
    popup = chromium.click_icon()
    popup.wait_for_function("() => performance.getEntriesByName('checked').length")

    chromium.tab.goto(f"{news}/story")
    server.let_go()

    assert "A sentence of the page before." in text_of(popup)
    popup.get_by_role("button", name="Mark on page").click()
    popup.get_by_text("The tab shows another page now.").wait_for()
    chromium.close_popup()
    chromium.use_server(nutgraf)
    assert "The town council of Harrow Quay voted" in text_of(chromium.click_icon())


def test_a_popup_closed_in_the_middle_leaves_nothing_behind(
    chromium: Chromium, news: str, nutgraf: str, cleanup: ExitStack
) -> None:
    chromium.use_server(start(cleanup, ScriptedServer(health(), as_json({}), delay=LONG)))
    chromium.open(f"{news}/story")
    chromium.click_icon().locator(".loading").wait_for()
    chromium.close_popup()

    chromium.use_server(nutgraf)

    assert settled(chromium.click_icon()).locator(".summary li").count() == 3
