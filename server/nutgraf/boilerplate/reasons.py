"""Why a block was labelled, in words a reader understands (`reasons.toml`)."""

from __future__ import annotations

import sys
from collections.abc import Collection
from functools import lru_cache
from importlib import resources

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def reason_for(kind: str, signals: Collection[str]) -> str:
    """What a block of this kind does, as precisely as its signals allow: "asks you to follow a messenger channel"."""
    table = _reasons()[kind]
    return next((words for signal, words in table.items() if signal in signals), table["else"])


@lru_cache(maxsize=1)
def _reasons() -> dict[str, dict[str, str]]:
    raw = (resources.files(__package__) / "reasons.toml").read_text("utf-8")
    tables: dict[str, dict[str, str]] = tomllib.loads(raw)
    return tables
