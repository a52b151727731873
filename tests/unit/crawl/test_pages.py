"""Rows out of a crawl's files: numbered as they stand there, and what came before a break is not lost."""

from __future__ import annotations

import gzip
import lzma
from collections.abc import Callable
from datetime import datetime, timezone
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from datatrove.data import Document
from datatrove.io import get_datafolder

from nutgraf.crawl.pages import ANSWER, ROW, Pages, is_known
from nutgraf.rows import RowError, open_source, parsed
from unit.crawl.files import lines
from unit.test_warc import record

ROWS = [{"id": f"row {number}", "text": f"Boat {number**5} has left the quay."} for number in range(3000)]


def read(folder: Path, name: str, content: bytes) -> list[Document]:
    (folder / name).write_bytes(content)
    return list(Pages(get_datafolder(str(folder)), [name]).read_file(name))


def table(rows: list[dict[str, Any]], **options: Any) -> bytes:
    file = BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), file, **options)
    return file.getvalue()


def records(count: int) -> list[bytes]:
    return [gzip.compress(record(number, f"<p>Boat {number}</p>")) for number in range(count)]


def error_of(document: Document) -> str:
    return str(document.metadata.get(ANSWER, {}).get("error"))


@pytest.mark.parametrize(
    ("name", "pack", "harm"),
    [
        ("rows.jsonl.gz", gzip.compress, "cut short"),
        ("rows.jsonl.gz", gzip.compress, "garbage after"),
        ("rows.jsonl.xz", lzma.compress, "cut short"),
        ("rows.jsonl.zst", zstandard.compress, "cut short"),
        ("ROWS.JSONL.ZST", zstandard.compress, "garbage after"),
    ],
)
def test_a_packed_file_that_breaks_gives_the_rows_before_and_says_so(
    tmp_path: Path, name: str, pack: Callable[[bytes], bytes], harm: str
) -> None:
    whole = pack(lines(ROWS))
    content = whole[: len(whole) * 9 // 10] if harm == "cut short" else whole + b"garbage " * 20

    *before, last = read(tmp_path, name, content)

    rows = [document.metadata[ROW] for document in before]
    whole_rows = [row for row in rows if not isinstance(row, RowError)]
    assert whole_rows == ROWS[: len(whole_rows)]
    assert len(rows) - len(whole_rows) <= 1, "at most the line that the break is in"
    assert len(whole_rows) >= (1000 if harm == "cut short" else 3000)
    assert error_of(last).startswith("broken-file: it can be read no further (")
    assert (last.metadata["row_id"], last.id) == (name, f"{name}/{len(before) + 1}")
    assert last.metadata[ANSWER]["id"] == name


@pytest.mark.parametrize(
    "name",
    ["a.jsonl.gz", "a.jsonl.xz", "a.jsonl.zst", "a.parquet", "a.warc", "a.warc.gz", "a.warc.zst", "a.warc.lz4"],
)
def test_a_file_of_garbage_is_one_row_that_says_so(tmp_path: Path, name: str) -> None:
    (only,) = read(tmp_path, name, b"garbage " * 200)

    assert error_of(only).startswith("broken-file: ")
    assert only.id == f"{name}/1"


def test_a_file_that_is_gone_is_one_row_that_says_so(tmp_path: Path) -> None:
    (only,) = Pages(get_datafolder(str(tmp_path)), ["gone.jsonl"]).read_file("gone.jsonl")

    assert error_of(only) == "broken-file: it can be read no further (No such file or directory)"


def test_garbage_between_the_records_of_an_archive_ends_it(tmp_path: Path) -> None:
    first, *others = records(4)

    *before, last = read(tmp_path, "a.warc.gz", first + others[0] + b"garbage " * 30 + b"".join(others))

    assert [document.metadata[ROW]["url"] for document in before][:1] == ["https://brell.example/0"]
    assert 1 <= len(before) <= 2
    assert error_of(last).startswith("broken-file: ")


def test_a_table_with_a_broken_part_gives_the_parts_before(tmp_path: Path) -> None:
    content = bytearray(table(ROWS, row_group_size=1000))
    content[len(content) // 2 : len(content) // 2 + 300] = b"\xff" * 300

    *before, last = read(tmp_path, "a.parquet", bytes(content))

    assert [document.metadata[ROW] for document in before] == ROWS[:1000]
    assert error_of(last).startswith("broken-file: ")


def test_a_table_of_texts_that_are_no_utf_8_breaks_off(tmp_path: Path) -> None:
    texts = pa.array([b"The quay", b"\xff\xfe"]).view(pa.string())
    file = BytesIO()
    pq.write_table(pa.table({"text": texts}), file)

    *_, last = read(tmp_path, "a.parquet", file.getvalue())

    assert error_of(last).startswith("broken-file: ")


def test_ids_of_a_table_are_such_as_json_holds(tmp_path: Path) -> None:
    for row_id, as_text in [
        (datetime(2026, 11, 1, tzinfo=timezone.utc), "2026-11-01 00:00:00+00:00"),
        (Decimal("1.50"), "1.50"),
        (b"\xff", r"b'\xff'"),
        (2**62, 2**62),
        ([1, 2], [1, 2]),
    ]:
        (only,) = read(tmp_path, "a.parquet", table([{"id": row_id, "text": "The quay is closed."}]))
        assert only.metadata["row_id"] == as_text


def test_several_frames_one_after_the_other_are_one_file(tmp_path: Path) -> None:
    pieces = [zstandard.compress(lines(ROWS[start : start + 700])) for start in range(0, 3000, 700)]

    found = read(tmp_path, "a.jsonl.zst", b"".join(pieces))

    assert [document.metadata[ROW] for document in found] == ROWS


def test_blank_lines_are_no_rows_and_rows_go_by_the_numbers_of_lines(tmp_path: Path) -> None:
    content = b'\xef\xbb\xbf{"text": "One."}\n\n \t\n{"text": "Four."}\nno JSON\n\n{"text": "caf\xe9"}'

    found = read(tmp_path, "a.jsonl", content)

    assert [document.id for document in found] == [f"a.jsonl/{number}" for number in (1, 4, 5, 7)]
    assert [document.metadata["row_id"] for document in found] == [1, 4, 5, 7]
    rows = [document.metadata[ROW] for document in found]
    assert (rows[0], rows[1], rows[3]) == (
        {"text": "One."},
        {"text": "Four."},
        {"text": "caf\N{REPLACEMENT CHARACTER}"},
    )
    assert str(rows[2]).startswith("broken-json: line 5 is not JSON")


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.xz", "a.parquet", "a.warc.gz"])
def test_rows_are_those_that_batch_reads_by_itself(tmp_path: Path, name: str) -> None:
    content = {
        "a.jsonl": lines(["{", *ROWS[:5]]),
        "a.jsonl.gz": gzip.compress(lines(ROWS[:5])) + gzip.compress(lines(ROWS[5:9])),
        "a.jsonl.xz": lzma.compress(lines(ROWS[:5])) + lzma.compress(lines(ROWS[5:9])),
        "a.parquet": table(ROWS[:5]),
        "a.warc.gz": b"".join(records(3)),
    }[name]

    found = read(tmp_path, name, content)

    with open_source(str(tmp_path / name)) as rows:
        expected = [(number, *parsed(row, number)) for number, row in rows]
    assert [(d.id, d.metadata["row_id"], str(d.metadata[ROW])) for d in found] == [
        (f"{name}/{number}", row_id, str(row)) for number, row_id, row in expected
    ]
    assert len(found) >= 3


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("a.jsonl", True),
        ("A.JSONL.GZ", True),
        ("sub/a.jsonl.zst", True),
        ("a.warc.lz4", True),
        ("a.parquet", True),
        ("a.json", False),
        ("a.jsonl.bak", False),
        ("jsonl", False),
        ("a.parquet.draft", False),
    ],
)
def test_by_its_name(name: str, known: bool) -> None:
    assert is_known(name) is known
