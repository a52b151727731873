"""The reading view: the cleaned article in a tab, its looks, what was left out, and what can be taken along."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from browser import news_pages
from browser.chromium import settled
from browser.firefox import WAIT_SECONDS
from browser.servers import nutgraf_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from browser.chromium import Chromium
    from browser.firefox import Firefox

pytestmark = pytest.mark.browser

STRIPPED = (f"{news_pages.WHATSAPP}:", news_pages.BARE_LINK, news_pages.READ_ALSO, news_pages.DISCLAIMER)


def open_reader(chromium: Chromium, url: str, server: str) -> Page:
    chromium.use_server(server)
    chromium.open(url)
    popup = settled(chromium.click_icon())
    with chromium.context.expect_page(lambda page: "reader" in page.url or page.url == "about:blank") as opened:
        popup.get_by_role("button", name="Read", exact=True).click()
    page: Page = opened.value
    page.locator("main[aria-busy=false] h1").wait_for()
    return page


@pytest.fixture
def reader(chromium: Chromium, news: str, nutgraf: str) -> Iterator[Page]:
    page = open_reader(chromium, f"{news}/story", nutgraf)
    yield page
    page.evaluate("chrome.storage.local.clear()")
    page.close()


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def test_the_article_is_there_without_its_clutter(reader: Page) -> None:
    shown = reader.locator("main").inner_text()

    assert reader.title() == news_pages.TITLE
    assert all(paragraph in " ".join(shown.split()) for paragraph in news_pages.PARAGRAPHS)
    assert not any(line in shown for line in STRIPPED)
    assert reader.locator("mark").count() == 3
    assert reader.locator("main").get_attribute("lang") == "en"


def test_what_was_left_out_can_be_seen_and_put_back_for_the_site(
    chromium: Chromium, reader: Page, news: str, nutgraf: str
) -> None:
    press(reader, "Show what was left out")
    assert all(reader.get_by_text(line, exact=True).is_visible() for line in STRIPPED)

    reader.locator(".stripped", has_text=news_pages.DISCLAIMER).get_by_role("button").click()
    reader.locator("p:not(.stripped p)", has_text=news_pages.DISCLAIMER).wait_for()
    press(reader, "Show what was left out")

    assert reader.get_by_text(news_pages.DISCLAIMER).is_visible()
    (kept,) = reader.evaluate("chrome.storage.local.get('said')")["said"].values()
    assert {verdict: [type(line) for line in lines] for verdict, lines in kept.items()} == {
        "content": [int],
        "clutter": [],
    }

    again = open_reader(chromium, f"{news}/story", nutgraf)
    assert again.get_by_text(news_pages.DISCLAIMER).is_visible()
    again.close()


def test_a_line_can_be_taken_out_and_the_server_learns_it(chromium: Chromium, news: str, tmp_path: Path) -> None:
    plug = news_pages.PARAGRAPHS[-1]
    with nutgraf_server(memory=tmp_path) as server:
        page = open_reader(chromium, f"{news}/story", server)
        press(page, "Show what was left out")
        with page.expect_response(f"{server}/v1/corrections") as told:
            page.locator(".judged", has_text=plug).get_by_role("button", name="This is clutter").click()
        status = told.value.status
        page.locator(".stripped", has_text=plug).wait_for()
        page.evaluate("chrome.storage.local.remove('said')")
        page.close()

        again = open_reader(chromium, f"{news}/heavy", server)
        hidden = again.get_by_text(plug).count()
        press(again, "Show what was left out")
        reason = again.locator(".stripped", has_text=plug).locator(".reason").inner_text()
        with again.expect_response(f"{server}/v1/corrections"):
            again.locator(".stripped", has_text=plug).get_by_role("button", name="Not clutter").click()
        again.evaluate("chrome.storage.local.clear()")
        again.close()

    assert status == 200
    assert (hidden, reason) == (0, "you called it clutter on this site")


def test_looks_are_kept_for_the_next_article(chromium: Chromium, reader: Page, news: str, nutgraf: str) -> None:
    size = "getComputedStyle(document.body).fontSize"
    before = float(reader.evaluate(size)[:-2])
    press(reader, "Larger text")
    reader.get_by_label("Theme").select_option("dark")
    reader.get_by_label("Typeface").select_option("sans")

    again = open_reader(chromium, f"{news}/story", nutgraf)

    assert float(again.evaluate(size)[:-2]) == before + 2
    assert again.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(27, 25, 23)"
    assert "system-ui" in again.evaluate("getComputedStyle(document.body).fontFamily")
    again.close()


def test_it_can_be_taken_along(chromium: Chromium, reader: Page) -> None:
    copied = {}
    for label in ("Copy Markdown", "Copy text", "Copy link"):
        press(reader, label)
        reader.locator("#status", has_text="Copied").wait_for(state="attached")
        copied[label] = chromium.clipboard()
        reader.bring_to_front()

    assert copied["Copy Markdown"].startswith(
        f"# {news_pages.TITLE}\n\nImogen Vale · Harrow Quay Courier · 2026-10-13\n"
    )
    assert all(paragraph in copied["Copy text"] for paragraph in news_pages.PARAGRAPHS)
    assert news_pages.DISCLAIMER not in copied["Copy Markdown"] + copied["Copy text"]
    assert "/story#:~:text=The%20town%20council%20of%20Harrow," in copied["Copy link"]


def test_the_link_names_the_ends_of_a_sentence_of_the_page(chromium: Chromium, reader: Page) -> None:
    press(reader, "Copy link")
    reader.locator("#status", has_text="Copied").wait_for(state="attached")

    first, last = (unquote(part) for part in chromium.clipboard().split("#:~:text=")[1].split(","))

    sentence = reader.locator("mark").first.inner_text()
    assert sentence.startswith(first)
    assert sentence.endswith(last)


def test_it_can_be_saved(reader: Page) -> None:
    with reader.expect_download() as saved:
        press(reader, "Save")

    assert saved.value.suggested_filename == f"{news_pages.TITLE}.md"


def test_print_is_the_article_alone(reader: Page) -> None:
    press(reader, "Show what was left out")
    reader.emulate_media(media="print")

    assert not reader.locator("#tools").is_visible()
    assert not reader.locator(".stripped").first.is_visible()
    assert reader.get_by_text(news_pages.PARAGRAPHS[0][:40]).is_visible()


def test_a_tab_whose_article_is_gone_says_so(reader: Page) -> None:
    reader.evaluate("chrome.storage.session.clear()")
    reader.reload()

    reader.get_by_text("Nothing to read here any more").wait_for()


def test_firefox_opens_it(firefox: Firefox, news: str, nutgraf: str) -> None:
    firefox.use_server(nutgraf)
    firefox.open(f"{news}/story")
    firefox.click_icon()
    firefox.popup_text()
    before = set(firefox.client.window_handles)

    firefox.in_popup("content.document.querySelector('.actions .buttons button:last-child').click()")

    deadline = time.monotonic() + WAIT_SECONDS
    while not (fresh := set(firefox.client.window_handles) - before) and time.monotonic() < deadline:
        time.sleep(0.1)
    own = firefox.client.current_window_handle
    firefox.client.switch_to_window(fresh.pop())
    while (
        news_pages.TITLE not in (text := firefox.client.execute_script("return document.body.innerText"))
        and time.monotonic() < deadline
    ):
        time.sleep(0.1)
    firefox.client.close()
    firefox.client.switch_to_window(own)
    assert news_pages.TITLE in text
    assert news_pages.DISCLAIMER not in text
