"""What a page may do to the process that reads it: nothing to any other page, and nothing of it is told."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from nutgraf.batch import read_rows
from nutgraf.crawl.local import LocalTasks
from nutgraf.options import Options
from nutgraf.rows import open_source
from nutgraf.workers import Workers
from unit.crawl.files import Answer, alive, answers, environment, lines, wait_until_gone
from unit.crawl.steps import SETTINGS, orders_pass
from web.entries import obey

SECRET = "Nobody-shall-quote-this"
ORDERS = (
    *("well", "segfault", "well", "exit", "exit", "well", "swallow", "well", f"fail {SECRET}", "well"),
    *("hang", "well", f"nothing {SECRET}", f"timeout {SECRET}", "well", "sleep 0.1", "segfault", "well"),
)
ERRORS = {
    "segfault": "page-crashed: ProcessExpired",
    "exit": "page-crashed: ProcessExpired",
    "swallow": "page-crashed: MemoryError",
    "fail": "page-crashed: UnpicklableError",
    "hang": "page-timeout: over 2 s",
    "nothing": "no-article: This looks like a front page: its address is that of a whole site.",
    "timeout": "page-crashed: TimeoutError",
}


def file_of(folder: Path, *orders: str) -> Path:
    path = folder / "orders.jsonl"
    path.write_bytes(
        lines({"id": f"{number} {order.split()[0]}", "text": order} for number, order in enumerate(orders))
    )
    return path


@dataclass(frozen=True)
class Obeyed:
    source: Path
    rows: list[Answer]
    logs: bytes
    seconds: list[float]


@pytest.fixture(scope="module")
def obeyed(tmp_path_factory: pytest.TempPathFactory) -> Obeyed:
    folder = tmp_path_factory.mktemp("orders")
    source = file_of(folder, *ORDERS)
    LocalTasks(orders_pass(source, folder / "out"), 1, 1, str(folder / "logs")).run()
    rows = answers(folder / "out" / "00000.jsonl")
    logs = b"".join(path.read_bytes() for path in (folder / "logs").rglob("*") if path.is_file())
    return Obeyed(source, rows, logs, [row.pop("seconds") for row in rows])


def test_every_page_is_answered_in_its_place(obeyed: Obeyed) -> None:
    found = [(row["id"], row.get("error", row.get("order"))) for row in obeyed.rows]

    names = [order.split()[0] for order in ORDERS]
    assert found == [(f"{number} {name}", ERRORS.get(name, name)) for number, name in enumerate(names)]


def test_the_words_are_those_of_the_plain_engine(obeyed: Obeyed) -> None:
    workers = Workers(SETTINGS, obey)
    try:
        with open_source(str(obeyed.source)) as rows:
            plain = list(read_rows(rows, workers, Options()))
    finally:
        workers.stop()

    assert [{**row, "pid": 0} for row in obeyed.rows] == [{**row, "pid": 0, "timings": None} for row in plain]


def test_a_process_is_kept_until_a_page_takes_it_along(obeyed: Obeyed) -> None:
    pids = [row["pid"] for row in obeyed.rows if "pid" in row]

    well = dict(zip((row["id"] for row in obeyed.rows if "pid" in row), pids))
    assert well["7 well"] == well["5 well"], "want of memory is no end"
    assert well["9 well"] == well["7 well"], "nor is an exception"
    assert len(set(pids)) == 5
    wait_until_gone(set(pids))


def test_the_death_of_a_process_is_noticed_at_once(obeyed: Obeyed) -> None:
    took = {row["id"]: seconds for row, seconds in zip(obeyed.rows, obeyed.seconds)}

    assert max(took["1 segfault"], took["3 exit"], took["16 segfault"]) < 2, "not when its time is over"
    assert 2 <= took["10 hang"] < 30, "not when it has done"


def test_what_a_page_says_is_in_no_answer_and_no_log(obeyed: Obeyed) -> None:
    assert SECRET not in str(obeyed.rows)
    assert b"Processing done" in obeyed.logs
    assert SECRET.encode() not in obeyed.logs


_SCRIPT = """
import sys, time
from pathlib import Path
from unit.crawl.files import descendants
from unit.crawl.steps import orders_pass
if __name__ == "__main__":
    data = None
    for step in orders_pass(Path(sys.argv[1]), Path(sys.argv[2])):
        data = step.run(data)
    for document in data:
        print(document.metadata["answer"]["pid"], flush=True)
    print("done", flush=True)
    time.sleep(float(sys.argv[3]))
"""


@pytest.mark.parametrize("how", ["by itself", "killed"])
def test_its_process_ends_with_the_one_that_started_it(tmp_path: Path, how: str) -> None:
    source = file_of(tmp_path, "well", "well", "well")
    command = [sys.executable, "-c", _SCRIPT, str(source), str(tmp_path / "out"), "0" if how == "by itself" else "60"]
    with subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        *said, done = [process.stdout.readline().strip() for _ in range(4)]
        pids = {int(pid) for pid in said}
        if how == "killed":
            assert alive(pids) == pids
            process.send_signal(signal.SIGKILL)

    assert (done, len(pids)) == ("done", 1)
    wait_until_gone(pids)
