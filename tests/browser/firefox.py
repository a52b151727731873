"""Drive headless Firefox ESR the way a reader does: the mouse presses the extension's button in the toolbar.

Through Mozilla's own Marionette, which needs no geckodriver and may act in the browser's own windows ("chrome
context"), where toolbar and popup live.
"""

from __future__ import annotations

import gc
import re
import shutil
import subprocess
import time
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from browser.servers import free_port

with warnings.catch_warnings():
    # mozinfo asks distro for a name in a way that distro no longer likes
    warnings.simplefilter("ignore", DeprecationWarning)
    from marionette_driver.addons import Addons
    from marionette_driver.marionette import Marionette

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ADDON_ID = "nutgraf@nutgraf.example"
WAIT_SECONDS = 60
_WIDGET = re.sub(r"[^a-z0-9]", "_", ADDON_ID.lower()) + "-browser-action"

_PREFERENCES = {
    "network.dns.localDomains": "news.test,evil.test,nutgraf.test",
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.disabledForTesting": True,
    "browser.startup.homepage_override.mstone": "ignore",
    "network.connectivity-service.enabled": False,
    "network.captive-portal-service.enabled": False,
}

# Firefox 140, the oldest that the extension loads in, has the older of the two.
_MOUSE = """
const mouse = (type, x, y, button) => window.synthesizeMouseEvent
  ? window.synthesizeMouseEvent(type, x, y, { button, clickCount: 1 }, { isDOMEventSynthesized: false })
  : windowUtils.sendMouseEvent(type, x, y, button, 1, 0);
"""

# The mouse goes down and up over the button inside the widget: the widget itself takes no press.
_PRESS = (
    _MOUSE
    + """
CustomizableUI.addWidgetToArea(arguments[0], "nav-bar");
const widget = document.getElementById(arguments[0]);
const button = widget.querySelector(".unified-extensions-item-action-button");
const box = button.getBoundingClientRect();
for (const type of ["mousedown", "mouseup"]) {
  mouse(type, box.x + box.width / 2, box.y + box.height / 2, 0);
}
"""
)

_CONTEXT_MENU = (
    _MOUSE
    + """
const [label, done] = arguments;
const menu = document.getElementById("contentAreaContextMenu");
menu.addEventListener("popupshown", () => {
  const entry = [...menu.querySelectorAll("menuitem")].find((item) => item.getAttribute("label") === label);
  menu.addEventListener("popuphidden", () => done(Boolean(entry)), { once: true });
  if (entry) { menu.activateItem(entry); } else { menu.hidePopup(); }
}, { once: true });
const box = gBrowser.selectedBrowser.getBoundingClientRect();
mouse("contextmenu", box.x + 60, box.y + 60, 2);
"""
)

# The popup runs in the extension's process: a script is sent there, and its answer comes back as a message.
_IN_POPUP = """
const [code, seconds, done] = arguments;
const browser = document.querySelector(".webextension-popup-browser");
if (!browser || !browser.messageManager) {
  done(null);
} else {
  const name = "nutgraf:" + Math.random();
  browser.messageManager.addMessageListener(name, ({ data }) => done(data));
  const frame = `{ let answer = null; try { answer = (() => { ${code} })(); } catch (error) { answer = null; }
    sendAsyncMessage(${JSON.stringify(name)}, answer); }`;
  browser.messageManager.loadFrameScript("data:," + encodeURIComponent(frame), false);
  setTimeout(() => done(null), 1000 * seconds); // while it opens, its browser is swapped and the answer gets lost
}
"""

_SETTLED_TEXT = """
const view = content.document.getElementById("view");
if (!view || view.getAttribute("aria-busy") !== "false") { return null; }
view.querySelectorAll("details").forEach((one) => { one.open = true; });
return view.innerText;
"""


def executable() -> str | None:
    """Path of the installed Firefox ESR or Firefox; None where there is none."""
    names = ("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox")
    return next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def firefox(extension: Path, profile: Path) -> Iterator[Firefox]:
    """A Firefox with the extension loaded and the test hosts on this machine; ended at the end."""
    port = free_port()
    _write_preferences(profile, port)
    path = executable()
    assert path is not None
    command = [path, "-headless", "-marionette", "-remote-allow-system-access", "-no-remote", "-profile", str(profile)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        client = _connect(port)
        Addons(client).install(str(extension), temp=True)
        yield Firefox(client)
        client.delete_session()
    finally:
        process.terminate()
        process.wait(timeout=WAIT_SECONDS)


def _connect(port: int) -> Marionette:
    client = Marionette(host="127.0.0.1", port=port)
    with warnings.catch_warnings():
        # While it waits for Firefox, Marionette drops sockets without closing them: collected here, where that is known
        warnings.simplefilter("ignore", ResourceWarning)
        client.start_session()
        gc.collect()
    client.timeout.script = WAIT_SECONDS
    return client


def _write_preferences(profile: Path, port: int) -> None:
    values = {**_PREFERENCES, "marionette.port": port}
    spelled = {True: "true", False: "false"}
    lines = [
        f'user_pref("{name}", {spelled[value] if isinstance(value, bool) else repr(value)});'
        for name, value in values.items()
    ]
    (profile / "user.js").write_text("\n".join(lines).replace("'", '"') + "\n")


class Firefox:
    """One tab with a web page, and the popup over it."""

    def __init__(self, client: Marionette) -> None:
        self.client = client

    def use_server(self, address: str) -> None:
        """Tell the extension where the server is, as its setting would."""
        self._as_extension("browser.storage.local.set({ server: arguments[0] })", address)

    def use_token(self, token: str) -> None:
        """Tell the extension the token of its server, as its setting would."""
        self._as_extension("browser.storage.local.set({ token: arguments[0] })", token)

    @contextmanager
    def trusting_all(self) -> Iterator[None]:
        """Take any certificate meanwhile."""
        service = 'Cc["@mozilla.org/security/certoverride;1"].getService(Ci.nsICertOverrideService)'
        name = "setDisableAllSecurityChecksAndLetAttackersInterceptMyData"
        for all_of_them in (True, False):
            with self.client.using_context("chrome"):
                self.client.execute_script(f"{service}.{name}(arguments[0])", script_args=(all_of_them,))
            if all_of_them:
                yield

    def forget_readings(self) -> None:
        """Empty what the popup has kept of earlier pages."""
        self._as_extension("browser.storage.session.clear()")

    def _as_extension(self, script: str, *arguments: Any) -> None:
        with self.client.using_context("chrome"):
            base = self.client.execute_script(
                "return WebExtensionPolicy.getByID(arguments[0]).getURL()", script_args=(ADDON_ID,)
            )
        # Any document of the extension's own has its interfaces; this one runs no script that would interfere.
        self.client.navigate(f"{base}icons/icon.svg")
        body = f"const done = arguments[arguments.length - 1]; window.{script}.then(() => done(true));"
        self.client.execute_async_script(body, script_args=arguments, sandbox=None)

    def open(self, url: str) -> None:
        """Show a page in the tab; with no popup over it."""
        self.close_popup()
        self.client.navigate(url)

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page's own world."""
        return self.client.execute_script("return window.eval(arguments[0])", script_args=(expression,), sandbox=None)

    def click_icon(self) -> None:
        """Press the icon in the toolbar."""
        with self.client.using_context("chrome"):
            self.client.execute_script(_PRESS, script_args=(_WIDGET,))

    def choose_in_context_menu(self, label: str) -> bool:
        """Right-click on the page and take an entry; False where the menu has none of this label."""
        with self.client.using_context("chrome"):
            return bool(self.client.execute_async_script(_CONTEXT_MENU, script_args=(label,)))

    def set_menu(self, shown: bool) -> None:
        """Have an entry in the context menu, as the setting would."""
        self._as_extension("browser.storage.local.set({ menu: arguments[0] })", shown)

    def close_popup(self) -> None:
        """Close the popup as losing the focus does; nothing happens where none is open."""
        close = 'document.querySelector(".webextension-popup-browser")?.closest("panel")?.hidePopup()'
        with self.client.using_context("chrome"):
            self.client.execute_script(close)

    def popup_text(self) -> str:
        """Everything that the popup shows once it shows a reading or a problem, with the disclosure open."""
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            text = self.in_popup(_SETTLED_TEXT, seconds=1)
            if text:
                return str(text)
            time.sleep(0.1)
        raise AssertionError("the popup showed nothing")

    def in_popup(self, code: str, seconds: float = WAIT_SECONDS / 2) -> Any:
        """The value that a function body gives in the popup (`content` is its window); None where there is none, or
        none comes in so many seconds, as while it is opening."""
        with self.client.using_context("chrome"):
            return self.client.execute_async_script(_IN_POPUP, script_args=(code, seconds))

    def set_host_permission(self, granted: bool) -> None:
        """Give or take back the permission to talk to this machine, as readers can on the add-on's page."""
        script = """const [id, action, done] = arguments;
            const { ExtensionPermissions } = ChromeUtils.importESModule(
                "resource://gre/modules/ExtensionPermissions.sys.mjs");
            const { extension } = WebExtensionPolicy.getByID(id);
            const host = { permissions: [], origins: ["http://127.0.0.1/*"] };
            ExtensionPermissions[action](id, host, extension).then(done);"""
        with self.client.using_context("chrome"):
            self.client.execute_async_script(script, script_args=(ADDON_ID, "add" if granted else "remove"))

    def has_active_tab(self) -> bool:
        """Whether the extension was granted the tab."""
        script = """return WebExtensionPolicy.getByID(arguments[0]).extension.tabManager
            .hasActiveTabPermission(gBrowser.selectedTab)"""
        with self.client.using_context("chrome"):
            return bool(self.client.execute_script(script, script_args=(ADDON_ID,)))
