"""What a reader sees, looked at by axe-core: every page of the extension, in light and in dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from browser.chromium import EXTENSION_ID, settled
from browser.test_reader import open_reader

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from browser.chromium import Chromium

pytestmark = pytest.mark.browser
SCHEMES = ("light", "dark")


def faults(page: Page) -> list[str]:
    """What axe finds in both themes: rule, element, theme."""
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for violation in Axe().run(page).response["violations"]:
            found += [f"{violation['id']} {node['html'][:120]} {scheme}" for node in violation["nodes"]]
    return found


def test_a_reading(chromium: Chromium, news: str, nutgraf: str) -> None:
    chromium.use_server(nutgraf)
    chromium.open(f"{news}/story")
    popup = settled(chromium.click_icon())
    popup.locator("summary").click()
    for label in ("Mark on page", "Dim clutter", "Why these?"):
        popup.get_by_role("button", name=label, exact=True).click()

    assert faults(popup) == []


@pytest.mark.parametrize("page", ["down", "empty", "browser"])
def test_problems(chromium: Chromium, news: str, nutgraf: str, nobody: str, page: str) -> None:
    chromium.use_server(nobody if page == "down" else nutgraf)
    chromium.open({"down": f"{news}/story", "empty": f"{news}/empty", "browser": "chrome://version"}[page])

    popup = settled(chromium.click_icon())

    assert popup.locator("section.problem").count() == 1
    assert faults(popup) == []


def test_settings(chromium: Chromium) -> None:
    page = chromium.context.new_page()
    page.goto(f"chrome-extension://{EXTENSION_ID}/options/options.html")
    page.locator("#shortcut").wait_for()

    assert faults(page) == []
    page.close()


def test_the_reading_view(chromium: Chromium, news: str, nutgraf: str) -> None:
    page = open_reader(chromium, f"{news}/story", nutgraf)
    page.get_by_role("button", name="Show what was left out").click()

    assert faults(page) == []
    for theme in ("light", "sepia", "dark"):
        page.get_by_label("Theme").select_option(theme)
        assert faults(page) == []
    page.evaluate("chrome.storage.local.clear()")
    page.close()


def test_a_fault_would_be_found(chromium: Chromium) -> None:
    page = chromium.context.new_page()
    page.goto(f"chrome-extension://{EXTENSION_ID}/options/options.html")
    page.evaluate("document.querySelector('label').remove()")

    assert any("label" in fault for fault in faults(page))
    page.close()


def test_everything_can_be_done_by_keyboard(chromium: Chromium, news: str, nutgraf: str) -> None:
    chromium.use_server(nutgraf)
    chromium.open(f"{news}/story")
    popup = settled(chromium.click_icon())
    reachable = popup.locator("button:visible:not(:disabled), summary:visible").count()
    seen = []

    for _ in range(reachable):
        popup.keyboard.press("Tab")
        seen.append(popup.evaluate("document.activeElement.textContent.trim().slice(0, 30)"))
        assert popup.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"

    assert len(dict.fromkeys(seen)) == reachable
    popup.keyboard.press("Shift+Tab")
    popup.locator("summary").focus()
    popup.keyboard.press("Enter")
    assert popup.locator(".stripped").is_visible()


PAGES = ("popup/popup.html", "options/options.html", "reader/reader.html")


@pytest.mark.parametrize("path", PAGES)
def test_nothing_moves_for_those_who_want_no_motion(chromium: Chromium, path: str) -> None:
    moving = """[...document.querySelectorAll("*")].some((one) => {
        const { animationName, transitionDuration } = getComputedStyle(one);
        return animationName !== "none" || Number.parseFloat(transitionDuration) > 0; })"""
    page = chromium.context.new_page()
    page.emulate_media(reduced_motion="no-preference")
    page.goto(f"chrome-extension://{EXTENSION_ID}/{path}")
    if path == PAGES[0]:
        page.evaluate("document.body.append(Object.assign(document.createElement('i'), { className: 'bar' }))")
        assert page.evaluate(moving), "or the test would not see what moves"

    page.emulate_media(reduced_motion="reduce")

    assert not page.evaluate(moving)
    page.close()


def test_what_is_pressed_shows_in_forced_colours(chromium: Chromium, news: str, nutgraf: str) -> None:
    chromium.use_server(nutgraf)
    chromium.open(f"{news}/story")
    popup = settled(chromium.click_icon())
    popup.emulate_media(forced_colors="active")
    button = popup.get_by_role("button", name="Mark on page", exact=True)
    colour = "one => getComputedStyle(one).backgroundColor"
    before = button.evaluate(colour)

    button.click()
    popup.locator("[data-toggle=mark][aria-pressed=true]").wait_for()

    assert button.evaluate(colour) != before
    # axe's contrast rule does not know forced colours.
    readable = "all => all.every(one => getComputedStyle(one).color !== getComputedStyle(one).backgroundColor)"
    assert popup.locator("button:visible").evaluate_all(readable)
    popup.emulate_media(forced_colors="none")


@pytest.mark.parametrize("path", PAGES[1:])
def test_pages_hold_at_200_percent(chromium: Chromium, news: str, nutgraf: str, path: str) -> None:
    page = open_reader(chromium, f"{news}/story", nutgraf) if "reader" in path else chromium.context.new_page()
    if "options" in path:
        page.goto(f"chrome-extension://{EXTENSION_ID}/{path}")
    # A window of 1280 pixels at 200 % has the room of one of 640; WCAG 1.4.10 asks for 320.
    page.set_viewport_size({"width": 320, "height": 600})

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


@pytest.mark.parametrize("width", [190, 380])
def test_nothing_is_cut_off_when_zoomed(chromium: Chromium, news: str, nutgraf: str, width: int) -> None:
    chromium.use_server(nutgraf)
    chromium.open(f"{news}/story")
    popup = settled(chromium.click_icon())

    popup.evaluate(f"document.body.style.width = document.body.style.minWidth = '{width}px'")

    assert popup.evaluate(f"[...document.querySelectorAll('main *')].every(e => e.scrollWidth <= {width})")
