"""The server's own page, in a real browser: a story is pasted, and its reading comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.chromium import WAIT_MS

if TYPE_CHECKING:
    from browser.chromium import Chromium

pytestmark = pytest.mark.browser

SENTENCES = [f"The gate of lock {n} was mended in week {n} by the crew of barge {n}." for n in range(1, 13)]
BRIEF = "The weir at Harrow Quay is shut after the flood. The council says that it opens again in May."
DOUBTED = (
    f"<html><head><title>404: The locks</title></head><body><article><p>{' '.join(SENTENCES)}</p></article></body>"
)


def reading_of(chromium: Chromium, nutgraf: str, source: str, kind: str = "Text", sentences: int = 3) -> list[str]:
    """The lines of the reading that comes back."""
    chromium.open(nutgraf)
    page = chromium.tab
    page.get_by_text(kind, exact=True).click()
    page.fill("#source", source)
    page.fill("#sentences", str(sentences))
    page.click("#read")
    page.wait_for_selector("#reading:not([hidden])", timeout=WAIT_MS)
    return [line for line in page.inner_text("#reading").split("\n") if line]


def test_as_many_sentences_as_are_asked_for(chromium: Chromium, nutgraf: str) -> None:
    for asked in (1, 4):
        shown = reading_of(chromium, nutgraf, "\n\n".join(SENTENCES), sentences=asked)
        assert len(set(shown) & set(SENTENCES)) == asked
        assert "as short as a summary" not in " ".join(shown)


def test_a_page_that_is_short_already_is_told(chromium: Chromium, nutgraf: str) -> None:
    shown = reading_of(chromium, nutgraf, BRIEF)

    assert shown.index("The page is already as short as a summary.") == shown.index("The story in short") + 1


def test_a_doubt_is_told(chromium: Chromium, nutgraf: str) -> None:
    shown = reading_of(chromium, nutgraf, DOUBTED, "HTML")

    assert any(line.startswith("This looks like an error page: its title says") for line in shown)
