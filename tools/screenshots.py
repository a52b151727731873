"""Take the pictures of docs/screenshots/ from the real popup in Chromium, over the real server: make screenshots."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))  # the browser tests know how to press the icon

from playwright.sync_api import Page  # noqa: E402

from browser.chromium import EXTENSION_ID, Chromium, chromium, settled  # noqa: E402
from browser.servers import newspaper, nutgraf_server, serve  # noqa: E402

SCREENSHOTS = ROOT / "docs" / "screenshots"
SCALE = 2
# What scrolls under the actions in a popup is shown in full, above them.
WHOLE = "all => all.forEach(actions => { actions.style.position = 'static'; })"


def main() -> None:
    """Write one picture of each state in light and in dark."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as profile,
        serve(newspaper) as port,
        nutgraf_server() as server,
        chromium(ROOT / "extension", Path(profile), scale=SCALE) as window,
    ):
        news = f"http://news.test:{port}"
        reading(window, f"{news}/story", server)
        page(window, f"{news}/story", server)
        options(window)
        problem(window, "down", f"{news}/story", "http://127.0.0.1:8731")
        problem(window, "no-article", f"{news}/empty", server)
        problem(window, "unreadable", "chrome://version", server)


def reading(window: Chromium, url: str, server: str) -> None:
    """The summary, and what was left out of the page."""
    window.use_server(server)
    window.open(url)
    popup = settled(window.click_icon())
    picture(popup, "summary")
    popup.locator("summary").click()
    picture(popup, "left-out")


def page(window: Chromium, url: str, server: str) -> None:
    """The web page itself, its summary marked and its clutter dimmed."""
    window.use_server(server)
    window.open(url)
    popup = settled(window.click_icon())
    for label in ("Mark on page", "Dim clutter", "Why these?"):
        popup.get_by_role("button", name=label).click()
    popup.locator("[data-toggle=dim][aria-pressed=true]").wait_for()
    picture(popup, "tools")
    for scheme in ("light", "dark"):
        window.tab.emulate_media(color_scheme=scheme)
        window.tab.screenshot(path=SCREENSHOTS / f"page-{scheme}.png")
    window.tab.emulate_media(color_scheme="light")


def options(window: Chromium) -> None:
    """What can be set."""
    window.use_server("http://127.0.0.1:8731")
    tab = window.context.new_page()
    tab.goto(f"chrome-extension://{EXTENSION_ID}/options/options.html")
    picture(tab, "options")
    tab.close()


def problem(window: Chromium, kind: str, url: str, server: str) -> None:
    """What the reader is told when there is no reading; AssertionError where it is another kind of problem."""
    window.forget_readings()
    window.use_server(server)
    window.open(url)
    popup = settled(window.click_icon())
    shown = popup.locator("section.problem").get_attribute("data-kind")
    assert shown == kind, f"the popup says {shown!r} instead of {kind!r}; does a server run at {server}?"  # noqa: S101
    picture(popup, kind)


def picture(popup: Page, name: str) -> None:
    """Write `<name>-light.png` and `<name>-dark.png`."""
    popup.mouse.move(0, 0)
    popup.locator(".actions").evaluate_all(WHOLE)
    for scheme in ("light", "dark"):
        popup.emulate_media(color_scheme=scheme)
        path = SCREENSHOTS / f"{name}-{scheme}.png"
        popup.locator("main").screenshot(path=path)
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
