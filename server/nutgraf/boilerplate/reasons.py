"""Why a block was labelled, in words a reader understands (`reasons.toml`)."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from nutgraf.tables import read_tables


def reason_for(kind: str, signals: Collection[str]) -> str:
    """What a block of this kind does, as precisely as its signals allow: "asks you to follow a messenger channel"."""
    table = _reasons()[kind]
    return next((words for signal, words in table.items() if signal in signals), table["else"])


@lru_cache(maxsize=1)
def _reasons() -> dict[str, dict[str, str]]:
    return read_tables("nutgraf.boilerplate", "reasons.toml")
