"""Web pages in real browsers that try to use the server: each request arrives, is refused unread, and tells nothing.

docs/security.md says what this is for. `fortress.py` holds the server, `attacks.html` the page.
"""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any

import pytest

from browser.fortress import EVIL, SECRET, WAIT_SECONDS, Fortress, address_of_attack, attackers, fortress
from browser.fortress import PAGE as ATTACKING_PAGE
from browser.servers import serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import ExitStack
    from pathlib import Path

    from browser.chromium import Chromium
    from browser.firefox import Firefox

pytestmark = pytest.mark.browser

ATTACKS = re.findall(r'^    "([a-z-]+)": ', ATTACKING_PAGE.decode(), re.MULTILINE)
ORIGINS = ["another site", "another port", "rebinding"]
BROWSERS = ["chromium", "firefox"]
STRANGER = {
    "manifest_version": 3,
    "name": "Another extension",
    "version": "1.0",
    "host_permissions": ["http://127.0.0.1/*"],
}


@pytest.fixture(scope="module")
def held() -> Iterator[Fortress]:
    with fortress() as server:
        yield server


@pytest.fixture(scope="module")
def attackers_port() -> Iterator[int]:
    with serve(attackers) as port:
        yield port


class Raids:
    """What a page learnt by each attack, from each origin in each browser: each raid is made once."""

    def __init__(self, held: Fortress, attackers_port: int, request: pytest.FixtureRequest) -> None:
        self.held = held
        self._port = attackers_port
        self._request = request
        self._made: dict[str, dict[str, str]] = {}

    def learnt(self, browser: str, origin: str) -> dict[str, str]:
        raid = f"{browser} {origin}"
        if raid not in self._made:
            window = self._request.getfixturevalue(f"{browser}_window")
            self._made[raid] = outcomes(browser, window, address_of_attack(origin, self._port, self.held, raid))
        return self._made[raid]


def outcomes(browser: str, window: Any, address: str) -> dict[str, str]:
    """Show the attacking page and wait until it is through."""
    window.open(address)
    found = "JSON.stringify(window.outcomes ?? null)"
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        told = window.tab.evaluate(found) if browser == "chromium" else window.evaluate(found)
        if told != "null":
            return dict(json.loads(told))
        time.sleep(0.1)
    raise AssertionError("the page does not come to an end with its attacks")


@pytest.fixture(scope="module")
def raids(held: Fortress, attackers_port: int, request: pytest.FixtureRequest) -> Raids:
    return Raids(held, attackers_port, request)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("browser", BROWSERS)
def test_a_web_page_is_refused_unread(raids: Raids, browser: str, origin: str, attack: str) -> None:
    learnt = raids.learnt(browser, origin)[attack]
    arrivals = raids.held.of(f"{browser} {origin}:{attack}")

    assert arrivals, "the request did not arrive, so nothing was tested"
    for arrival in arrivals:
        assert (arrival.status, arrival.problem) == ("403 FORBIDDEN", "/problems/not-allowed")
        assert not arrival.body_read
    if origin == "rebinding" and learnt:  # its own origin, by name: it may read what it gets, a refusal
        assert json.loads(learnt)["type"] == "/problems/not-allowed"
    else:
        assert learnt == ""


@pytest.mark.parametrize("browser", BROWSERS)
def test_no_line_of_a_page_reaches_a_worker(raids: Raids, browser: str) -> None:
    for origin in ORIGINS:
        raids.learnt(browser, origin)
        assert all(raids.held.of(f"{browser} {origin}:{attack}") for attack in ATTACKS)

    assert raids.held.pages == []


@pytest.mark.parametrize("browser", BROWSERS)
def test_the_browsers_send_what_the_guard_goes_by(raids: Raids, browser: str) -> None:
    """Each origin is given away by the header that the guard looks at, and by no chance."""
    for origin in ORIGINS:
        raids.learnt(browser, origin)
    arrived = [(a.attack.partition(":")[0], *a.headers) for a in raids.held.arrivals if a.attack.startswith(browser)]
    own, evil = f"127.0.0.1:{raids.held.port}", f"{EVIL}:{raids.held.port}"

    for raid, host, origin, site in arrived:
        rebound = raid.endswith("rebinding")
        assert host == (evil if rebound else own)
        if not rebound:
            assert origin != f"http://{own}"
            assert origin or site in ("cross-site", "same-site")
    assert {site for raid, _, _, site in arrived if raid.endswith("port") and site} >= {"same-site"}
    assert {site for raid, _, _, site in arrived if raid.endswith("site") and site} == {"cross-site"}


@pytest.mark.parametrize("browser", BROWSERS)
def test_without_the_guard_the_attacks_would_get_through(
    request: pytest.FixtureRequest, attackers_port: int, browser: str
) -> None:
    """Else the tests above would prove nothing."""
    window = request.getfixturevalue(f"{browser}_window")
    with fortress(guarded=False) as held:
        learnt = outcomes(browser, window, address_of_attack("rebinding", attackers_port, held, "open"))
        assert SECRET in learnt["fetch-json"]
        assert '"nutgraf"' in learnt["fetch"]
        assert [learnt[name] for name in ("img", "script", "style")] == ["loaded"] * 3
        held.pages.clear()
        outcomes(browser, window, address_of_attack("another site", attackers_port, held, "open"))
        for attack in ("fetch-no-cors", "form-text", "sandbox"):
            assert any(a.body_read and a.status == "200 OK" for a in held.of(f"open:{attack}"))
        assert held.pages


def test_another_extension_in_chromium_is_refused(
    chromium: Chromium, held: Fortress, tmp_path: Path, cleanup: ExitStack
) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps(STRANGER))
    (tmp_path / "page.html").write_text("<!doctype html><title>Another extension</title>")
    extension = chromium.load_extension(tmp_path)
    cleanup.callback(chromium.unload_extension, extension)
    chromium.open(f"chrome-extension://{extension}/page.html")

    learnt = chromium.tab.evaluate(
        """async (target) => {
          const post = { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"text": "A line."}' };
          const ask = (request) => fetch(`${target}/v1/summary?attack=stranger`, request)
            .then(async (answer) => `${answer.status} ${await answer.text()}`, () => "nothing");
          return [await ask(post), await ask({ ...post, mode: "no-cors", headers: {} })];
        }""",
        f"http://127.0.0.1:{held.port}",
    )

    arrivals = held.of("stranger")
    assert {arrival.headers[1] for arrival in arrivals} == {f"chrome-extension://{extension}"}
    assert {(arrival.status, arrival.body_read) for arrival in arrivals} == {("403 FORBIDDEN", False)}
    assert len(arrivals) == 2
    assert SECRET not in "".join(learnt)
    assert held.pages == []


def test_our_extension_is_not(chromium: Chromium, firefox: Firefox, held: Fortress, news: str) -> None:
    """The same server answers it, so what refuses the others is not that nobody is let in."""
    for browser in (chromium, firefox):
        browser.use_server(f"http://127.0.0.1:{held.port}")
        browser.open(f"{news}/story")
        browser.click_icon()
        until = time.monotonic() + WAIT_SECONDS
        while not held.pages and time.monotonic() < until:
            browser.evaluate("1") if browser is firefox else browser.tab.wait_for_timeout(50)
        assert len(held.pages) == 1
        held.pages.clear()
