"""Instructions instead of seconds: the contenders under valgrind's cachegrind, which no other program disturbs.

    python -m bench.speed.instructions NAME PAGES.jsonl COUNT TIMES

is what is run there: it reads the first COUNT pages, TIMES times. What the pages cost is the difference between twice
and once, so that imports and everything that is remembered between pages do not count.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.speed.costs import contenders
from bench.speed.pages import read_pages

PAGES = 24
_TOTAL = re.compile(rb"I\s+refs:\s+([\d,]+)")


def instructions(source: str | None, count: int = PAGES) -> dict[str, int]:
    """Instructions that each contender takes for the pages; empty without valgrind."""
    if shutil.which("valgrind") is None:
        return {}
    names = list(contenders(next(iter(read_pages(source)))))
    return {name: _counted(name, source, count, 2) - _counted(name, source, count, 1) for name in names}


def _counted(name: str, source: str | None, count: int, times: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        command = ["valgrind", "--tool=cachegrind", "--cache-sim=no", f"--cachegrind-out-file={Path(folder) / 'out'}"]
        program = [sys.executable, "-W", "ignore", "-m", "bench.speed.instructions", name, source or "", str(count)]
        fixed = {**os.environ, "PYTHONHASHSEED": "0"}
        done = subprocess.run([*command, *program, str(times)], env=fixed, capture_output=True, check=True)
    found = _TOTAL.search(done.stderr)
    if found is None:
        raise ValueError(f"cachegrind printed no count: {done.stderr[-500:]!r}")
    return int(found.group(1).replace(b",", b""))


def main() -> None:
    """Read the pages."""
    name, source, count, times = sys.argv[1:]
    pages = [page for _, page in zip(range(int(count)), read_pages(source or None))]
    for _ in range(int(times)):
        for page in pages:
            contenders(page)[name]()


if __name__ == "__main__":
    main()
