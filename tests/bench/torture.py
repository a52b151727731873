"""Pages that are out to hang, crash or blind the server, each sent to a real one, and a normal page beside it.

    python -m bench.torture [--write] [NAME ...]

For each page: what was answered, how long that took, how much memory its worker had at the most, and how long a normal
page took that was sent meanwhile. Exits with 1 where a page was answered later than its limit and half a second, a
worker had more memory than it may, the normal page took over a second, or the server ended. `--write` puts the table
into docs/torture.md.
"""

from __future__ import annotations

import argparse
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tqdm import tqdm

from bench.server.running import Running, ask, megabytes, server, with_children
from hostile import HOSTILE, broken, page

DOCS = Path(__file__).parents[2] / "docs" / "torture.md"
SECONDS, GRACE = 5.0, 0.5
"""Time that a page may take, and how much later its answer may come."""
MEMORY_MB = 1024
MEANWHILE = 1.0
"""Seconds in which a normal page is answered beside a hostile one."""
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


def short(status: int, said: Any) -> str:
    """An answer in a few words."""
    if status == 200:
        return f"200, {len(said['blocks'])} blocks" + "".join(f"; {warning}" for warning in said["warnings"])
    return f"{status}, {said['type'].removeprefix('/problems/')}" if status else said


@dataclass
class Watch:
    """The memory of the server's processes, and normal pages sent all the while, until it is told to stop."""

    server: Running
    stop: threading.Event = field(default_factory=threading.Event)
    memory: float = 0.0
    beside: float = 0.0

    def look(self) -> None:
        """Note the largest process, twenty times a second."""
        while not self.stop.wait(0.05):
            self.memory = max([self.memory, *map(megabytes, with_children(self.server.process.pid))])

    def read(self) -> None:
        """Read normal pages one after the other."""
        while not self.stop.is_set():
            status, _, seconds = ask(self.server.address, page(""))
            self.beside = max(self.beside, seconds if status == 200 else float("inf"))
            self.stop.wait(0.1)


def torture(name: str, running: Running) -> Outcome:
    """Send a hostile page and watch."""
    html = broken(name)
    ask(running.address, page(""))
    before = max(map(megabytes, with_children(running.process.pid)))
    watch = Watch(running)
    threads = [threading.Thread(target=work) for work in (watch.look, watch.read)]
    for thread in threads:
        thread.start()
    status, said, seconds = ask(running.address, html)
    watch.stop.set()
    for thread in threads:
        thread.join()
    memory = max(0.0, watch.memory - before)
    return Outcome(name, len(html), short(status, said), seconds, memory, watch.beside, running.alive)


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
    with server(PAGE_SECONDS=SECONDS, WORKER_MEMORY_MB=MEMORY_MB, WORKERS=2) as running:
        for name in tqdm(given.names or list(HOSTILE), unit="page"):
            outcomes.append(torture(name, running))
    print(table(outcomes), summary(outcomes), sep="\n\n")
    if given.write:
        text = DOCS.read_text("utf-8")
        whole = f"<!-- table -->\n{summary(outcomes)}\n\n{table(outcomes)}\n<!-- /table -->"
        DOCS.write_text(_TABLE.sub(lambda _: whole, text), encoding="utf-8")
    raise SystemExit(any(o.faults for o in outcomes))


if __name__ == "__main__":
    main()
