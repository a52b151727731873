"""What a command takes with every process that it starts: seconds, and seconds of processors (Linux).

    python bench/batch/spent.py COMMAND ...

prints both. Other programs on the machine lengthen the first and hardly the second.
"""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_ADOPT = 36
"""PR_SET_CHILD_SUBREAPER of prctl(2): what is left behind by a process below this one becomes its child."""


@dataclass(frozen=True)
class Spent:
    """Seconds of a command's run."""

    wall: float
    cpu: float


def spent(command: Sequence[str], environment: Mapping[str, str]) -> Spent:
    """Run a command. RuntimeError, with what it said last, where it fails."""
    done = subprocess.run([sys.executable, __file__, *command], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {done.stderr[-3000:]}")
    return Spent(**json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Run the command and wait for all that it leaves behind."""
    ctypes.CDLL(None).prctl(_ADOPT, 1)
    begin = time.perf_counter()
    code = subprocess.run(sys.argv[1:]).returncode
    wall = time.perf_counter() - begin
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass
    times = os.times()
    print(json.dumps({"wall": wall, "cpu": times.children_user + times.children_system}))
    raise SystemExit(code)


if __name__ == "__main__":
    main()
