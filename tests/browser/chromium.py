"""Drive headless Chromium the way a reader does: the icon or the shortcut is pressed, the real popup opens.

Only a real press grants `activeTab`; `chrome.action.openPopup()` and a popup opened in a tab do not, so a test through
them would prove nothing. Playwright has no word for the press: it goes over the DevTools protocol.
"""

from __future__ import annotations

import os
import shutil
import time
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, BrowserType, Page

EXTENSION_ID = "cankmbikhiffmaapdomdamlfaecmaekh"
POPUP = f"chrome-extension://{EXTENSION_ID}/popup/popup.html"
WAIT_MS = 60_000
# Both virtual codes: with the Windows one alone the press reaches the page and no command.
_ALT_SHIFT_S = {
    "type": "rawKeyDown",
    "modifiers": 9,
    "code": "KeyS",
    "key": "S",
    "windowsVirtualKeyCode": 83,
    "nativeVirtualKeyCode": 83,
}


def executable() -> str | None:
    """Path of the installed Chromium or Chrome; None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    mac = ("/Applications/Chromium.app/Contents/MacOS/Chromium",)
    return next((path for name in (*names, *mac) if (path := shutil.which(name))), None)


@contextmanager
def chromium(extension: Path, profile: Path, *, scale: int = 1, offline: bool = False) -> Iterator[Chromium]:
    """A Chromium with the extension loaded and every `*.test` host on this machine; closed at the end.

    `offline` keeps it from all other hosts, for pages of the real web.
    """
    os.environ["PW_CHROMIUM_ATTACH_TO_OTHER"] = "1"  # or Playwright, once started, leaves popups out of its pages
    with (
        sync_playwright() as playwright,
        _launched(playwright.chromium, extension, profile, scale=scale, offline=offline) as window,
    ):
        yield window


@contextmanager
def _launched(
    kind: BrowserType,
    extension: Path,
    profile: Path,
    *,
    scale: int = 1,
    language: str = "en-US",
    offline: bool = False,
    trusts: str | None = None,
) -> Iterator[Chromium]:
    elsewhere = ", MAP * ~NOTFOUND, EXCLUDE 127.0.0.1" if offline else ""
    context = kind.launch_persistent_context(
        profile,
        executable_path=executable(),
        headless=True,
        env={**os.environ, "LANGUAGE": language},
        no_viewport=True,  # the popup is as large as it wants to be
        ignore_default_args=["--disable-extensions"],
        args=[
            f"--load-extension={extension}",
            "--enable-unsafe-extension-debugging",
            f"--host-resolver-rules=MAP *.test 127.0.0.1{elsewhere}",
            f"--force-device-scale-factor={scale}",
            f"--lang={language}",
            "--window-size=1280,960",
            "--screen-info={1600x1200}",
            "--no-sandbox",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-quic",
            *([f"--ignore-certificate-errors-spki-list={trusts}"] if trusts else ()),
        ],
    )
    try:
        yield Chromium(context)
    finally:
        context.close()


class Chromium:
    """One tab with a web page, and the popup over it."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        context.set_default_timeout(WAIT_MS)
        self.tab: Page = context.pages[0]
        self.pressed_at = 0.0
        """When icon or shortcut were last pressed, in seconds since 1970."""
        browser = context.browser
        assert browser is not None
        self._browser = browser
        self._browser_session = browser.new_browser_cdp_session()

    def in_language(self, extension: Path, profile: Path, language: str) -> AbstractContextManager[Chromium]:
        """Another Chromium beside this one that speaks a language: two of Playwright's own can't run in one thread."""
        return _launched(self._browser.browser_type, extension, profile, language=language)

    def with_trust(self, extension: Path, profile: Path, key: str) -> AbstractContextManager[Chromium]:
        """Another one that trusts certificates of a key (SHA-256 of its SPKI, in base64)."""
        return _launched(self._browser.browser_type, extension, profile, trusts=key)

    def use_token(self, token: str) -> None:
        """Tell the extension the token of its server, as its setting would."""
        self._as_extension("token => chrome.storage.local.set({ token })", token)

    def use_server(self, address: str) -> None:
        """Tell the extension where the server is, as its setting would."""
        self._as_extension("server => chrome.storage.local.set({ server })", address)

    def forget_readings(self) -> None:
        """Empty what the popup has kept of earlier pages."""
        self._as_extension("() => chrome.storage.session.clear()")

    def clipboard(self) -> str:
        """The text on the clipboard, read the way the keyboard does: pasted into a page."""
        page = self.context.new_page()
        page.set_content("<textarea autofocus></textarea>")
        page.focus("textarea")
        page.keyboard.press("ControlOrMeta+V")
        text = page.input_value("textarea")
        page.close()
        return text

    def _as_extension(self, script: str, argument: Any = None) -> None:
        # Any document of the extension's own has its interfaces; this one runs no script that would interfere.
        page = self.context.new_page()
        page.goto(f"chrome-extension://{EXTENSION_ID}/manifest.json")
        page.evaluate(script, argument)
        page.close()

    def load_extension(self, folder: Path) -> str:
        """Load another extension from its folder: gives its id."""
        return str(self._browser_session.send("Extensions.loadUnpacked", {"path": str(folder)})["id"])

    def unload_extension(self, extension: str) -> None:
        """Take an extension out again, by its id."""
        self._browser_session.send("Extensions.uninstall", {"id": extension})

    def open(self, url: str) -> None:
        """Show a page in the tab; with no popup over it."""
        self.close_popup()
        self.tab.goto(url)

    def click_icon(self) -> Page:
        """Press the icon in the toolbar: gives the popup that opens."""
        target = {"id": EXTENSION_ID, "targetId": self._tab_target()}
        return self._popup_after(lambda: self._browser_session.send("Extensions.triggerAction", target))

    def press_shortcut(self) -> Page:
        """Press Alt+Shift+S: gives the popup that opens."""
        session = self.context.new_cdp_session(self.tab)
        return self._popup_after(lambda: session.send("Input.dispatchKeyEvent", _ALT_SHIFT_S))

    def close_popup(self) -> None:
        """Close the popup as losing the focus does; nothing happens where none is open."""
        for page in self.context.pages:
            if page.url == POPUP:
                page.close()

    def _popup_after(self, press: Any) -> Page:
        self.close_popup()
        self.tab.bring_to_front()
        self.pressed_at = time.time()
        press()
        deadline = time.monotonic() + WAIT_MS / 1000
        while time.monotonic() < deadline:
            popup = next((page for page in self.context.pages if page.url == POPUP), None)
            if popup is not None:
                return popup
            self.tab.wait_for_timeout(20)  # lets Playwright take in the new target
        raise AssertionError("no popup opened")

    def _tab_target(self) -> str:
        filters = {"filter": [{"type": "tab"}]}
        targets = self._browser_session.send("Target.getTargets", filters)["targetInfos"]
        return str(next(info["targetId"] for info in targets if info["url"] != POPUP))


def settled(popup: Page) -> Page:
    """The popup once it shows a reading or a problem."""
    popup.wait_for_selector("main[aria-busy=false]", timeout=WAIT_MS)
    return popup


def text_of(popup: Page) -> str:
    """Everything that the popup shows, as a reader sees it, with the disclosure open."""
    settled(popup)
    popup.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    return str(popup.inner_text("main"))
