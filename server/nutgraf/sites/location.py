"""Where site memory lies: a value that settings make and workers are handed, light to import."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DAYS = 180
MOST_MARKS = 1_000_000


@dataclass(frozen=True, slots=True)
class Location:
    """Where site memory lies and how much of it is kept."""

    address: str
    """A path, or `postgresql://…`: see `sites.database.Database`."""
    secret_file: Path
    days: int = DAYS
    """Days after which a mark that was not seen is forgotten."""
    most: int = MOST_MARKS
    """Marks from which the oldest make room."""
    read_only: bool = False
    """Whether the file is whole and nobody writes to it any more, as the counts of a crawl: it can then lie where many
    machines read it."""
