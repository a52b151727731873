"""How the time of some work grows with its input: a ratio of two sizes in one run, as seconds say nothing elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable

TIMES = 4
"""How much larger the large input is."""
MOST = 10
"""How much longer it may take: four times and some noise; work that grows with the square takes sixteen times."""
ROUNDS = 3
FLOOR = 2e-3
"""Seconds that are noise: shorter work can't be compared."""


def assert_linear(work: Callable[[int], object], size: int) -> None:
    """Fail where `work(4 * size)` takes over ten times the processor time of `work(size)`."""
    small = min(seconds(work, size) for _ in range(ROUNDS))
    ratios = []
    for _ in range(ROUNDS):  # the best counts, so that other work on the machine does not, and once is enough if good
        ratios.append(seconds(work, TIMES * size) / small)
        if ratios[-1] < MOST:
            return
    raise AssertionError(f"{TIMES} times the input took {min(ratios):.1f} times as long")


def seconds(work: Callable[[int], object], size: int) -> float:
    """Processor time of the work, and what is noise anyway."""
    begin = time.process_time()
    work(size)
    return time.process_time() - begin + FLOOR
