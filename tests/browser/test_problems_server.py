"""No summary because of the server: down, another program, another version, out of reach; and how it is found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.chromium import settled, text_of
from browser.servers import ScriptedServer, health, newspaper, nutgraf_server, problem, serve
from browser.test_problems import start

if TYPE_CHECKING:
    from contextlib import ExitStack

    from browser.chromium import Chromium
    from browser.firefox import Firefox

pytestmark = pytest.mark.browser


def test_server_down_says_how_to_start_it_and_retry_then_works(
    chromium: Chromium, news: str, nobody: str, cleanup: ExitStack
) -> None:
    port = nobody.rpartition(":")[2]
    chromium.use_server(nobody)
    chromium.open(f"{news}/story")
    popup = chromium.click_icon()
    shown = text_of(popup)
    assert "The nutgraf server isn’t running" in shown
    assert f"NUTGRAF_PORT={port} make run" in shown
    assert f"nutgraf serve --port {port}" in shown

    cleanup.enter_context(nutgraf_server(int(port)))
    popup.get_by_role("button", name="Try again").click()

    popup.wait_for_selector("article.reading")
    assert "The town council of Harrow Quay voted" in text_of(popup)


def test_firefox_says_that_the_server_is_down(firefox: Firefox, news: str, nobody: str) -> None:
    firefox.use_server(nobody)
    firefox.open(f"{news}/heavy")

    firefox.click_icon()

    assert "The nutgraf server isn’t running" in firefox.popup_text()


def test_firefox_asks_for_a_permission_that_was_taken_back(firefox: Firefox, news: str, nobody: str) -> None:
    firefox.use_server(nobody)
    firefox.open(f"{news}/heavy")

    firefox.set_host_permission(False)
    try:
        firefox.click_icon()
        shown = firefox.popup_text()
    finally:
        firefox.set_host_permission(True)

    assert "nutgraf may not talk to its server" in shown
    assert "Allow it" in shown


def test_firefox_with_the_permission_taken_back_still_reads(firefox: Firefox, news: str, nutgraf: str) -> None:
    firefox.use_server(nutgraf)
    firefox.open(f"{news}/shadow")

    firefox.set_host_permission(False)
    try:
        firefox.click_icon()
        shown = firefox.popup_text()
    finally:
        firefox.set_host_permission(True)

    assert "The town council of Harrow Quay voted" in shown


def test_the_start_command_can_be_copied(chromium: Chromium, news: str, nobody: str) -> None:
    chromium.use_server(nobody)
    chromium.open(f"{news}/story")
    popup = settled(chromium.click_icon())
    command = popup.locator("code").nth(1).inner_text()

    popup.get_by_role("button", name="Copy: nutgraf serve").click()
    popup.get_by_text("Copied").first.wait_for()

    assert chromium.clipboard() == command


def test_a_page_never_goes_to_another_program(chromium: Chromium, news: str, cleanup: ExitStack) -> None:
    stranger = ScriptedServer(health(name="some-dashboard"))
    chromium.use_server(start(cleanup, stranger))
    chromium.open(f"{news}/story")

    assert "Another program answers on this port" in text_of(chromium.click_icon())
    assert stranger.asked == ["GET /healthz"]


def test_a_web_site_on_the_port_is_another_program(chromium: Chromium, news: str, cleanup: ExitStack) -> None:
    port = cleanup.enter_context(serve(newspaper))
    chromium.use_server(f"http://127.0.0.1:{port}")
    chromium.open(f"{news}/story")

    assert "Another program answers on this port" in text_of(chromium.click_icon())


@pytest.mark.parametrize(
    ("version", "what_to_update"),
    [("0.2.0", "reload the extension"), ("0.0.9", "Stop the server, update it"), ("1.1.0", "reload the extension")],
)
def test_another_version_names_both_and_what_to_update(
    chromium: Chromium, news: str, cleanup: ExitStack, version: str, what_to_update: str
) -> None:
    server = ScriptedServer(health(version))
    chromium.use_server(start(cleanup, server))
    chromium.open(f"{news}/story")

    shown = text_of(chromium.click_icon())

    assert "Extension and server don’t match" in shown
    assert f"The extension is version 0.1.0, the server is version {version}." in shown
    assert what_to_update in shown
    assert server.asked == ["GET /healthz"]


def test_a_version_that_differs_in_its_last_number_only_fits(chromium: Chromium, news: str, cleanup: ExitStack) -> None:
    server = ScriptedServer(health("0.1.7"), problem("no-article", 422))
    chromium.use_server(start(cleanup, server))
    chromium.open(f"{news}/story")

    text_of(chromium.click_icon())

    assert server.asked == ["GET /healthz", "POST /v1/summary"]


def test_a_server_that_was_restarted_is_found_again(chromium: Chromium, news: str, nobody: str) -> None:
    port = int(nobody.rpartition(":")[2])
    chromium.use_server(nobody)
    with nutgraf_server(port):
        chromium.open(f"{news}/story")
        popup = settled(chromium.click_icon())
        assert popup.locator(".summary li").count() == 3
    popup.get_by_role("button", name="More sentences").click()
    popup.locator("section.problem[data-kind=down]").wait_for()

    with nutgraf_server(port):
        popup.get_by_role("button", name="Try again").click()
        popup.locator(".summary li").first.wait_for()
