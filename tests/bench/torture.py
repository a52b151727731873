"""Pages that are out to hang, crash or blind the server, each sent to a real one, and a normal page beside it.

    python tests/bench/torture.py [--write] [NAME ...]

For each page: what was answered, how long that took, how much memory its worker had at the most, and how long a normal
page took that was sent meanwhile. Exits with 1 where a page was answered later than its limit and half a second, a
worker had more memory than it may, the normal page took over a second, or the server ended. `--write` puts the table
into docs/torture.md.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).parents[1]))
from hostile import HOSTILE, broken, page

DOCS = Path(__file__).parents[2] / "docs" / "torture.md"
SECONDS, GRACE = 5.0, 0.5
"""Time that a page may take, and how much later its answer may come."""
MEMORY_MB = 1024
MEANWHILE = 1.0
"""Seconds in which a normal page is answered beside a hostile one."""
_GREETING = re.compile(r"is up at http://([\d.:]+)")
_TABLE = re.compile(r"(?s)<!-- table -->\n.*<!-- /table -->")


@dataclass(frozen=True)
class Outcome:
    """What came of a hostile page."""

    name: str
    size: int
    answer: str
    seconds: float
    memory: float
    """Megabytes that its worker had at the most on top of what a worker starts with."""
    beside: float
    """Seconds of the slowest normal page that was sent meanwhile."""
    alive: bool

    @property
    def faults(self) -> list[str]:
        """What should not have been."""
        return [
            *["late"] * (self.seconds > SECONDS + GRACE),
            *["memory"] * (self.memory > MEMORY_MB),
            *["others waited"] * (self.beside > MEANWHILE),
            *["the server ended"] * (not self.alive),
        ]


@contextmanager
def server() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server of two workers with short limits: its address and its process."""
    settings = {"PAGE_SECONDS": f"{SECONDS:g}", "WORKER_MEMORY_MB": str(MEMORY_MB), "WORKERS": "2"}
    environment = {**os.environ, **{f"NUTGRAF_{name}": value for name, value in settings.items()}}
    command = [sys.executable, "-m", "nutgraf", "serve", "--port", "0"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        found = _GREETING.search(process.stdout.readline())
        if found is None:
            raise RuntimeError("the server did not start")
        yield f"http://{found.group(1)}/v1/summary", process
    finally:
        process.terminate()
        process.wait(30)


def ask(address: str, html: str) -> tuple[str, float]:
    """Send a page: what is answered, in short, and how many seconds that takes."""
    request = urllib.request.Request(address, json.dumps({"html": html}).encode(), {"Content-Type": "application/json"})
    begin = time.monotonic()
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            said = json.loads(answer.read())
        short = f"200, {len(said['blocks'])} blocks" + "".join(f"; {warning}" for warning in said["warnings"])
    except urllib.error.HTTPError as error:
        short = f"{error.code}, {json.loads(error.read())['type'].removeprefix('/problems/')}"
    except OSError as error:
        short = f"no answer: {error}"
    return short, time.monotonic() - begin


@dataclass
class Watch:
    """The memory of the server's processes, and normal pages sent all the while, until it is told to stop."""

    address: str
    process: int
    stop: threading.Event = field(default_factory=threading.Event)
    memory: float = 0.0
    beside: float = 0.0

    def look(self) -> None:
        """Note the largest process, twenty times a second."""
        while not self.stop.wait(0.05):
            self.memory = max([self.memory, *map(_megabytes, _below(self.process))])

    def read(self) -> None:
        """Read normal pages one after the other."""
        while not self.stop.is_set():
            answer, seconds = ask(self.address, page(""))
            self.beside = max(self.beside, seconds if answer.startswith("200") else float("inf"))
            self.stop.wait(0.1)


def torture(name: str, address: str, process: subprocess.Popen[str]) -> Outcome:
    """Send a hostile page and watch."""
    html = broken(name)
    ask(address, page(""))
    before = max(map(_megabytes, _below(process.pid)))
    watch = Watch(address, process.pid)
    threads = [threading.Thread(target=work) for work in (watch.look, watch.read)]
    for thread in threads:
        thread.start()
    answer, seconds = ask(address, html)
    watch.stop.set()
    for thread in threads:
        thread.join()
    memory = max(0.0, watch.memory - before)
    return Outcome(name, len(html), answer, seconds, memory, watch.beside, process.poll() is None)


def _below(process: int) -> list[int]:
    """The processes that a process started, and those that they started."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
    found = [process]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def _megabytes(process: int) -> float:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except (OSError, IndexError):
        return 0.0


def table(outcomes: Sequence[Outcome]) -> str:
    """The outcomes in Markdown."""
    rows = [
        f"| {o.name.replace('<', '&lt;')} | {o.size / 1000:,.0f} | {o.answer} | {o.seconds:.2f} | {o.memory:.0f} "
        f"| {o.beside:.2f} | {', '.join(o.faults) or 'as it should be'} |"
        for o in outcomes
    ]
    head = "| page | KB | answer | seconds | MB | a normal page meanwhile, seconds | |\n|---|---|---|---|---|---|---|"
    return "\n".join([head, *rows])


def summary(outcomes: Sequence[Outcome]) -> str:
    """How many there were, and how many were as they should be."""
    well = sum(not o.faults for o in outcomes)
    killed = sum("page-timeout" in o.answer for o in outcomes)
    quick = sum(o.seconds <= 1 for o in outcomes)
    return (
        f"{len(outcomes)} pages: {well} as they should be, {quick} answered within a second, {killed} stopped at the "
        f"limit of {SECONDS:g} s; {sum(not o.alive for o in outcomes)} times the server ended."
    )


def main() -> None:
    """Send them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="pages to send; default: all")
    parser.add_argument("--write", action="store_true", help="write the table into docs/torture.md")
    given = parser.parse_args()
    outcomes = []
    with server() as (address, process):
        for name in tqdm(given.names or list(HOSTILE), unit="page"):
            outcomes.append(torture(name, address, process))
    print(table(outcomes), summary(outcomes), sep="\n\n")
    if given.write:
        text = DOCS.read_text("utf-8")
        whole = f"<!-- table -->\n{summary(outcomes)}\n\n{table(outcomes)}\n<!-- /table -->"
        DOCS.write_text(_TABLE.sub(lambda _: whole, text), encoding="utf-8")
    raise SystemExit(any(o.faults for o in outcomes))


if __name__ == "__main__":
    main()
