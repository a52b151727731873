"""What a tool gives for a page, and files of it."""

from __future__ import annotations

import json
import lzma
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Output:
    """What a tool made of a page, and what that took.

    `text` has its blocks on lines of their own and no title before it; `stripped` are the blocks left out, with their
    kinds. `seconds` is the CPU time; `beside`, that of plain trafilatura on the same page in the same run.
    """

    text: str = ""
    title: str = ""
    stripped: tuple[tuple[str, str | None], ...] = ()
    summary: tuple[str, ...] = ()
    failed: str = ""
    seconds: float = 0.0
    beside: float = 0.0


def read_rows(path: Path, limit: int | None = None) -> list[dict[str, Any]]:
    """The first rows of a `.jsonl.xz` file; an error of the file is an OSError."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in islice(lines, limit)]


def save(path: Path, ids: Sequence[str], outputs: Sequence[Output]) -> None:
    """Write outputs as rows of JSON, with the ids of their pages."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for page, output in zip(ids, outputs):
            stripped = [{"text": text, "kind": kind} for text, kind in output.stripped]
            file.write(json.dumps({"id": page, **asdict(output), "stripped": stripped}, ensure_ascii=False) + "\n")


def load(path: Path, ids: Sequence[str]) -> list[Output] | None:
    """The outputs for these pages, or None where the file is missing or is about other pages."""
    if not path.exists():
        return None
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in islice(file, len(ids))]
    if [row.pop("id") for row in rows] != list(ids):
        return None
    for row in rows:
        row["stripped"] = tuple((block["text"], block["kind"]) for block in row["stripped"])
        row["summary"] = tuple(row["summary"])
    return [Output(**row) for row in rows]
