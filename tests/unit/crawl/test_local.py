"""Tasks on this machine: begun again where their process was killed, and not for ever."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from nutgraf.crawl.local import AWAY, TRIES, LocalTasks
from nutgraf.crawl.stored import StoreError
from unit.crawl.files import wait_until_gone
from unit.crawl.steps import Away, Fall, Fetch


def begun(folder: Path) -> dict[int, int]:
    """How often each task was begun."""
    tasks = [int(path.name[0]) for path in folder.glob("[0-9]-*")]
    return {task: tasks.count(task) for task in sorted(set(tasks))}


def tasks(folder: Path, step: Fall | Fetch, count: int) -> LocalTasks:
    return LocalTasks([step], count, 1, str(folder / "logs"))


def test_what_was_killed_is_begun_again_and_the_rest_runs_once(tmp_path: Path) -> None:
    tasks(tmp_path, Fall(tmp_path, TRIES - 1), 3).run()

    assert begun(tmp_path) == {0: TRIES, 1: 1, 2: 1}
    assert len(list((tmp_path / "logs" / "completions").iterdir())) == 3

    tasks(tmp_path, Fall(tmp_path, TRIES - 1), 3).run()

    assert begun(tmp_path) == {0: TRIES, 1: 1, 2: 1}, "what has ended is not begun again"


def test_a_run_whose_processes_always_die_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="killed again and again") as raised:
        tasks(tmp_path, Fall(tmp_path, 100), 2).run()

    assert raised.value.filename == str(tmp_path / "logs")
    assert begun(tmp_path) == {0: TRIES}


def test_a_file_that_cannot_be_read_for_now_stops_no_other_and_is_gone_on_with(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="for now") as raised:
        tasks(tmp_path, Fetch(tmp_path), 4).run()

    assert raised.value.filename == "a.jsonl"
    assert begun(tmp_path) == {0: 1, 2: 1, 3: 1}
    (tmp_path / "up").touch()
    tasks(tmp_path, Fetch(tmp_path), 4).run()
    assert begun(tmp_path) == {0: 1, 1: 1, 2: 1, 3: 1}


def test_a_store_that_is_away_is_not_asked_for_each_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=rf"it cannot be read for now \(gone\), nor can {AWAY - 1} more"):
        LocalTasks([Away(tmp_path)], 1_000, 2, str(tmp_path / "logs")).run()

    assert AWAY <= len(list(tmp_path.glob("asked-*"))) < 500
    assert not (tmp_path / "logs" / "completions").exists()


def test_what_a_task_raises_ends_the_run(tmp_path: Path) -> None:
    others = set(multiprocessing.active_children())
    with pytest.raises(LookupError, match="of the task"):
        tasks(tmp_path, Fall(tmp_path, 0, fail=True), 4).run()

    ended = {path.name for path in (tmp_path / "logs" / "completions").iterdir()}
    assert begun(tmp_path).keys() >= {0, 1}
    assert "00000" in ended
    assert "00001" not in ended
    wait_until_gone({process.pid for process in {*multiprocessing.active_children()} - others if process.pid})
