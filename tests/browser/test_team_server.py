"""The extension against a team's servers: over TLS, through nginx, with a token of the reader's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from bench.team.proxy import BROWSED
from bench.team.stack import Team, team
from browser.chromium import settled
from browser.conftest import EXTENSION
from browser.test_click import assert_story

if TYPE_CHECKING:
    from pathlib import Path

    from browser.chromium import Chromium
    from browser.firefox import Firefox

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    with team(tmp_path_factory.mktemp("team"), workers=1) as found:
        yield found


def address(servers: Team) -> str:
    return f"https://{BROWSED}:{servers.proxy.port}"


def test_chromium(chromium: Chromium, servers: Team, news: str, tmp_path: Path) -> None:
    token = servers.add("ada")
    with chromium.with_trust(EXTENSION, tmp_path, servers.proxy.key) as window:
        window.use_server(address(servers))
        window.open(f"{news}/story")
        refused = settled(window.click_icon())
        assert refused.locator("section.problem").get_attribute("data-kind") == "token"
        window.close_popup()

        window.use_token(token)
        window.open(f"{news}/story")
        assert settled(window.click_icon()).locator(".summary li").count() == 3
        window.close_popup()

        servers.revoke("ada")
        window.forget_readings()
        window.open(f"{news}/story")
        refused = settled(window.click_icon())
        assert refused.locator("section.problem").get_attribute("data-kind") == "token"


def test_firefox(firefox: Firefox, servers: Team, news: str) -> None:
    token = servers.add("ben")
    with firefox.trusting_all():
        firefox.use_server(address(servers))
        firefox.use_token(token)
        try:
            firefox.open(f"{news}/story")
            firefox.click_icon()
            shown = firefox.popup_text()
        finally:
            firefox.use_token("")

    assert_story(shown)


def test_a_certificate_that_nobody_vouches_for_is_not_taken(chromium: Chromium, servers: Team, news: str) -> None:
    chromium.use_server(address(servers))
    chromium.use_token("never sent")
    try:
        chromium.open(f"{news}/story")
        kind = settled(chromium.click_icon()).locator("section.problem").get_attribute("data-kind")
    finally:
        chromium.use_token("")

    assert kind in ("permission", "down")
