"""Marks in the page itself: the summary, the clutter, the line that was gone to; and nothing of them left behind."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from browser import news_pages
from browser.chromium import settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from browser.chromium import Chromium
    from browser.firefox import Firefox

pytestmark = pytest.mark.browser

STRIPPED = (f"{news_pages.WHATSAPP}:", news_pages.BARE_LINK, news_pages.READ_ALSO, news_pages.DISCLAIMER)
WAIT_SECONDS = 60
COVER = {"mark": "summary", "dim": "clutter"}
MARKED = "name => [...(CSS.highlights.get(name) ?? [])].map(range => range.toString())"
OUTER_HTML = "document.documentElement.outerHTML"
HEIGHTS = "[...document.querySelectorAll('body *')].map(e => e.getBoundingClientRect().top + scrollY)"


def marked(tab: Page, name: str) -> list[str]:
    return list(tab.evaluate(MARKED, f"nutgraf-{name}"))


def press(popup: Page, label: str) -> None:
    popup.get_by_role("button", name=label, exact=True).click()


def sentences(popup: Page) -> list[str]:
    return [text.strip() for text in popup.locator(".summary .line").all_inner_texts()]


def eventually(ask: Callable[[], Any], wanted: Any) -> None:
    """Wait until something is as wanted: a press comes back before the page has been looked through."""
    deadline = time.monotonic() + WAIT_SECONDS
    while (found := ask()) != wanted and time.monotonic() < deadline:
        time.sleep(0.1)
    assert found == wanted


@pytest.fixture
def popup(chromium: Chromium, news: str, nutgraf: str) -> Page:
    return read(chromium, f"{news}/story", nutgraf)


def read(chromium: Chromium, url: str, server: str) -> Page:
    chromium.use_server(server)
    chromium.open(url)
    return settled(chromium.click_icon())


def test_marks_are_word_for_word_and_the_page_stays_as_it_was(chromium: Chromium, popup: Page) -> None:
    before, heights = chromium.tab.evaluate(OUTER_HTML), chromium.tab.evaluate(HEIGHTS)

    press(popup, "Mark on page")
    eventually(lambda: marked(chromium.tab, "summary"), sentences(popup))
    press(popup, "Dim clutter")
    eventually(lambda: set(marked(chromium.tab, "clutter")), set(STRIPPED))

    assert popup.locator(".tools-note").inner_text() == ""
    assert chromium.tab.evaluate(OUTER_HTML) == before
    assert chromium.tab.evaluate(HEIGHTS) == heights
    press(popup, "Mark on page")
    eventually(lambda: marked(chromium.tab, "summary"), [])
    press(popup, "Dim clutter")
    eventually(lambda: chromium.tab.evaluate("CSS.highlights.size"), 0)
    assert chromium.tab.evaluate(OUTER_HTML) == before


def test_dimmed_text_is_paler_on_the_screen(chromium: Chromium, popup: Page) -> None:
    line = chromium.tab.get_by_text(news_pages.DISCLAIMER)
    before = line.screenshot()

    press(popup, "Dim clutter")

    eventually(lambda: line.screenshot() != before, True)


def test_a_press_on_a_sentence_scrolls_the_page_to_it(chromium: Chromium, popup: Page) -> None:
    chromium.tab.evaluate("document.querySelector('article').style.paddingTop = '5000px'")

    popup.locator(".summary .line").first.click()

    eventually(lambda: marked(chromium.tab, "current"), sentences(popup)[:1])
    eventually(lambda: chromium.tab.evaluate("scrollY > 3000"), True)
    assert marked(chromium.tab, "summary") == []


def test_a_line_that_is_gone_is_said_to_be_gone(chromium: Chromium, popup: Page) -> None:
    first = sentences(popup)[0]
    chromium.tab.evaluate("document.querySelector('article').remove()")

    popup.locator(".summary .line").first.click()
    eventually(lambda: popup.locator(".line.lost").all_inner_texts(), [first])
    press(popup, "Mark on page")

    eventually(lambda: popup.locator(".tools-note").inner_text()[:27], "3 lines were not found on t")
    assert marked(chromium.tab, "summary") == []


def test_marks_outlive_what_a_page_does_to_itself(chromium: Chromium, popup: Page) -> None:
    press(popup, "Mark on page")
    eventually(lambda: marked(chromium.tab, "summary"), sentences(popup))

    chromium.tab.evaluate("document.body.innerHTML = document.body.innerHTML")

    eventually(lambda: marked(chromium.tab, "summary"), sentences(popup))


def test_sentences_are_found_whatever_stands_between_their_letters(chromium: Chromium, popup: Page) -> None:
    # what the server read has straight text; what stands on the page since is hyphenated, cut up and set by hand
    chromium.tab.evaluate(r"""() => {
      for (const p of document.querySelectorAll('article p')) {
        const words = p.textContent.split(' ');
        p.replaceChildren(...words.flatMap((word, n) => {
          const piece = document.createElement(n % 2 ? 'em' : 'span');
          piece.textContent = word.replace('fi', '\ufb01').replace(/^(...)(?=...)/, '$1\u00ad');
          return [piece, n % 3 ? '\u00a0' : '\n '];
        }));
      }
    }""")

    press(popup, "Mark on page")

    def plain() -> list[str]:
        texts = (text.replace("\xad", "").replace("\ufb01", "fi") for text in marked(chromium.tab, "summary"))
        return [" ".join(text.split()) for text in texts]

    eventually(plain, sentences(popup))


def test_open_shadow_trees_are_marked_too(chromium: Chromium, news: str, nutgraf: str) -> None:
    popup = read(chromium, f"{news}/shadow", nutgraf)

    press(popup, "Mark on page")

    eventually(lambda: marked(chromium.tab, "summary"), sentences(popup))


def test_a_page_that_forbids_everything_is_marked(chromium: Chromium, news: str, nutgraf: str) -> None:
    popup = read(chromium, f"{news}/locked", nutgraf)
    tab = chromium.tab
    line = tab.get_by_text(news_pages.DISCLAIMER)
    before = line.screenshot()

    press(popup, "Dim clutter")
    eventually(lambda: line.screenshot() != before, True)
    box = line.bounding_box()
    assert box
    tab.mouse.move(box["x"] + 20, box["y"] + 10)

    eventually(lambda: tab.locator("nutgraf-tip").count(), 1)
    tab.mouse.move(1, 1)
    eventually(lambda: tab.locator("nutgraf-tip").count(), 0)


def test_the_popup_knows_what_is_marked_when_it_is_opened_again(chromium: Chromium, popup: Page) -> None:
    press(popup, "Mark on page")
    eventually(lambda: marked(chromium.tab, "summary"), sentences(popup))
    chromium.close_popup()

    again = settled(chromium.click_icon())

    assert again.get_by_role("button", name="Mark on page").get_attribute("aria-pressed") == "true"
    press(again, "Mark on page")
    eventually(lambda: chromium.tab.evaluate("CSS.highlights.size"), 0)


def test_a_longer_summary_is_marked_in_place_of_the_shorter(chromium: Chromium, popup: Page) -> None:
    press(popup, "Mark on page")
    popup.get_by_role("button", name="More sentences").press("Enter")

    popup.get_by_text("4 sentences").wait_for()
    assert len(sentences(popup)) == 4
    eventually(lambda: marked(chromium.tab, "summary"), sentences(popup))
    assert popup.evaluate("document.activeElement.ariaLabel") == "More sentences"


def test_each_sentence_says_why(popup: Page) -> None:
    assert not popup.locator(".why").first.is_visible()

    press(popup, "Why these?")

    assert popup.locator(".why").count() == 3
    assert all(len(why) > 10 for why in popup.locator(".why").all_inner_texts())


def test_a_selection_is_summed_up_in_place_of_the_page(chromium: Chromium, news: str, nutgraf: str) -> None:
    chromium.use_server(nutgraf)
    chromium.open(f"{news}/story")
    chromium.tab.evaluate("""() => {
      const paragraphs = document.querySelectorAll('article p');
      getSelection().setBaseAndExtent(paragraphs[1], 0, paragraphs[4], 1);
    }""")
    selected = chromium.tab.evaluate("String(getSelection())")
    assert len(selected) > 400

    popup = settled(chromium.click_icon())

    assert popup.get_by_text("This sums up the text that you selected.").is_visible()
    assert all(sentence in " ".join(selected.split()) for sentence in sentences(popup))


def test_a_tab_that_went_elsewhere_meanwhile_is_said_to_have(chromium: Chromium, popup: Page, news: str) -> None:
    other = news.replace("news.test", "other.test")
    chromium.tab.goto(f"{other}/story")

    press(popup, "Mark on page")

    eventually(lambda: popup.locator(".tools-note").inner_text()[:34], "The tab shows another page now. Pr")
    assert chromium.tab.evaluate("CSS.highlights.size") == 0


def test_firefox_marks_and_dims(firefox: Firefox, news: str, nutgraf: str) -> None:
    firefox.use_server(nutgraf)
    firefox.open(f"{news}/story")
    firefox.click_icon()
    firefox.popup_text()
    before = firefox.evaluate(OUTER_HTML)

    for name in ("mark", "dim"):
        firefox.in_popup(f"content.document.querySelector('[data-toggle={name}]').click()")
        eventually(lambda name=name: firefox.evaluate(f"CSS.highlights.has('nutgraf-{COVER[name]}')"), True)

    texts = "[...CSS.highlights.get('nutgraf-clutter')].map(range => String(range))"
    assert set(firefox.evaluate(texts)) == set(STRIPPED)
    assert firefox.evaluate(OUTER_HTML) == before
