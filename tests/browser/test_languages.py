"""The interface in other languages than English: a browser that speaks one, and one that runs from right to left."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from browser.chromium import EXTENSION_ID, settled
from browser.conftest import EXTENSION

if TYPE_CHECKING:
    from pathlib import Path

    from browser.chromium import Chromium

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("ar", "rtl")])
def test_the_extension_speaks_the_browser_s_language(
    chromium: Chromium, tmp_path: Path, news: str, nutgraf: str, language: str, direction: str
) -> None:
    words = {
        k: v["message"]
        for k, v in json.loads((EXTENSION / "_locales" / language / "messages.json").read_text()).items()
    }
    with chromium.in_language(EXTENSION, tmp_path, language) as window:
        window.use_server(nutgraf)
        window.open(f"{news}/story")
        popup = settled(window.click_icon())

        assert popup.get_by_role("button", name=words["markSummary"]).is_visible()
        assert popup.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [language, direction]
        assert popup.evaluate("document.documentElement.scrollWidth <= innerWidth")
        minus, plus = (popup.locator(f"[data-step={name}Sentences]").bounding_box() for name in ("fewer", "more"))
        assert minus
        assert plus
        assert (minus["x"] < plus["x"]) == (direction == "ltr")
        for page in ("options/options.html", "reader/reader.html"):
            tab = window.context.new_page()
            tab.goto(f"chrome-extension://{EXTENSION_ID}/{page}")
            assert tab.evaluate("document.documentElement.dir") == direction
