"""Crawls of our own pages in files of each kind, what comes of them, and the processes of a run."""

from __future__ import annotations

import contextlib
import gzip
import json
import lzma
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard
from click.testing import CliRunner, Result

from bench.corpus import CORPUS
from nutgraf.cli import main
from nutgraf.model import Page
from nutgraf.options import Options
from nutgraf.settings import Settings
from nutgraf.work import read_page
from nutgraf.workers import Workers
from unit.test_warc import record, warc

Answer = dict[str, Any]
STORIES = [
    (path / "page.html").read_text("utf-8") for path in sorted(CORPUS.iterdir()) if (path / "page.html").exists()
]


def story(number: int) -> str:
    """One of our pages."""
    return STORIES[number % len(STORIES)]


def lines(rows: Iterable[Any]) -> bytes:
    """Rows as lines of JSON; a text among them is a line as it is."""
    return b"".join((row if isinstance(row, str) else json.dumps(row)).encode() + b"\n" for row in rows)


def every_kind(folder: Path) -> Path:
    """A folder with a file of each kind, rows that fail in most of them, and files that hold no rows."""
    bad: list[Any] = [
        "no JSON",
        {"id": 10**30, "html": story(1)},
        {"id": "half \ud800 of a character", "html": story(2)},
        {"id": {"of": ["more", 1.5]}, "html": ""},
        "",
        {"html": story(3), "url": "https://www.brell.example/news/3", "title": "A title of its own", "lang": "en"},
        {"id": None, "html": "<p>No.</p>"},
        {"id": "number", "html": 5},
        ["no object"],
        {"id": "half", "text": "The quay \udfff is closed.\n\nIt was the rain, the harbour council said."},
    ]
    good = [{"id": f"row {number}", "html": story(number)} for number in range(4, 8)]
    (folder / "further" / "on").mkdir(parents=True)
    warc(folder, record(1, story(8)), record(2, "<p>No.</p>"), record(3, story(9)), name="a.warc.gz")
    (folder / "b.jsonl").write_bytes(lines(bad))
    (folder / "c.jsonl.gz").write_bytes(gzip.compress(lines(good)))
    (folder / "d.jsonl.xz").write_bytes(lzma.compress(lines(reversed(good))))
    (folder / "e.jsonl.zst").write_bytes(b"".join(zstandard.compress(lines([row])) for row in [*good, *bad]))
    table = [{"id": "p", "html": story(10), "url": None}, {"id": None, "html": None, "url": "https://brell.example"}]
    pq.write_table(pa.Table.from_pylist(table), folder / "f.parquet")
    (folder / "further" / "on" / "a.jsonl").write_bytes(lines([good[0]]))
    (folder / "notes.txt").write_text("Not rows.")
    (folder / "crawl.json").write_text("{}")
    return folder


def batch(*arguments: object) -> Result:
    """`nutgraf batch --engine datatrove`, on two processes."""
    words = ["batch", "--engine", "datatrove", "--workers", "2", *map(str, arguments)]
    return CliRunner().invoke(main, words, catch_exceptions=False)


def answers(path: Path) -> list[Answer]:
    """The rows of a file that was written, without times."""
    return [{**json.loads(line), "timings": None} for line in path.read_text("utf-8").splitlines()]


def written(out: Path) -> list[Answer]:
    """The rows of all files that were written, in their order, without times."""
    return [answer for path in sorted(out.glob("*.jsonl")) for answer in answers(path)]


def in_workers(source: Path, target: Path, workers: Workers) -> list[Answer]:
    """What `nutgraf batch` makes of a file by itself, without times."""
    from nutgraf.batch import run

    run(str(source), str(target), workers, Options())
    return answers(target)


def two_workers(**settings: Any) -> Workers:
    return Workers(Settings(workers=2, **settings), read_page)


def page(html: str, url: str | None = None) -> Page:
    return Page(html=html, url=url)


def descendants(parent: int) -> dict[int, int]:
    """All processes that stem from one, each with the one that it stems from itself (Linux)."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parents[int(path.name)] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
    found: dict[int, int] = {}
    while new := {pid: above for pid, above in parents.items() if above in {parent, *found} and pid not in found}:
        found |= new
    return found


def alive(pids: Iterable[int]) -> set[int]:
    """Those that run still; what nobody has asked the end of does not."""
    left = set()
    for pid in pids:
        with contextlib.suppress(OSError):
            if (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                left.add(pid)
    return left


def wait_until_gone(pids: Iterable[int], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while left := alive(pids):
        assert time.monotonic() < until, f"still there: {left}"
        time.sleep(0.05)


def environment(**more: str) -> dict[str, str]:
    """That of a process which finds the modules of the tests."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **more}
