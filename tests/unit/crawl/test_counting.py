"""Sites counted ahead by tasks that know nothing of one another: as by one server that saw the pages in their order."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from datatrove.data import Document

from nutgraf.crawl.counting import ALL_MARKS, Counts, CountSites, KeepNumbers, SeesSecret, counts_in
from nutgraf.crawl.pages import ANSWER
from nutgraf.crawl.run import Crawl, run
from nutgraf.learn import learn_rows, numbers_of
from nutgraf.model import NoArticleError, Page
from nutgraf.options import Options
from nutgraf.rows import page_of
from nutgraf.settings import Settings
from nutgraf.sites.counting import seen
from nutgraf.sites.database import MemoryFailedError
from nutgraf.sites.domains import site_of
from nutgraf.sites.location import Location
from nutgraf.sites.memory import SiteMemory, open_memory
from nutgraf.work import read_page
from unit.crawl.files import Answer, answers, environment, lines
from unit.sites.pages import PLUG, paragraphs

SITES = ("brell.example", "quill.example", "sorrel.example", "tansy.example", "yarrow.example")
SHARDS = 3
FILES = 3


def story(site: str, number: int, count: int = 5) -> dict[str, Any]:
    """A page of a site, with a line below the story that stands on all of its pages."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs(number, count))
    foot = f"<div class='foot'><p>{PLUG}</p><p>{site} is printed in Brell by the people who write it too.</p></div>"
    head = f"<head><title>Story {number}</title></head>"
    html = f"<html lang='en'>{head}<body><article>{body}{foot}</article></body></html>"
    return {"id": f"{site} {number}", "html": html, "url": f"https://www.{site}/{number}"}


def crawl_of(folder: Path) -> Path:
    """Files with pages of all sites in each, with pages twice in one file and over two, too short, without address."""
    folder.mkdir()
    for part in range(FILES):
        rows: list[Any] = [
            story(site, number) for number in (part * 2, part * 2 + 1, part * 2, 1) for site in SITES[part:] + SITES[:1]
        ]
        rows += [story(SITES[0], 90 + part, 1), {"html": story(SITES[1], 70 + part)["html"]}, "no JSON"]
        rows += [{"id": "empty", "html": "<p>No.</p>", "url": f"https://{SITES[2]}/none"}]
        (folder / f"{part}.jsonl").write_bytes(lines(rows))
    return folder


@dataclass(frozen=True)
class Counted:
    source: Path
    out: Path
    counts: Counts
    online: SiteMemory
    location: Location

    def rows(self) -> Iterator[tuple[Page | None, Answer]]:
        """Each row's page, and what was made of it."""
        for part in range(FILES):
            given = (self.source / f"{part}.jsonl").read_text().splitlines()
            for line, answer in zip(given, answers(self.out / f"{part:05d}.jsonl"), strict=True):
                yield (page_of(json.loads(line)) if line != "no JSON" else None), answer

    def shard_of(self, page: Page) -> SiteMemory:
        location = self.counts.location_of(page.url)
        assert location is not None
        return open_memory(location)


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Counted:
    folder = tmp_path_factory.mktemp("counting")
    source, out = crawl_of(folder / "pages"), folder / "out"
    settings = Settings(
        workers=2, memory=True, memory_at=str(folder / "online.sqlite"), memory_secret=folder / "secret"
    )
    crawl = Crawl(str(source), out, Options(), settings, learn=True, shards=SHARDS)
    assert run(crawl, workers=2) == (sum(path.read_bytes().count(b"\n") for path in source.iterdir()), 6)
    location = settings.memory_location
    assert location is not None
    online = open_memory(location)
    for part in range(FILES):
        learn_rows(str(source / f"{part}.jsonl"), online, settings)
    return Counted(source, out, counts_in(out / "sites", SHARDS, settings), online, location)


def marks(memory: SiteMemory) -> set[tuple[bytes, int, int, bytes]]:
    """All that is counted: the site's key and number of pages, and each mark with its pages."""
    with memory.database.transaction() as cursor:
        statement = "SELECT s.key, s.pages, m.key, m.pages FROM site s JOIN mark m ON m.site = s.id"
        return set(memory.database.run(cursor, statement))


def shards(counts: Counts) -> list[SiteMemory]:
    return [open_memory(counts.location(shard)) for shard in range(SHARDS)]


def test_the_sites_are_spread_and_counted_as_online(counted: Counted) -> None:
    found = [{(site.name, site.pages, site.marks) for site in shard.sites()} for shard in shards(counted.counts)]
    online = {(site.name, site.pages, site.marks) for site in counted.online.sites()}

    assert set().union(*found) == online
    assert sum(map(len, found)) == len(online) == len(SITES)
    assert sum(bool(shard) for shard in found) > 1
    assert {(name, pages) for name, pages, _ in online} >= {("brell.example", 6), ("yarrow.example", 6)}
    for shard, sites in enumerate(found):
        assert {counted.counts.shard_of(name) for name, *_ in sites} <= {shard}


def test_every_mark_is_that_of_the_online_memory(counted: Counted) -> None:
    found = [marks(shard) for shard in shards(counted.counts)]

    assert set().union(*found) == marks(counted.online)
    assert len(marks(counted.online)) > 100


def test_every_page_is_told_the_same(counted: Counted) -> None:
    told = 0
    for page, _ in counted.rows():
        try:
            numbers = numbers_of(page, Options(), counted.location) if page and page.url else {}
        except NoArticleError:
            continue
        if not page or not numbers:
            continue
        shard, site = counted.shard_of(page), site_of(page.url)
        assert site is not None
        known = shard.look_up(shard.stamp(site), numbers["page"].all)
        expected = counted.online.look_up(counted.online.stamp(site), numbers["page"].all)
        assert (known.pages, known.marks, known.said) == (expected.pages, expected.marks, expected.said)
        assert seen(numbers["page"], known) == seen(numbers["page"], expected)
        told += seen(numbers["page"], known) is not None

    assert told > 40


def test_pages_are_read_with_what_was_counted(counted: Counted) -> None:
    left_out = 0
    for page, answer in counted.rows():
        if "error" in answer:
            continue
        assert page is not None
        expected = json.loads(json.dumps(read_page(page, Options(), counted.location, learn=False)))
        assert {**answer, "id": None} == {**expected, "id": None, "timings": None}
        left_out += bool(page.url) and PLUG not in answer["text"]

    assert left_out > 40


def test_a_count_that_was_killed_comes_to_the_same_again(counted: Counted) -> None:
    before = [marks(shard) for shard in shards(counted.counts)]
    for shard in range(SHARDS):
        assert list(CountSites(counted.counts, FILES).run(rank=shard)) == []

    for location in (replace(counted.counts.location(shard), days=179) for shard in range(SHARDS)):
        assert marks(open_memory(location)) == before.pop(0), "opened anew"


def test_a_machine_that_does_not_see_the_secret_counts_nothing(counted: Counted, tmp_path: Path) -> None:
    blind = replace(counted.counts, secret_file=tmp_path / "none")

    for step in (CountSites(blind, FILES), SeesSecret(blind)):
        with pytest.raises(MemoryFailedError, match="cannot be used"):
            list(step.run(iter([])))

    assert not blind.secret_file.exists(), "and makes none of its own"
    assert list(SeesSecret(counted.counts).run(iter([]))) == []


def test_all_marks_are_kept_unless_it_is_said(tmp_path: Path) -> None:
    assert counts_in(tmp_path, 3, Settings()).most == ALL_MARKS
    assert counts_in(tmp_path, 3, Settings(memory_marks=5000)).most == 5000


def test_numbers_of_a_task_that_was_killed_are_not_counted(counted: Counted, tmp_path: Path) -> None:
    counts = replace(counted.counts, folder=tmp_path)
    numbers = numbers_of(page_of(story(SITES[0], 1)), Options(), counted.location)
    document = Document(text="", id="1", metadata={ANSWER: numbers})
    step = KeepNumbers(counts).run(iter([document, document]), rank=0)
    next(step)
    shard = counts.shard_of(SITES[0])

    assert [path.name for path in tmp_path.rglob("*.*")] == ["0000000.draft"]
    with pytest.raises(FileNotFoundError, match=r"0000000\.zip"):
        list(CountSites(counts, 1).run(rank=shard))
    assert not Path(counts.location(shard).address).exists()

    assert len(list(KeepNumbers(counts).run(iter([document]), rank=0))) == 1
    assert [path.name for path in (tmp_path / "numbers").iterdir()] == ["0000000.zip"]
    assert list(CountSites(counts, 1).run(rank=shard)) == []
    (site,) = open_memory(counts.location(shard)).sites()
    assert (site.name, site.pages) == (SITES[0], 1)


def test_numbers_are_one_file_for_each_task(counted: Counted) -> None:
    names = sorted(path.name for path in (counted.out / "sites" / "numbers").iterdir())

    assert names == [f"{part:07d}.zip" for part in range(FILES)]


def test_counts_are_one_file_each_that_reading_leaves_alone(counted: Counted) -> None:
    sites = counted.out / "sites"
    names = [f"counts-{shard:05d}.sqlite" for shard in range(SHARDS)]
    for name in names:
        (sites / name).chmod(0o400)
    before = {name: (sites / name).stat().st_mtime_ns for name in names}
    sites.chmod(0o500)
    try:
        script = "\n".join(
            (
                "import sys; from pathlib import Path; from nutgraf.sites.location import Location",
                "from nutgraf.sites.memory import open_memory",
                "for at in sys.argv[2:]:",
                "    print(len(open_memory(Location(at, Path(sys.argv[1]), read_only=True)).sites()))",
            )
        )
        command = [sys.executable, "-c", script, counted.location.secret_file, *(sites / name for name in names)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment())
    finally:
        sites.chmod(0o700)

    assert sum(map(int, done.stdout.split())) == len(SITES)
    assert sorted(path.name for path in sites.iterdir()) == [*names, "numbers"]
    assert {name: (sites / name).stat().st_mtime_ns for name in names} == before


def test_a_site_has_the_same_shard_in_every_process(tmp_path: Path) -> None:
    counts = Counts(tmp_path, 7, tmp_path / "secret", 1000)
    sites = [f"site{number}.example" for number in range(50)]
    script = (
        "import sys; from pathlib import Path; from nutgraf.crawl.counting import Counts\n"
        "counts = Counts(Path('elsewhere'), 7, Path('secret'), 1000)\n"
        "print(*map(counts.shard_of, sys.argv[1:]))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", script, *sites],
            capture_output=True,
            text=True,
            check=True,
            env=environment(PYTHONHASHSEED=seed),
        ).stdout
        for seed in ("1", "2")
    }

    assert found == {" ".join(str(counts.shard_of(site)) for site in sites) + "\n"}
    assert {counts.shard_of(site) for site in sites} == set(range(7))
    assert counts.location_of("https://news.site1.example/a") == counts.location(counts.shard_of("site1.example"))
    assert [counts.location_of(url) for url in (None, "", "file:///tmp/a.html")] == [None, None, None]
