"""What the processes of a run have in memory at the most (Linux)."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.5
_TASK, _SANDBOX = 4, 5
"""How far below this process they are: what measures, the command, its fork server, a task, its sandbox."""


@dataclass(frozen=True)
class Peak:
    """Megabytes at the most."""

    task: float = 0.0
    sandbox: float = 0.0
    together: float = 0.0
    """All processes of the run, what they share counted once."""


def peak_of(work: Callable[[], object]) -> Peak:
    """What the processes under this one had in memory while something was done."""
    peaks, ended = [Peak()], threading.Event()

    def watch() -> None:
        while not ended.wait(_EVERY):
            peaks.append(_now(os.getpid()))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        work()
    finally:
        ended.set()
        watching.join()
    return Peak(max(p.task for p in peaks), max(p.sandbox for p in peaks), max(p.together for p in peaks))


def _now(top: int) -> Peak:
    below = list(_below(top))
    deepest = {depth: max([_megabytes(pid, "Rss") for pid, d in below if d == depth], default=0.0) for depth in (4, 5)}
    return Peak(deepest[_TASK], deepest[_SANDBOX], sum(_megabytes(pid, "Pss") for pid, _ in below))


def _below(top: int) -> Iterator[tuple[int, int]]:
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
        children.setdefault(parent, []).append(int(folder.name))
    level, depth = children.get(top, []), 1
    while level:
        yield from ((pid, depth) for pid in level)
        level, depth = [child for pid in level for child in children.get(pid, [])], depth + 1


def _megabytes(process: int, name: str) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:")), 0.0)
