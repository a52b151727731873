"""What the pages of a site say of one another."""

from __future__ import annotations

from nutgraf.sites.memory import SiteMemory
from unit.sites.pages import PLUG, add, article, foot, look, page, paragraphs

FIRST_FOOT = 5


def test_a_line_counts_the_other_pages_that_it_stands_on(sqlite_memory: SiteMemory) -> None:
    for number in range(3):
        assert add(sqlite_memory, page(number, foot(PLUG)))

    site = look(sqlite_memory, page(9, foot(PLUG), foot("Another line that nobody has seen before")))

    assert site is not None
    assert site.pages == 3
    assert [line.pages for line in site.lines] == [0] * FIRST_FOOT + [3, 0]
    assert [line.place for line in site.lines] == [3] * 7
    assert site.lines[0].letters > 1_000 > site.lines[0].clutter


def test_a_page_never_speaks_for_itself(sqlite_memory: SiteMemory) -> None:
    add(sqlite_memory, page(1, foot(PLUG)))

    assert look(sqlite_memory, page(1, foot(PLUG))) is None


def test_the_same_article_is_counted_once_however_often_it_is_visited(sqlite_memory: SiteMemory) -> None:
    assert add(sqlite_memory, page(1, foot(PLUG)))
    for visit in range(20):
        assert not add(
            sqlite_memory, page(1, foot(PLUG), f"Read by {visit} people, a line that changes: {visit * 'a'}")
        )

    site = look(sqlite_memory, page(2, foot(PLUG)))

    assert site is not None
    assert (site.pages, site.lines[FIRST_FOOT].pages) == (1, 1)


def test_an_update_under_another_address_does_not_count_for_it(sqlite_memory: SiteMemory) -> None:
    add(sqlite_memory, page(1, foot(PLUG)))
    add(sqlite_memory, page(2, foot(PLUG)))
    update = article(*paragraphs(1)[:3], *paragraphs(7)[:2], foot(PLUG))

    site = look(sqlite_memory, update)

    assert site is not None
    assert site.pages == 1
    assert [line.pages for line in site.lines] == [0, 0, 0, 0, 0, 1]


def test_a_page_that_quotes_one_paragraph_is_another(sqlite_memory: SiteMemory) -> None:
    add(sqlite_memory, page(1))
    quoting = article(*paragraphs(2), paragraphs(1)[0])

    site = look(sqlite_memory, quoting)

    assert site is not None
    assert [line.pages for line in site.lines] == [0, 0, 0, 0, 0, 1]


def test_a_page_too_short_to_be_told_apart_is_not_counted(sqlite_memory: SiteMemory) -> None:
    assert not add(sqlite_memory, page(1, foot(PLUG), count=1))
    assert look(sqlite_memory, page(2, foot(PLUG))) is None


def test_a_frame_counts_where_the_line_was_not_seen(sqlite_memory: SiteMemory) -> None:
    add(sqlite_memory, page(1, foot("More stories by Anna Brandt")))
    add(sqlite_memory, page(2, foot("More stories by Otto Vale")))

    site = look(sqlite_memory, page(3, foot("More stories by Ida Moor")))

    assert site is not None
    assert (site.lines[FIRST_FOOT].pages, site.lines[FIRST_FOOT].frame) == (0, 2)


def test_more_pages_than_are_kept_count_as_many_as_are_kept(sqlite_memory: SiteMemory) -> None:
    for number in range(14):
        add(sqlite_memory, page(number, foot(PLUG)))

    site = look(sqlite_memory, page(99, foot(PLUG)))

    assert site is not None
    assert (site.pages, site.lines[FIRST_FOOT].pages, site.lines[0].place) == (14, 10, 10)
