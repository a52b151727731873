"""From a press on the icon to the summary, in both browsers, against the real server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from browser import news_pages
from browser.chromium import settled, text_of

if TYPE_CHECKING:
    from browser.chromium import Chromium
    from browser.firefox import Firefox

pytestmark = pytest.mark.browser

LEFT_OUT = (news_pages.WHATSAPP, news_pages.BARE_LINK, news_pages.READ_ALSO, news_pages.DISCLAIMER)
LEFT_OUT_HEADING = re.compile(r"\d+ lines left out")
OUTER_HTML = "document.documentElement.outerHTML"


def assert_story(shown: str) -> None:
    """The popup shows the story: who says it, a summary of its own sentences, and what was left out with reasons."""
    lines = shown.splitlines()
    assert news_pages.TITLE in lines
    assert "Imogen Vale" in shown
    assert "Harrow Quay Courier" in lines
    assert "October 13, 2026" in lines
    assert sum(line in " ".join(news_pages.PARAGRAPHS) for line in lines if len(line) > 60) == 3
    assert any(line.startswith("Saves ") for line in lines)
    _assert_left_out(lines)


def _assert_left_out(lines: list[str]) -> None:
    heading = next(place for place, line in enumerate(lines) if LEFT_OUT_HEADING.fullmatch(line))
    stripped = [line for line in lines[heading + 1 :] if line]
    for text in LEFT_OUT:
        place = next(i for i, line in enumerate(stripped) if line.rstrip(":") == text)
        assert len(stripped[place + 1].split()) >= 2, f"no reason under {text!r}"


def test_chromium_shows_the_summary_and_what_was_left_out(chromium: Chromium, news: str, nutgraf: str) -> None:
    chromium.use_server(nutgraf)
    chromium.open(f"{news}/story")

    assert_story(text_of(chromium.click_icon()))


def test_firefox_shows_the_summary_and_what_was_left_out(firefox: Firefox, news: str, nutgraf: str) -> None:
    firefox.use_server(nutgraf)
    firefox.open(f"{news}/story")
    assert not firefox.has_active_tab()

    firefox.click_icon()

    assert_story(firefox.popup_text())
    assert firefox.has_active_tab()


def test_the_shortcut_does_what_the_icon_does(chromium: Chromium, news: str, nutgraf: str) -> None:
    chromium.use_server(nutgraf)
    chromium.open(f"{news}/story")

    assert_story(text_of(chromium.press_shortcut()))


def test_what_was_left_out_stands_behind_a_disclosure(chromium: Chromium, news: str, nutgraf: str) -> None:
    chromium.use_server(nutgraf)
    chromium.open(f"{news}/story")

    popup = settled(chromium.click_icon())

    assert not popup.get_by_text(news_pages.DISCLAIMER).is_visible()
    popup.get_by_text(LEFT_OUT_HEADING).click()
    assert popup.get_by_text(news_pages.DISCLAIMER).is_visible()


def test_the_story_speaks_its_own_language(chromium: Chromium, news: str, nutgraf: str) -> None:
    chromium.use_server(nutgraf)
    chromium.open(f"{news}/story")

    popup = settled(chromium.click_icon())

    assert popup.get_attribute(".story", "lang") == "en"
    assert popup.get_attribute(".summary li >> nth=0", "dir") == "auto"


@pytest.mark.parametrize("path", ["/framed", "/huge"])
def test_chromium_reads_frames_of_the_site_and_pages_of_10_mb(
    chromium: Chromium, news: str, nutgraf: str, path: str
) -> None:
    chromium.use_server(nutgraf)
    chromium.open(news + path)

    assert_story(text_of(chromium.click_icon()))


@pytest.mark.parametrize("path", ["/framed", "/huge"])
def test_firefox_reads_frames_of_the_site_and_pages_of_10_mb(
    firefox: Firefox, news: str, nutgraf: str, path: str
) -> None:
    firefox.use_server(nutgraf)
    firefox.open(news + path)

    firefox.click_icon()

    assert_story(firefox.popup_text())


def test_chromium_reads_open_shadow_trees(chromium: Chromium, news: str, nutgraf: str) -> None:
    chromium.use_server(nutgraf)
    chromium.open(f"{news}/shadow")

    shown = text_of(chromium.click_icon())

    assert "The town council of Harrow Quay voted on Tuesday night" in shown
    assert "Never shown to anybody" not in shown
    assert chromium.tab.evaluate("window.made") == 1


def test_firefox_reads_open_shadow_trees(firefox: Firefox, news: str, nutgraf: str) -> None:
    firefox.use_server(nutgraf)
    firefox.open(f"{news}/shadow")

    firefox.click_icon()

    assert "The town council of Harrow Quay voted on Tuesday night" in firefox.popup_text()
    assert firefox.evaluate("window.made") == 1


def test_a_page_cut_off_inside_an_emoji_is_read(firefox: Firefox, news: str, nutgraf: str) -> None:
    # Chromium mends the text on its way from the page to the popup; Firefox hands it over as it is.
    firefox.use_server(nutgraf)
    firefox.open(f"{news}/story")
    half = "String.fromCharCode(0xd83d)"
    firefox.evaluate(f"(document.querySelector('p').append({half}), 1)")

    firefox.click_icon()

    assert LEFT_OUT_HEADING.search(firefox.popup_text())


@pytest.mark.parametrize("path", ["/story", "/shadow"])
def test_chromium_leaves_the_page_as_it_was(chromium: Chromium, news: str, nutgraf: str, path: str) -> None:
    chromium.use_server(nutgraf)
    chromium.open(f"{news}{path}")
    before = chromium.tab.evaluate(f"[{OUTER_HTML}, window.mutations]")

    settled(chromium.click_icon())

    assert chromium.tab.evaluate(f"[{OUTER_HTML}, window.mutations]") == before


def test_firefox_leaves_the_page_as_it_was(firefox: Firefox, news: str, nutgraf: str) -> None:
    firefox.use_server(nutgraf)
    firefox.open(f"{news}/story")
    before = firefox.evaluate(f"{OUTER_HTML} + window.mutations")

    firefox.click_icon()
    firefox.popup_text()

    assert firefox.evaluate(f"{OUTER_HTML} + window.mutations") == before


def test_the_summary_can_be_copied(chromium: Chromium, news: str, nutgraf: str) -> None:
    chromium.use_server(nutgraf)
    chromium.open(f"{news}/story")
    popup = settled(chromium.click_icon())
    sentences = popup.locator(".summary li").all_inner_texts()

    popup.get_by_role("button", name="Copy summary").click()
    popup.get_by_role("button", name="Copied").wait_for()

    assert chromium.clipboard() == "\n\n".join([news_pages.TITLE, "\n".join(sentences), f"{news}/story"])
