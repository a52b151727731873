"""What a hostile page can do to a reader's memory, and where it ends: docs/sites.md states the bounds tried here."""

from __future__ import annotations

import pytest

from nutgraf.boilerplate.classifier import spot
from nutgraf.boilerplate.repetition import relabel
from nutgraf.model import Article, Block, Element, Label
from nutgraf.sites.memory import SiteMemory
from unit.sites.pages import PLUG, SITE, add, article, foot, look, page, paragraphs

VISITS = 60
MODES = ("careful", "normal", "strict")


def labels(memory: SiteMemory, read: Article, mode: str = "normal", site: str = SITE) -> tuple[Label, ...]:
    """The labels of a page with what is known."""
    seen = look(memory, read, site)
    return relabel(read, spot(read), seen, mode)[0] if seen else spot(read).labels


def content(memory: SiteMemory, read: Article, mode: str = "normal") -> int:
    """How many of the story's own paragraphs stay in the text."""
    return sum(label.role == "content" for label in labels(memory, read, mode)[:5])


@pytest.mark.parametrize("mode", MODES)
def test_a_story_that_is_read_again_and_again_stays_whole(sqlite_memory: SiteMemory, mode: str) -> None:
    for visit in range(VISITS):
        add(sqlite_memory, page(1, f"Read by {visit} people so far, {'and one more ' * (visit % 7)}of this town"))
        add(sqlite_memory, page(visit + 2, foot(PLUG)))

    assert content(sqlite_memory, page(1, foot(PLUG)), mode) == 5
    assert labels(sqlite_memory, page(1, foot(PLUG)), mode)[5].role == "boilerplate", (
        "and the plug is gone all the same"
    )


@pytest.mark.parametrize("mode", MODES)
def test_a_live_blog_that_grows_stays_whole(sqlite_memory: SiteMemory, mode: str) -> None:
    for length in range(2, 9):
        add(sqlite_memory, article(*paragraphs(1, 8)[:length], foot(PLUG)))
    for number in range(2, 8):
        add(sqlite_memory, page(number, foot(PLUG)))

    assert content(sqlite_memory, article(*paragraphs(1, 8), foot(PLUG)), mode) == 5


def test_a_site_cannot_teach_anything_about_another(sqlite_memory: SiteMemory) -> None:
    for number in range(VISITS):
        add(sqlite_memory, article(*paragraphs(number, 3), *paragraphs(99)), site="evil.example")

    assert labels(sqlite_memory, page(99)) == spot(page(99)).labels


@pytest.mark.parametrize("mode", MODES)
def test_pages_of_the_same_site_that_repeat_a_story_cannot_make_its_prose_vanish(
    sqlite_memory: SiteMemory, mode: str
) -> None:
    """Somebody who may publish on the site copies the story's paragraphs into many pages, each beside other prose."""
    for number in range(VISITS):
        add(sqlite_memory, article(*paragraphs(number, 8), paragraphs(999)[number % 5], foot(PLUG)))

    assert content(sqlite_memory, page(999, foot(PLUG)), mode) == 5


@pytest.mark.parametrize("mode", MODES)
def test_pages_of_the_same_site_that_fill_the_story_s_place_with_clutter_cannot_either(
    sqlite_memory: SiteMemory, mode: str
) -> None:
    """The same, with plain clutter in the element in which stories stand."""
    plugs = [f"Sign up for our newsletter number {word} and get the news each day" for word in ("one", "two", "three")]
    for number in range(VISITS):
        add(sqlite_memory, article(*paragraphs(number, 2), *plugs * 6))

    assert content(sqlite_memory, page(999), mode) == 5


def test_what_such_pages_can_do_is_bounded_to_short_lines(sqlite_memory: SiteMemory) -> None:
    """The bound: a line that is no prose, seen on enough pages, goes. It is listed with its reason, and a reader's word
    brings it back for good."""
    line = "Eleven councillors for it, six against it, two absent"
    for number in range(10):
        add(sqlite_memory, page(number, foot(line)))
    read = page(999, foot(line))

    gone = labels(sqlite_memory, read)[5]
    sqlite_memory.say(f"https://{SITE}/", line, "content")

    assert (gone.role, gone.reason) == ("boilerplate", "stands on 10 or more other pages of this site")
    assert labels(sqlite_memory, read)[5].role == "content"


def test_a_page_of_very_many_lines_teaches_nothing(sqlite_memory: SiteMemory) -> None:
    path = (Element("p"), Element("div", ("story",)))
    many = tuple(Block(i, f"{paragraphs(i)[0]}", "p", path=path) for i in range(5_000))

    assert not add(sqlite_memory, Article(many, language="en"))
    assert sqlite_memory.sites() == []
