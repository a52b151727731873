"""What can be set, by a reader in a tab, and what the popup makes of it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from browser.chromium import EXTENSION_ID, settled, text_of
from browser.servers import nutgraf_server
from browser.test_marks import eventually
from nutgraf import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from browser.chromium import Chromium
    from browser.firefox import Firefox

pytestmark = pytest.mark.browser


@pytest.fixture
def options(chromium: Chromium) -> Iterator[Page]:
    page = chromium.context.new_page()
    page.goto(f"chrome-extension://{EXTENSION_ID}/options/options.html")
    page.locator("#mode").wait_for()
    yield page
    page.evaluate("chrome.storage.local.clear()")
    page.close()


def test_what_is_set_holds_for_the_next_click(chromium: Chromium, news: str, nutgraf: str, options: Page) -> None:
    options.fill("#server", f"{nutgraf}/some/path")
    options.fill("#sentences", "2")
    options.select_option("#mode", "careful")
    options.locator("#token").focus()

    chromium.open(f"{news}/story")
    popup = settled(chromium.click_icon())

    assert popup.locator(".summary li").count() == 2
    assert popup.get_by_text("2 sentences").is_visible()


def test_a_server_learns_only_where_it_may(chromium: Chromium, news: str, options: Page, tmp_path: Path) -> None:
    with nutgraf_server(memory=tmp_path) as server:
        chromium.use_server(server)
        options.reload()
        options.get_by_label("Learn what a site repeats").uncheck()
        chromium.open(f"{news}/story")
        text_of(chromium.click_icon())
        chromium.close_popup()
        learnt_nothing = not (tmp_path / "sites.sqlite").exists()

        options.get_by_label("Learn what a site repeats").check()
        chromium.open(f"{news}/heavy")
        text_of(chromium.click_icon())

    assert learnt_nothing
    assert (tmp_path / "sites.sqlite").exists()


def test_the_connection_can_be_tested(options: Page, nutgraf: str, nobody: str) -> None:
    for address, words in ((nutgraf, f"nutgraf {__version__} answers."), (nobody, f"Nothing answers at {nobody}.")):
        options.fill("#server", address)
        options.get_by_role("button", name="Test the connection").click()
        options.get_by_text(words).wait_for()


def test_the_context_menu_has_an_entry_only_for_those_who_want_one(options: Page) -> None:
    exists = """async () => {
        for (let tries = 0; tries < 600; tries += 1) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          const found = await chrome.contextMenus.update("summarize", {}).then(() => true, () => false);
          if (found === document.getElementById("menu").checked) { return found; }
        }
        return "the worker did not follow"; }"""
    assert options.evaluate(exists) is False

    options.get_by_label("right-clicked").check()
    assert options.evaluate(exists) is True

    options.get_by_label("right-clicked").uncheck()
    assert options.evaluate(exists) is False


def test_firefox_opens_the_summary_from_the_context_menu(firefox: Firefox, news: str, nutgraf: str) -> None:
    firefox.use_server(nutgraf)
    firefox.open(f"{news}/story")
    assert not firefox.choose_in_context_menu("Summarise with nutgraf")

    firefox.set_menu(True)
    try:
        firefox.open(f"{news}/story")
        eventually(lambda: firefox.choose_in_context_menu("Summarise with nutgraf"), True)

        assert "The town council of Harrow Quay voted" in firefox.popup_text()
    finally:
        firefox.set_menu(False)


@pytest.mark.parametrize("address", ["nonsense", "javascript:alert(1)", "file:///etc/passwd"])
def test_what_is_no_address_is_not_kept(options: Page, address: str) -> None:
    before = options.evaluate("chrome.storage.local.get('server')")

    options.fill("#server", address)
    options.locator("#token").focus()
    options.get_by_role("button", name="Test the connection").click()

    options.get_by_text("This is no address of a server").wait_for()
    assert options.evaluate("chrome.storage.local.get('server')") == before


def test_lengths_beyond_the_limits_are_set_right(chromium: Chromium, news: str, nutgraf: str, options: Page) -> None:
    chromium.use_server(nutgraf)
    options.fill("#sentences", "99")
    options.locator("#mode").focus()

    eventually(lambda: options.evaluate("chrome.storage.local.get('sentences')"), {"sentences": 10})
    chromium.open(f"{news}/story")
    assert "10 sentences" in text_of(chromium.click_icon())


def test_a_server_that_asks_for_a_token_is_told_it(
    chromium: Chromium, news: str, options: Page, tmp_path: Path
) -> None:
    token = tmp_path / "token"
    subprocess.run([sys.executable, "-m", "nutgraf", "token", token], check=True, capture_output=True)
    with nutgraf_server(None, "--token-file", str(token)) as server:
        chromium.use_server(server)
        chromium.open(f"{news}/story")
        refused = settled(chromium.click_icon())
        assert refused.locator("section.problem").get_attribute("data-kind") == "token"
        assert refused.get_by_role("button", name="Open settings").is_visible()
        chromium.close_popup()

        options.reload()
        options.fill("#token", token.read_text().strip())
        options.locator("#mode").focus()
        chromium.tab.bring_to_front()

        assert settled(chromium.click_icon()).locator(".summary li").count() == 3
