"""Take pictures of the real extension in Chromium, over the real server: make screenshots.

Those that documents and stores show go into docs/screenshots/, those of all other states into dist/states/, to be
looked at.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))  # the browser tests know how to press the icon

from playwright.sync_api import Page  # noqa: E402

from browser.chromium import EXTENSION_ID, Chromium, chromium, settled  # noqa: E402
from browser.servers import ScriptedServer, as_json, health, newspaper, nutgraf_server, serve  # noqa: E402
from browser.servers import problem as problem_answer  # noqa: E402

SCREENSHOTS = ROOT / "docs" / "screenshots"
STATES = ROOT / "dist" / "states"
SCRIPTED = {
    "other-program": ScriptedServer(health(name="some-dashboard")),
    "other-version": ScriptedServer(health("0.9.0")),
    "token": ScriptedServer(health(), problem_answer("no-token", 401)),
    "timeout": ScriptedServer(health(), problem_answer("page-timeout", 503)),
    "other": ScriptedServer(health(), problem_answer("too-large", 413, "The page is too large", "Raise the limit.")),
}
SCALE = 2
# What scrolls under the actions in a popup is shown in full, above them.
WHOLE = "all => all.forEach(actions => { actions.style.position = 'static'; })"


def main() -> None:
    """Write one picture of each state in light and in dark."""
    for folder in (SCREENSHOTS, STATES):
        folder.mkdir(parents=True, exist_ok=True)
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
        states(window, f"{news}/story", server)
        with (
            tempfile.TemporaryDirectory() as other,
            window.in_language(ROOT / "extension", Path(other), "ar") as arabic,
        ):
            arabic.use_server(server)
            arabic.open(f"{news}/story")
            picture(settled(arabic.click_icon()), "arabic", STATES)


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


def states(window: Chromium, url: str, server: str) -> None:
    """What is rarely seen: a slow page, the servers that are not quite ours, a page that changed, the reading view."""
    for kind, scripted in SCRIPTED.items():
        with serve(scripted) as port:
            problem(window, kind, url, f"http://127.0.0.1:{port}", STATES)
    with serve(ScriptedServer(health(), as_json({}), delay=6)) as port:
        window.use_server(f"http://127.0.0.1:{port}")
        popup = window.click_icon()
        popup.get_by_role("button", name="Stop").wait_for()
        picture(popup, "slow", STATES)
        popup.get_by_role("button", name="Stop").click()
        picture(settled(popup), "cancelled", STATES)
    window.use_server(server)
    popup = settled(window.click_icon())
    popup.wait_for_function("() => performance.getEntriesByName('kept').length")
    window.close_popup()
    window.tab.evaluate("document.querySelector('article p').remove()")
    popup = settled(window.click_icon())
    picture(popup, "changed", STATES)
    popup.emulate_media(forced_colors="active")
    picture(popup, "forced-colours", STATES)
    with window.context.expect_page() as opened:
        popup.get_by_role("button", name="Read", exact=True).click()
    opened.value.get_by_role("button", name="Show what was left out").click()
    picture(opened.value, "reading-view", STATES, "body")
    opened.value.close()


def options(window: Chromium) -> None:
    """What can be set."""
    window.use_server("http://127.0.0.1:8731")
    tab = window.context.new_page()
    tab.goto(f"chrome-extension://{EXTENSION_ID}/options/options.html")
    picture(tab, "options")
    tab.close()


def problem(window: Chromium, kind: str, url: str, server: str, folder: Path = SCREENSHOTS) -> None:
    """What the reader is told when there is no reading; AssertionError where it is another kind of problem."""
    window.forget_readings()
    window.use_server(server)
    window.open(url)
    popup = settled(window.click_icon())
    shown = popup.locator("section.problem").get_attribute("data-kind")
    assert shown == kind, f"the popup says {shown!r} instead of {kind!r}; does a server run at {server}?"  # noqa: S101
    picture(popup, kind, folder)


def picture(popup: Page, name: str, folder: Path = SCREENSHOTS, part: str = "main") -> None:
    """Write `<name>-light.png` and `<name>-dark.png`."""
    popup.mouse.move(0, 0)
    popup.locator(".actions").evaluate_all(WHOLE)
    for scheme in ("light", "dark"):
        popup.emulate_media(color_scheme=scheme)
        path = folder / f"{name}-{scheme}.png"
        popup.locator(part).screenshot(path=path)
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
