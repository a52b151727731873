"""A popup vanishes as soon as it loses the focus: its reading must not."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from browser import news_pages
from browser.chromium import settled, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.chromium import Chromium
    from browser.firefox import Firefox

pytestmark = pytest.mark.browser

ADD_PARAGRAPH = """document.querySelector("article").append("Three divers were seen at the pier an hour later, said "
  + "the harbour master, who had counted the boats twice and found that one was missing from the northern basin. He "
  + "had the gates shut and sent for the pilot, who lives on the other side of the water.")"""
TICK = "document.querySelector('footer').append('14:07:31')"


def wait_until_kept(ask_popup: Callable[[str], Any]) -> None:
    """The reading is written down in the background; on a busy machine a popup closed at once might be quicker."""
    for _ in range(600):
        if ask_popup("performance.getEntriesByName('kept').length"):
            return
        time.sleep(0.1)
    raise AssertionError("the reading was not kept")


def test_the_same_page_is_shown_again_without_the_server(
    chromium: Chromium, news: str, nutgraf: str, nobody: str
) -> None:
    chromium.use_server(nutgraf)
    chromium.open(f"{news}/story")
    popup = settled(chromium.click_icon())
    first = text_of(popup)
    wait_until_kept(popup.evaluate)
    chromium.close_popup()

    chromium.use_server(nobody)

    assert text_of(chromium.click_icon()) == first


def test_firefox_keeps_it_too(firefox: Firefox, news: str, nutgraf: str) -> None:
    firefox.use_server(nutgraf)
    firefox.open(f"{news}/story")
    firefox.click_icon()
    first = firefox.popup_text()
    wait_until_kept(lambda code: firefox.in_popup(f"return content.{code}"))
    firefox.close_popup()

    firefox.click_icon()

    assert firefox.popup_text() == first
    assert firefox.in_popup("return content.performance.getEntriesByName('checked').length") == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (ADD_PARAGRAPH, True),
        ("document.querySelector('article p').remove()", True),
        (TICK, False),
        ("document.body.append(document.createElement('script'))", False),
    ],
)
def test_a_page_that_changed_is_said_to_have_and_its_summary_kept(
    chromium: Chromium, news: str, nutgraf: str, nobody: str, change: str, told: bool
) -> None:
    chromium.use_server(nutgraf)
    chromium.open(f"{news}/story")
    popup = settled(chromium.click_icon())
    first = popup.locator(".summary").inner_text()
    wait_until_kept(popup.evaluate)
    chromium.close_popup()
    chromium.use_server(nobody)

    chromium.tab.evaluate(change)

    popup = settled(chromium.click_icon())
    assert popup.locator(".summary").inner_text() == first
    assert popup.get_by_text("The page has changed since it was read.").count() == told


def test_a_page_that_changed_can_be_read_again(chromium: Chromium, news: str, nutgraf: str) -> None:
    chromium.use_server(nutgraf)
    chromium.open(f"{news}/story")
    popup = settled(chromium.click_icon())
    wait_until_kept(popup.evaluate)
    chromium.close_popup()
    chromium.tab.evaluate("document.querySelector('article p').remove()")
    popup = settled(chromium.click_icon())
    assert "The town council of Harrow Quay voted" in popup.locator(".summary").inner_text()

    popup.get_by_role("button", name="Read it again").click()

    popup.get_by_text("The page has changed").wait_for(state="detached")
    assert "The town council of Harrow Quay voted" not in settled(popup).locator(".summary").inner_text()


def test_another_page_in_the_same_tab_does_not_show_the_first(
    chromium: Chromium, news: str, nutgraf: str, nobody: str
) -> None:
    chromium.use_server(nutgraf)
    chromium.open(f"{news}/story")
    text_of(chromium.click_icon())
    chromium.use_server(nobody)

    chromium.open(f"{news}/heavy")

    assert news_pages.TITLE not in text_of(chromium.click_icon())
