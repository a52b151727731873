"""A crawl whose processes are killed: every row comes once at last, and nothing is left running."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from unit.crawl.files import Answer, descendants, in_workers, lines, story, two_workers, wait_until_gone, written

KILLS = int(os.environ.get("NUTGRAF_KILLS", "2"))
"""Twenty take some minutes: NUTGRAF_KILLS=20."""
PATIENCE = 120
FILES, ROWS = 4, 15
CRASHED = "page-crashed: ProcessExpired"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some files of pages, with rows that fail among them."""
    folder = tmp_path_factory.mktemp("pages")
    for part in range(FILES):
        rows = [
            "no JSON" if number == 7 else {"id": f"{part} {number}", "html": story(part + number)}
            for number in range(ROWS)
        ]
        (folder / f"{part}.jsonl").write_bytes(lines(rows))
    return folder


@pytest.fixture(scope="module")
def whole(source: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Answer]:
    """What a run gives that nobody disturbs."""
    out, workers = tmp_path_factory.mktemp("whole"), two_workers()
    try:
        rows = [in_workers(path, out / path.name, workers) for path in sorted(source.iterdir())]
    finally:
        workers.stop()
    return [row for part in rows for row in part]


class Run(subprocess.Popen[str]):
    """A run of the command in a session of its own."""

    def __init__(self, source: Path, out: Path) -> None:
        command = [sys.executable, "-m", "nutgraf", "batch", "--engine", "datatrove", "--workers", "2"]
        super().__init__([*command, str(source), str(out)], stderr=subprocess.PIPE, text=True, start_new_session=True)
        self.out = out

    def wait_until_it_reads(self) -> None:
        """Until it has written something that was not there."""
        before = self._size()
        until = time.monotonic() + PATIENCE
        while self.poll() is None and self._size() == before:
            assert time.monotonic() < until
            time.sleep(0.02)

    def _size(self) -> int:
        return sum(path.stat().st_size for path in self.out.glob("logs/read/logs/*"))

    def end(self) -> str:
        """Wait for its end: what it said."""
        _, said = self.communicate(timeout=PATIENCE)
        return said


@pytest.fixture
def chance() -> random.Random:
    return random.Random(0)  # noqa: S311 - no secret


def test_killed_again_and_again_every_row_comes_once(
    source: Path, whole: list[Answer], tmp_path: Path, chance: random.Random
) -> None:
    out = tmp_path / "out"
    for _ in range(KILLS):
        with Run(source, out) as run:
            run.wait_until_it_reads()
            time.sleep(chance.random() * 1.5)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(run.pid, signal.SIGKILL)

    with Run(source, out) as last:
        said = last.end()

    assert (last.returncode, said) == (0, f"{FILES * ROWS} rows read, {FILES} of them with an error\n")
    assert written(out) == whole


def test_with_processes_killed_under_it_the_run_ends_by_itself(
    source: Path, whole: list[Answer], tmp_path: Path, chance: random.Random
) -> None:
    killed = 0
    with Run(source, tmp_path / "out") as run:
        run.wait_until_it_reads()
        while run.poll() is None and killed < KILLS:
            # the tasks and their pages, and not the two processes that multiprocessing keeps for itself
            if victims := sorted(pid for pid, parent in descendants(run.pid).items() if parent != run.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(chance.choice(victims), signal.SIGKILL)
                    killed += 1
            time.sleep(0.3 + chance.random())
        said = run.end()

    rows = written(tmp_path / "out")
    crashed = sum(row.get("error") == CRASHED for row in rows)
    assert killed
    assert run.returncode == 0, said
    assert said.splitlines()[-1] == f"{FILES * ROWS} rows read, {FILES + crashed} of them with an error"
    assert len(rows) == len(whole)
    for row, expected in zip(rows, whole):
        assert row == expected or (row["id"], row.get("error")) == (expected["id"], CRASHED)
    assert crashed <= killed


def test_killed_alone_its_processes_follow(source: Path, tmp_path: Path) -> None:
    with Run(source, tmp_path / "out") as run:
        run.wait_until_it_reads()
        until = time.monotonic() + PATIENCE
        while len(processes := descendants(run.pid)) < 4:
            assert time.monotonic() < until
            time.sleep(0.02)
        run.kill()

    wait_until_gone(processes)
