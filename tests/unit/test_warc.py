"""Pages out of WARC files: what is a page, what is passed over, and files that end too early."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench.corpus import CORPUS
from nutgraf.cli import main
from nutgraf.warc import is_warc
from nutgraf.warc import rows_of as rows_of_file

PAGE = (CORPUS / "control-harbour-bridge" / "page.html").read_text("utf-8")
OK = "200 OK"


def record(
    number: int, html: str | bytes, kind: str = "text/html; charset=utf-8", status: str = OK, what: str = "response"
) -> bytes:
    """A record, as a crawler writes it."""
    body = html.encode() if isinstance(html, str) else html
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.1\r\nWARC-Type: {what}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
        f"WARC-Target-URI: https://brell.example/{number}\r\nWARC-Date: 2026-11-01T10:00:00Z\r\n"
        f"Content-Type: application/http; msgtype={what}\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def warc(folder: Path, *records: bytes, name: str = "crawl.warc.gz") -> Path:
    """A file of records, each compressed by itself where the name says so."""
    path = folder / name
    path.write_bytes(b"".join(gzip.compress(one) if name.endswith(".gz") else one for one in records))
    return path


def rows_of(path: Path) -> list[dict[str, object]]:
    with path.open("rb") as file:
        return list(rows_of_file(file))


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_a_row_for_each_page(tmp_path: Path, name: str) -> None:
    rows = rows_of(warc(tmp_path, record(1, PAGE), record(2, "<p>Straße</p>"), name=name))

    assert [(row["id"], row["url"]) for row in rows] == [
        ("<urn:uuid:00000000-0000-0000-0000-000000000001>", "https://brell.example/1"),
        ("<urn:uuid:00000000-0000-0000-0000-000000000002>", "https://brell.example/2"),
    ]
    assert (rows[0]["html"], rows[1]["html"]) == (PAGE, "<p>Straße</p>")


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    path = warc(
        tmp_path,
        record(1, "<p>Not here</p>", status="404 Not Found"),
        record(2, "body { }", "text/css"),
        record(3, "GET / HTTP/1.1", what="request"),
        record(4, PAGE, "application/xhtml+xml"),
    )

    assert [row["url"] for row in rows_of(path)] == ["https://brell.example/4"]


def test_other_encodings_are_read(tmp_path: Path) -> None:
    html = "<html><head><meta charset=windows-1251></head><body><p>Мост открыт снова.</p></body></html>"

    (row,) = rows_of(warc(tmp_path, record(1, html.encode("cp1251"), "text/html")))

    assert "Мост открыт снова." in row["html"]


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
@pytest.mark.parametrize(("kind", "what"), [("text/html", "response"), ("image/png", "response"), ("", "request")])
def test_a_file_that_ends_too_early_gives_the_whole_records_and_says_so(
    tmp_path: Path, name: str, kind: str, what: str
) -> None:
    path = warc(tmp_path, record(1, PAGE), record(2, PAGE, kind, what=what), name=name)
    whole = path.read_bytes()
    second = len(gzip.compress(record(1, PAGE))) if name.endswith(".gz") else len(record(1, PAGE))
    for end in (second + 120, (second + len(whole)) // 2, len(whole) - 500):
        path.write_bytes(whole[:end])
        urls = []
        with path.open("rb") as file, pytest.raises(EOFError, match="in the middle of a record"):
            urls.extend(row["url"] for row in rows_of_file(file))  # extends as far as it comes

        assert urls == ["https://brell.example/1"]


def test_batch_writes_what_came_before_and_says_that_the_archive_is_not_whole(tmp_path: Path) -> None:
    path = warc(tmp_path, record(1, PAGE), record(2, PAGE))
    path.write_bytes(path.read_bytes()[:-500])

    done = CliRunner().invoke(main, ["batch", str(path), str(tmp_path / "out.jsonl")])

    assert done.exit_code == 1
    assert f"{path}: not a whole file (it ends in the middle of a record)" in done.stderr
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "is_one"), [("a.warc", True), ("A.WARC.GZ", True), ("a.jsonl.gz", False), ("-", False)]
)
def test_by_its_name(name: str, is_one: bool) -> None:
    assert is_warc(name) is is_one


def test_batch_reads_it_row_by_row_as_it_reads_json(tmp_path: Path) -> None:
    crawl = warc(tmp_path, record(1, PAGE), record(2, "<p>No.</p>"))
    lines = tmp_path / "rows.jsonl"
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows_of(crawl)))
    outputs = []
    for source in (crawl, lines):
        out = tmp_path / f"{source.name}.out.jsonl"
        assert CliRunner().invoke(main, ["batch", str(source), str(out)]).exit_code == 0
        outputs.append([{**json.loads(line), "timings": None} for line in out.read_text().splitlines()])

    assert outputs[0] == outputs[1]
    assert len(outputs[0][0]["summary"]) == 3
    assert outputs[0][1]["error"].startswith("no-article")
