"""A popup vanishes as soon as it loses the focus: its reading must not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser import news_pages
from browser.chromium import text_of

if TYPE_CHECKING:
    from browser.chromium import Chromium
    from browser.firefox import Firefox

pytestmark = pytest.mark.browser

ADD_PARAGRAPH = "document.querySelector('article').append('A line that was not there before.')"


def test_the_same_page_is_shown_again_without_the_server(
    chromium: Chromium, news: str, nutgraf: str, nobody: str
) -> None:
    chromium.use_server(nutgraf)
    chromium.open(f"{news}/story")
    first = text_of(chromium.click_icon())
    chromium.close_popup()

    chromium.use_server(nobody)

    assert text_of(chromium.click_icon()) == first


def test_firefox_keeps_it_too(firefox: Firefox, news: str, nutgraf: str) -> None:
    firefox.use_server(nutgraf)
    firefox.open(f"{news}/story")
    firefox.click_icon()
    first = firefox.popup_text()
    firefox.close_popup()

    firefox.click_icon()

    assert firefox.popup_text() == first
    assert firefox.in_popup("return content.performance.getEntriesByName('checked').length") == 0


def test_a_page_that_changed_is_read_anew(chromium: Chromium, news: str, nutgraf: str, nobody: str) -> None:
    chromium.use_server(nutgraf)
    chromium.open(f"{news}/story")
    text_of(chromium.click_icon())
    chromium.close_popup()
    chromium.use_server(nobody)

    chromium.tab.evaluate(ADD_PARAGRAPH)

    assert "The nutgraf server isn’t running" in text_of(chromium.click_icon())


def test_another_page_in_the_same_tab_does_not_show_the_first(
    chromium: Chromium, news: str, nutgraf: str, nobody: str
) -> None:
    chromium.use_server(nutgraf)
    chromium.open(f"{news}/story")
    text_of(chromium.click_icon())
    chromium.use_server(nobody)

    chromium.open(f"{news}/heavy")

    assert news_pages.TITLE not in text_of(chromium.click_icon())
