"""A batch that was stopped goes on: every row once, in its order, however it was killed."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench.corpus import CORPUS
from nutgraf.batch import Done, rows_done
from nutgraf.cli import main

KILLS = int(os.environ.get("NUTGRAF_KILLS", "3"))
"""Twenty take two minutes: NUTGRAF_KILLS=20."""


def rows(folder: Path, count: int) -> Path:
    """Our own pages over and over, with rows that fail among them."""
    pages = [
        (path / "page.html").read_text("utf-8") for path in sorted(CORPUS.iterdir()) if (path / "page.html").exists()
    ]
    path = folder / "rows.jsonl"
    with path.open("w") as file:
        for number in range(count):
            html = "<p>No.</p>" if number % 17 == 0 else pages[number % len(pages)]
            file.write("no JSON\n" if number % 23 == 5 else json.dumps({"id": f"row {number}", "html": html}) + "\n")
    return path


def batch(source: Path, out: Path, *more: str) -> None:
    done = CliRunner().invoke(main, ["batch", *more, str(source), str(out)], catch_exceptions=False)
    assert done.exit_code == 0, done.output


def ids(out: Path) -> list[object]:
    return [json.loads(line)["id"] for line in out.read_text().splitlines()]


def test_killed_again_and_again_every_row_comes_once(tmp_path: Path) -> None:
    source, out, whole = rows(tmp_path, 13 * KILLS), tmp_path / "out.jsonl", tmp_path / "whole.jsonl"
    command = [sys.executable, "-m", "nutgraf", "batch", "--resume", "--workers", "2", str(source), str(out)]
    chance = random.Random(0)  # noqa: S311 - no secret
    sizes = []
    for _ in range(KILLS):
        run = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        before = out.stat().st_size if out.exists() else 0
        deadline = time.monotonic() + 120
        while run.poll() is None and time.monotonic() < deadline and (not out.exists() or out.stat().st_size <= before):
            time.sleep(0.02)
        time.sleep(chance.random() * 0.1)
        with contextlib.suppress(ProcessLookupError):  # the rows were few for a slow test, and it has ended
            os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        sizes.append(out.stat().st_size)

    batch(source, out, "--resume")
    batch(source, whole)

    assert sizes == sorted(sizes), "what was done is never done again"
    assert ids(out) == ids(whole)
    without_times = [
        [{**json.loads(line), "timings": 0} for line in path.read_text().splitlines()] for path in (out, whole)
    ]
    assert without_times[0] == without_times[1]


def test_a_line_that_was_not_finished_is_cut_off(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text('{"id": 1}\n{"id": 2}\n{"id": 3, "te')

    assert rows_done(out) == Done(2, 2)
    assert out.read_text() == '{"id": 1}\n{"id": 2}\n'


@pytest.mark.parametrize("content", ["", '{"id": 1'])
def test_where_nothing_is_done_it_begins(tmp_path: Path, content: str) -> None:
    source, out = rows(tmp_path, 3), tmp_path / "out.jsonl"
    out.write_text(content)

    batch(source, out, "--resume")

    assert ids(out) == ["row 0", "row 1", "row 2"]


def test_what_is_done_stays_done(tmp_path: Path) -> None:
    source, out = rows(tmp_path, 4), tmp_path / "out.jsonl"
    batch(source, out)
    before = out.read_text()

    batch(source, out, "--resume")

    assert out.read_text() == before


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("out.jsonl", '{"id": "of another"}\n', "it was made of other rows"),
        ("out.jsonl", "no Readings\n", "it holds no Readings"),
        ("out.jsonl.gz", "", "only a plain .jsonl"),
    ],
)
def test_what_cannot_be_gone_on_with_is_left_alone(tmp_path: Path, name: str, content: str, why: str) -> None:
    out = tmp_path / name
    out.write_text(content)

    done = CliRunner().invoke(main, ["batch", "--resume", str(rows(tmp_path, 3)), str(out)])

    assert (done.exit_code, why in done.stderr) == (1, True)
    assert out.read_text() == content
