"""What the browser tests share: the newspaper, the real server, and one window of each browser."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser import chromium as chromium_driver
from browser import firefox as firefox_driver
from browser.servers import free_port, newspaper, nutgraf_server, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from browser.chromium import Chromium
    from browser.firefox import Firefox

EXTENSION = Path(__file__).parents[2] / "extension"


def _require(name: str, path: str | None, how: str) -> None:
    if path is None:
        message = f"{name} is not installed, so the extension is not tested in it. Get it with: {how}"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(message)
        pytest.skip(message)


@pytest.fixture(scope="session")
def news() -> Iterator[str]:
    """Address of the newspaper; not on 127.0.0.1, where the extension's own permission would hide a missing one."""
    with serve(newspaper) as port:
        yield f"http://news.test:{port}"


@pytest.fixture(scope="session")
def nutgraf() -> Iterator[str]:
    """Address of the real server, started as its users start it."""
    with nutgraf_server() as address:
        yield address


@pytest.fixture
def nobody() -> str:
    """An address of this machine at which nothing answers."""
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture(scope="session")
def chromium_window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """One headless Chromium for all tests: starting it takes longer than any of them."""
    _require("Chromium", chromium_driver.executable(), "apt install chromium (macOS: brew install --cask chromium)")
    with chromium_driver.chromium(EXTENSION, tmp_path_factory.mktemp("chromium")) as window:
        yield window


@pytest.fixture
def chromium(chromium_window: Chromium) -> Chromium:
    """Chromium without anything kept from the test before."""
    chromium_window.close_popup()
    chromium_window.forget_readings()
    return chromium_window


@pytest.fixture(scope="session")
def firefox_window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """One headless Firefox for all tests."""
    how = "apt install firefox-esr (macOS: brew install --cask firefox)"
    _require("Firefox", firefox_driver.executable(), how)
    with firefox_driver.firefox(EXTENSION, tmp_path_factory.mktemp("firefox")) as window:
        yield window


@pytest.fixture
def firefox(firefox_window: Firefox) -> Firefox:
    """Firefox without anything kept from the test before."""
    firefox_window.close_popup()
    firefox_window.forget_readings()
    return firefox_window


@pytest.fixture
def cleanup() -> Iterator[ExitStack]:
    """Takes servers that a test starts on its way, and stops them."""
    with ExitStack() as stack:
        yield stack
