"""Bred for a bounded number of runs, from seeds that are always the same."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

RUNS = 800
"""Enough to read every seed and breed some hundreds of pages; some 15 seconds."""
TESTS = Path(__file__).parents[1]


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris has no wheel for this system")
def test_bytes_give_a_reading_or_no_article(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-m", "fuzz.breed", f"-runs={RUNS}", f"-artifact_prefix={tmp_path}/"]

    done = subprocess.run(
        command,
        env={**os.environ, "PYTHONPATH": str(TESTS), "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr[-3_000:]
    assert f"Done {RUNS} runs" in done.stderr
