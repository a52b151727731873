"""The benchmark's sites: what they know is what the database would know."""

from __future__ import annotations

from bench.sites.pages import SECRET, SitePage, after, by_site, seen_after, with_others
from nutgraf.boilerplate.classifier import spot
from nutgraf.sites.counting import Known
from nutgraf.sites.database import Database
from nutgraf.sites.memory import SiteMemory
from unit.sites.pages import PLUG, SITE, add, foot, look, page


def site_pages(count: int) -> list[SitePage]:
    articles = [page(number, foot(PLUG)) for number in range(count)]
    return [SitePage({"id": f"{n}", "host": SITE}, read, spot(read)) for n, read in enumerate(articles)]


def test_counts_are_those_of_the_database() -> None:
    memory = SiteMemory(Database(":memory:"), SECRET)
    known = Known()
    for read in (*site_pages(14), *site_pages(3)):
        add(memory, read.article)
        known = after(known, read)

    there = memory.look_up(memory.stamp(SITE), known.marks)

    assert (known.pages, dict(known.marks)) == (14, there.marks)
    assert there.pages == 14
    assert look(memory, page(20, foot(PLUG))) is not None


def test_a_page_is_never_among_those_seen_before_it() -> None:
    pairs = list(with_others(by_site(site_pages(5))))

    assert len(pairs) == 5
    for read, others in pairs:
        assert read not in others
        site = seen_after(read, others, 3)
        assert site is not None
        assert site.pages == 3
        assert site == seen_after(read, others, 3)
    assert seen_after(*pairs[0], 9) is not None
    assert seen_after(*pairs[0], 0) is None
