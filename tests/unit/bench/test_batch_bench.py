"""The benchmark of many pages: what is packed comes out again, and its tables are made of what was measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.batch.engines import DATATROVE, OWN, PLAIN, Work
from bench.batch.faults import FAULTS, marked
from bench.batch.memory import Peak
from bench.batch.outcomes import differing, poisoned
from bench.batch.packing import BAD_EVERY, Raw, is_bad, joined, pack, with_bad
from bench.batch.plan import Bytes, count_again
from bench.batch.rounds import ALL, BAD, FEW, SOME, Packed, Round, output, over_plain, packed, plan, run_round
from bench.batch.sites import Sites, crawl, in_all, new_marks
from bench.batch.spent import Spent
from bench.batch.tables import Same, engines_table, plan_table, poison_table, same_table
from bench.speed.pages import CORPUS
from nutgraf.crawl.counting import Counts
from nutgraf.rows import Row, open_source
from nutgraf.sites.database import Database
from nutgraf.sites.fingerprints import Fingerprints
from nutgraf.sites.memory import SiteMemory
from nutgraf.sites.secret import read_secret

SITE = "https://news.brell.example"


def raw(count: int) -> list[Raw]:
    own = [path.read_text("utf-8") for path in sorted(CORPUS.glob("*/page.html"))[:9]]
    return [Raw(f"urn:uuid:00000000-0000-0000-0000-{n:012}", f"{SITE}/{n}", own[n % len(own)]) for n in range(count)]


def rows(path: Path) -> list[Row]:
    with open_source(str(path)) as found:
        return [row for _, row in found]


def test_what_is_packed_comes_out_again(tmp_path: Path) -> None:
    pages = [*raw(6), Raw("urn:uuid:00000000-0000-0000-0000-000000000099", f"{SITE}/ö?a=b c", "<p>Öl, 石油")]

    paths = pack(pages, tmp_path / "some", 3)

    dealt = [[row["id"] for row in rows(path)] for path in paths]
    assert [len(ids) for ids in dealt] == [3, 2, 2]
    there = rows(joined(tmp_path / "some"))
    assert [row["id"] for row in there] == [key for ids in dealt for key in ids]
    assert {(row["id"], row["html"]) for row in there} == {(f"<{page.record}>", page.html) for page in pages}
    assert {row["url"] for row in there} >= {page.url for page in pages[:6]}


def test_a_bad_page_comes_after_each_hundred() -> None:
    pages = raw(1) * 1050

    every = list(with_bad(pages))

    bad = [n for n, page in enumerate(every) if is_bad(f"<{page.record}>")]
    assert bad == [BAD_EVERY + n * (BAD_EVERY + 1) for n in range(10)]
    assert [page for page in every if not is_bad(page.record)] == pages
    faults = [every[n].html for n in bad if every[n].html in map(marked, FAULTS)]
    assert faults == [marked("hang"), marked("crash")]
    assert len({every[n].record for n in bad}) == 10


def test_both_engines_and_the_plain_pool_read_the_same(tmp_path: Path) -> None:
    sets = packed(raw(8), tmp_path, 2)

    def only_all(work: Work) -> Spent:
        from bench.batch.engines import done

        return done(work) if ALL in work.target.name and work.workers == 2 else Spent(1.0, 1.0)

    took = run_round(sets, 0, only_all)

    assert set(took) == set(plan(first=True))
    assert all(spent.cpu > 0.5 for key, spent in took.items() if key[1] == ALL)
    came = {engine: output(sets, engine, ALL).rows() for engine in (OWN, PLAIN, DATATROVE)}
    assert len(came[OWN]) == 8
    assert differing(came[OWN], came[PLAIN]) == differing(came[OWN], came[DATATROVE]) == []


def test_rows_that_differ_or_are_missing_are_named() -> None:
    some = {"a": {"id": "a", "words": 3}, "b": {"id": "b"}}

    assert differing(some, {"a": {"id": "a", "words": 4}, "c": {"id": "c"}}) == ["a", "b", "c"]


def test_a_row_that_came_twice_is_told(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_text('{"id": 1}\n{"id": 1}\n')

    with pytest.raises(ValueError, match="twice"):
        Work(OWN, tmp_path, tmp_path / "out.jsonl").rows()


def test_what_bad_pages_did() -> None:
    bad = "<urn:uuid:00000000-0000-0000-0bad-00000000000{}>"
    clean = {"a": {"id": "a", "words": 3}, "b": {"id": "b", "words": 3}}
    after = {
        "a": clean["a"],
        "b": {"id": "b", "error": "page-crashed: ProcessExpired"},
        bad.format(1): {"error": "page-timeout: over 5 s"},
        bad.format(2): {"words": 1},
        bad.format(3): {"error": "page-crashed: MemoryError"},
    }

    found = poisoned(clean, after, Spent(10.0, 20.0), Spent(15.0, 30.0))

    assert (found.good, found.changed, found.bad, found.read) == (2, 1, 3, 1)
    assert found.errors == {"page-timeout": 1, "page-crashed: MemoryError": 1}
    assert found.over_clean == Spent(1.5, 1.5)
    assert found.over_limits == pytest.approx(15 / 12.5)
    lines = poison_table({OWN: found}).splitlines()
    assert "| errors | 1 page-crashed: MemoryError; 1 page-timeout |" in lines
    assert lines[-2] == "| time × clean and the limits waited for | 1.20 |"
    assert lines[-1] == f"| time × clean and the limits of all bad pages | {15 / 17.5:.2f} |"


def a_round(own: float, datatrove: float, plain: float) -> Round:
    found: Round = {}
    for engine, seconds in ((OWN, own), (DATATROVE, datatrove), (PLAIN, plain)):
        found[engine, ALL, 2] = Spent(seconds + 2, 2 * seconds + 4)
        found[engine, FEW, 2] = Spent(2.0, 4.0)
    found[OWN, FEW, 1] = Spent(1.0, 1.0)
    found[OWN, SOME, 1], found[OWN, SOME, 2] = Spent(41.0, 41.0), Spent(22.0, 41.0)
    return found


def test_the_engines_are_beside_the_plain_pool(tmp_path: Path) -> None:
    sets = Packed(tmp_path, 400, 4)
    rounds = [a_round(90, 110, 100), a_round(80, 115, 100), a_round(95, 300, 100)]

    lines = engines_table(rounds, sets).splitlines()

    assert lines[0].endswith("read 2.00 × as many pages a second as one.")
    assert "| a page × plain, time | 0.90 | 1.15 | 1.00 |" in lines
    assert "| a run over a few pages, seconds | 2.0 | 2.0 | 2.0 |" in lines
    assert (
        f"| a page, milliseconds of processors | {180e3 / 392:.1f} | {230e3 / 392:.1f} | {200e3 / 392:.1f} |" in lines
    )
    assert over_plain(rounds, OWN).wall == pytest.approx(92 / 102)


def test_bad_pages_are_read_next_to_the_clean_ones_in_the_first_round_alone() -> None:
    first, later = list(plan(first=True)), list(plan(first=False))

    assert [key for key in first if key[1] != BAD] == later
    for engine in (OWN, DATATROVE):
        assert abs(first.index((engine, BAD, 2)) - first.index((engine, ALL, 2))) == 1


def test_sites_are_counted_alike_and_cost_what_their_files_hold(tmp_path: Path) -> None:
    pages = raw(9)

    found = crawl(pages, tmp_path / "sites", 2)

    assert (found.pages, found.differ, found.read_otherwise) == (9, 0, 0)
    assert 0 < found.counted <= 9
    assert found.known > 0
    assert 0 < found.once <= found.marks
    assert min(found.numbers_bytes, found.counts_bytes, found.peak.together) > 0
    assert count_again(found.counts) > 0
    assert in_all(found.counts) == (found.marks, found.once, found.counted), "the same again"
    table = same_table(Same((8, 0), (5, 1)), found)
    assert "| rows of the own engine and answers of the server | 5 | 1 |" in table
    assert plan_line(found, "marks a page") == f"{found.marks / found.counted:.1f}"


def plan_line(found: Sites, name: str) -> str:
    table = plan_table(70.0, {"read": 76.0}, Bytes(43_000, 15_000, 3_000, 6_000, 30), found)
    assert "| a page in WARC, gzip | 43.00 KB |" in table
    return next(line for line in table.splitlines() if line.startswith(f"| {name} |")).split("|")[2].strip()


def test_marks_with_one_page_are_told_from_the_others(tmp_path: Path) -> None:
    counts = Counts(tmp_path, 1, tmp_path / "secret", 1000)
    memory = SiteMemory(Database(counts.location(0).address), read_secret(counts.secret_file))
    for n in (10, 20, 30):
        own = (1, n, n + 1)
        page = Fingerprints(own, (2, None, None), (3, 3, n + 2), (200,) * 3, dict.fromkeys(own[1:], 200))
        assert memory.add("brell.example", page, {3: (0, 400), n + 2: (0, 200)})
    memory.database.settle()

    assert in_all(counts) == (3 + 3 * 3, 3 * 3, 3)


def test_marks_that_pages_of_a_site_add() -> None:
    def page(site: str, *lines: int) -> dict[str, object]:
        return {"site": site, "lines": [1, None, *lines], "frames": [None], "places": [2]}

    early, late = new_marks(iter([page("a", n + 10) for n in range(32)] + [page("b")]))

    assert early == pytest.approx((3 + 9 + 2) / 11)
    assert late == 1
    assert Peak() == Peak(0, 0, 0)
