"""A crawl from files of every kind to its Readings, by the command: the same as one by one, and once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from nutgraf import columns
from nutgraf.rows import RowError, open_source, page_of, parsed
from nutgraf.workers import Workers
from unit.crawl.files import Answer, answers, batch, every_kind, in_workers, two_workers, written
from web.conftest import client_of

SOURCES = ("a.warc.gz", "b.jsonl", "c.jsonl.gz", "d.jsonl.xz", "e.jsonl.zst", "f.parquet", "further/on/a.jsonl")
"""In the order of their names."""
COUNT = "36 rows read, 12 of them with an error\n"


@dataclass(frozen=True)
class Crawled:
    source: Path
    out: Path
    done: Result

    def rows(self, name: str) -> list[Answer]:
        """What was written for a file."""
        return answers(self.out / f"{SOURCES.index(name):05d}.jsonl")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    folder = tmp_path_factory.mktemp("crawl")
    source, out = every_kind(folder / "pages"), folder / "out"
    return Crawled(source, out, batch(source, out))


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    found = two_workers()
    yield found
    found.stop()


def unpacked(source: Path, folder: Path) -> Path:
    """A file as the plain engine reads it."""
    if source.suffix != ".zst":
        return source
    from zstandard import ZstdDecompressor

    path = folder / source.stem
    with source.open("rb") as file:
        path.write_bytes(ZstdDecompressor().stream_reader(file, read_across_frames=True).read())
    return path


def test_each_file_has_one_of_answers_in_the_order_of_their_names(crawled: Crawled) -> None:
    assert (crawled.done.exit_code, crawled.done.stderr) == (0, COUNT)
    assert sorted(path.name for path in crawled.out.iterdir()) == [
        *(f"{number:05d}.jsonl" for number in range(len(SOURCES))),
        "logs",
        "plan.json",
    ]


@pytest.mark.parametrize("name", SOURCES)
def test_its_rows_are_those_that_batch_gives_by_itself(
    crawled: Crawled, workers: Workers, tmp_path: Path, name: str
) -> None:
    expected = in_workers(unpacked(crawled.source / name, tmp_path), tmp_path / "out.jsonl", workers)

    assert crawled.rows(name) == expected
    assert expected


def test_its_readings_are_those_of_the_endpoint(crawled: Crawled, workers: Workers, tmp_path: Path) -> None:
    client = client_of(workers)
    statuses = []
    for name in SOURCES:
        with open_source(str(unpacked(crawled.source / name, tmp_path))) as rows:
            given = [parsed(row, number)[1] for number, row in rows]
        assert len(given) == len(crawled.rows(name))
        for row, answer in zip(given, crawled.rows(name)):
            fields = _fields(row)
            if fields and "\udfff" in fields.get("text", ""):
                continue  # the endpoint takes no halves of characters
            if fields is None:
                assert answer["error"].split(":")[0] in {"broken-json", "wrong-field"}
                continue
            asked = client.post("/v1/summary", json=fields)
            statuses.append(asked.status_code)
            if asked.status_code == 200:
                assert {**asked.json, "timings": None} == {k: v for k, v in answer.items() if k != "id"}
            else:
                assert answer["error"].split(":")[0] == asked.json["type"].rpartition("/")[2]

    assert (statuses.count(200), statuses.count(422)) == (22, 3)


def _fields(row: Any) -> dict[str, str] | None:
    if isinstance(row, RowError):
        return None
    try:
        page = page_of(row)
    except RowError:
        return None
    names = ("html", "text", "url", "title", "language")
    return {name: value for name in names if (value := getattr(page, name)) is not None}


def test_a_second_run_reads_nothing_and_counts_the_same(crawled: Crawled) -> None:
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in crawled.out.glob("*.*")}

    again = batch(crawled.source, crawled.out)

    assert (again.exit_code, again.stderr) == (0, COUNT)
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in crawled.out.glob("*.*")} == before


def test_a_file_that_was_not_finished_is_read_again(crawled: Crawled, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(crawled.out, out)
    (out / "logs" / "read" / "completions" / "00001").unlink()
    (out / "00001.jsonl").write_text('{"id": 1, "te')
    kept = (out / "00000.jsonl").stat().st_mtime_ns

    again = batch(crawled.source, out)

    assert (again.exit_code, again.stderr) == (0, COUNT)
    assert written(out) == written(crawled.out)
    assert (out / "00000.jsonl").stat().st_mtime_ns == kept


def test_in_parquet_they_are_the_same_rows(crawled: Crawled, tmp_path: Path) -> None:
    out = tmp_path / "out"

    done = batch("--format", "parquet", crawled.source, out)

    assert (done.exit_code, done.stderr) == (0, COUNT)
    names = columns.schema().names
    for number, name in enumerate(SOURCES):
        found = list(columns.rows_of(str(out / f"{number:05d}.parquet")))
        expected = [columns.columns(answer) for answer in crawled.rows(name)]
        for row in found:
            row |= {"timings": None, "id": row["id"].replace("\N{REPLACEMENT CHARACTER}", "?")}
        assert found == [{name: row.get(name) for name in names} for row in expected]


def test_a_single_file_may_be_read(crawled: Crawled, tmp_path: Path) -> None:
    done = batch(crawled.source / "c.jsonl.gz", tmp_path / "out")

    assert (done.exit_code, done.stderr) == (0, "4 rows read, 0 of them with an error\n")
    assert written(tmp_path / "out") == crawled.rows("c.jsonl.gz")


def test_no_text_of_a_page_is_in_the_logs(crawled: Crawled) -> None:
    logs = b"".join(path.read_bytes() for path in crawled.out.rglob("logs/**/*") if path.is_file())
    readings = [answer for name in SOURCES for answer in crawled.rows(name) if "error" not in answer]

    assert b"Processing done for rank=6" in logs
    for reading in readings:
        for sentence in reading["summary"]:
            assert sentence["text"].encode() not in logs
