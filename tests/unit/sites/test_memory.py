"""The memory in its databases: kept, found, said, listed, forgotten, swept, and nobody's to read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nutgraf.sites import upkeep
from nutgraf.sites.database import Database
from nutgraf.sites.location import Location
from nutgraf.sites.memory import SiteMemory, open_memory
from unit.sites.pages import PLUG, SECRET, SITE, URL, add, foot, look, page

TODAY = 20_000


def test_what_was_added_is_found_by_another_connection(memory: SiteMemory) -> None:
    for number in range(3):
        add(memory, page(number, foot(PLUG)))
    other = SiteMemory(Database(memory.database.address), SECRET)

    site = look(other, page(9, foot(PLUG)))
    other.database.close()

    assert site is not None
    assert (site.pages, site.lines[5].pages) == (3, 3)


def test_one_site_knows_nothing_of_another(memory: SiteMemory) -> None:
    add(memory, page(1, foot(PLUG)))

    assert look(memory, page(2, foot(PLUG)), "quill.example") is None


def test_sites_are_listed_by_name_the_last_one_seen_first(memory: SiteMemory) -> None:
    add(memory, page(1, foot(PLUG)), day=TODAY)
    for number in range(2):
        add(memory, page(number), "quill.example", day=TODAY + 1)

    listed = memory.sites()

    assert [(site.name, site.pages, site.day) for site in listed] == [
        ("quill.example", 2, TODAY + 1),
        (SITE, 1, TODAY),
    ]
    # five paragraphs, the plug and its frame, two places
    assert listed[1].marks == 9


def test_a_site_can_be_forgotten(memory: SiteMemory) -> None:
    add(memory, page(1, foot(PLUG)))
    add(memory, page(1, foot(PLUG)), "quill.example")
    memory.say(URL, PLUG, "clutter")

    assert memory.forget(SITE)
    assert not memory.forget(SITE)

    assert [site.name for site in memory.sites()] == ["quill.example"]
    assert look(memory, page(2, foot(PLUG))) is None


def test_everything_can_be_forgotten(memory: SiteMemory) -> None:
    add(memory, page(1))

    memory.forget_all()

    assert memory.sites() == []
    assert add(memory, page(1))


def test_what_a_reader_said_holds_for_the_line_on_every_page(memory: SiteMemory) -> None:
    assert memory.say(URL, "Read by 12 people", "clutter", "en")
    assert memory.say(URL, PLUG, "content")

    site = look(memory, page(1, "Read by 4,099 people", foot(PLUG)))

    assert site is not None
    assert (site.pages, site.lines[5].said, site.lines[6].said, site.lines[0].said) == (0, "clutter", "content", None)


def test_the_last_word_counts_and_can_be_taken_back(memory: SiteMemory) -> None:
    memory.say(URL, PLUG, "content")
    memory.say(URL, PLUG, "clutter")
    site = look(memory, page(1, foot(PLUG)))
    assert site is not None
    assert site.lines[5].said == "clutter"

    memory.say(URL, PLUG, None)

    assert look(memory, page(1, foot(PLUG))) is None


def test_nothing_is_said_of_no_site_or_no_line(memory: SiteMemory) -> None:
    assert not memory.say("file:///page.html", PLUG, "clutter")
    assert not memory.say(URL, "12:05", "clutter")
    assert memory.sites() == []


def test_marks_that_were_not_seen_for_long_go(memory: SiteMemory) -> None:
    add(memory, page(1, foot(PLUG)), day=TODAY)
    add(memory, page(2, foot(PLUG)), day=TODAY + 100)

    gone = memory.sweep(TODAY + 200)

    assert gone == 5, "the first page's paragraphs; the plug and the places were seen again"
    site = look(memory, page(9, foot(PLUG)))
    assert site is not None
    assert site.lines[5].pages == 2


def test_a_site_without_a_mark_goes_as_a_whole(memory: SiteMemory) -> None:
    add(memory, page(1), day=TODAY)

    memory.sweep(TODAY + 181)

    assert memory.sites() == []


def test_the_oldest_make_room_where_there_are_too_many(memory: SiteMemory) -> None:
    small = SiteMemory(memory.database, SECRET, most=600)
    for number in range(20):
        add(small, page(number, foot(PLUG)), day=TODAY + number)

    small.sweep(TODAY + 20)

    (site,) = small.sites()
    assert 40 < site.marks <= 60, "a tenth of the room"
    newest, oldest = (look(small, page(50, *page(n).blocks[:1], foot(PLUG))) for n in (19, 0))
    assert newest is not None
    assert oldest is not None
    assert (newest.lines[5].pages, oldest.lines[5].pages, newest.lines[6].pages) == (1, 0, 10)


def test_no_site_drives_the_others_out(memory: SiteMemory) -> None:
    small = SiteMemory(memory.database, SECRET, most=400)
    for number in range(3):
        add(small, page(number, foot(PLUG)), "old.example", day=TODAY)
    for number in range(60):
        add(small, page(number, foot(PLUG)), "crowd.example", day=TODAY + 9)

    small.sweep(TODAY + 10)

    crowd, old = small.sites()
    assert (crowd.name, old.name) == ("crowd.example", "old.example")
    assert crowd.marks <= 40
    assert old.marks == 3 * 5 + 4


def test_all_together_stay_within_the_room(memory: SiteMemory) -> None:
    small = SiteMemory(memory.database, SECRET, most=200)
    for number in range(30):
        for site in range(15):
            add(small, page(number), f"site{site}.example", day=TODAY + site)

    small.sweep(TODAY + 20)

    assert sum(site.marks for site in small.sites()) <= 200
    assert small.sites()[0].name == "site14.example"


def test_a_file_that_is_full_is_swept_on_the_way(sqlite_memory: SiteMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "LEAST", 1_000)
    small = SiteMemory(sqlite_memory.database, SECRET, most=1_000)
    for number in range(900):
        add(small, page(number, count=8), f"site{number % 20}.example", day=TODAY)

    assert sum(site.marks for site in small.sites()) < 1_600


def test_a_day_s_first_page_sweeps(memory: SiteMemory) -> None:
    add(memory, page(1), day=TODAY)
    add(memory, page(2), "quill.example", day=TODAY + 181)

    assert [site.name for site in memory.sites()] == ["quill.example"]


def test_the_file_tells_nobody_what_was_read(sqlite_memory: SiteMemory) -> None:
    sites = (SITE, "quill.example")
    for site in sites:
        for number in range(4):
            add(sqlite_memory, page(number, foot(PLUG), foot("More stories by Anna Brandt")), site)
        sqlite_memory.say(f"https://{site}/", PLUG, "clutter")
    sqlite_memory.database.close()

    raw = Path(sqlite_memory.database.address).read_bytes()

    words = {*re.findall(r"[a-z]{4,}", " ".join(b.text for n in range(4) for b in page(n).blocks).lower())}
    spoken = {*words, *PLUG.lower().split(), "anna", "brandt", "brell", "quill", "example", "story", "body", "foot"}
    told = {*re.findall(r"[a-z]{4,}", raw.decode("latin-1").lower())}
    # What is left are SQLite's own words and those of our tables.
    assert {word for word in spoken & told if len(word) >= 4} <= {"integer", "index", "page", "site", "name", "said"}
    for text in (SITE, "brell", PLUG, "council of Brell"):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert text.encode(encoding) not in raw


def test_without_the_secret_the_file_says_nothing_of_a_line(sqlite_memory: SiteMemory) -> None:
    for number in range(3):
        add(sqlite_memory, page(number, foot(PLUG)))
    guessing = SiteMemory(sqlite_memory.database, bytes(32))

    assert look(guessing, page(9, foot(PLUG))) is None
    assert SITE not in {site.name for site in guessing.sites()}


def test_a_memory_is_opened_once(tmp_path: Path) -> None:
    location = Location(":memory:", tmp_path / "secret")

    assert open_memory(location) is open_memory(location)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=300), max_size=12), st.text(max_size=80))
def test_any_page_can_be_added_and_looked_up(sqlite_memory: SiteMemory, texts: list[str], site: str) -> None:
    read = page(3, *texts)

    add(sqlite_memory, read, site)
    found = look(sqlite_memory, page(4, *texts), site)

    assert found is None or len(found.lines) == 5 + len(texts)
