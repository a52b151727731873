"""What keeps site memory small: marks that were not seen for long go, and the oldest where there are too many."""

from __future__ import annotations

from typing import Any

from nutgraf.sites.database import Database

ROOM = 0.9
"""Share of the marks allowed that is left after a sweep, so that not every page sweeps again."""
_SWEPT = "INSERT INTO meta VALUES ('swept', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"


def swept_on(database: Database, cursor: Any) -> int:
    """The day of the last sweep, 0 where there was none."""
    rows = database.run(cursor, "SELECT value FROM meta WHERE name = ?", ("swept",))
    return int(rows[0][0]) if rows else 0


def sweep(database: Database, cursor: Any, today: int, days: int, most: int) -> int:
    """Delete marks older than `days`, then the oldest while there are more than `most`, then sites without any.

    Gives how many marks went. Of marks of one day those seen on the fewest pages go first: paragraphs, not plugs.
    """
    before = _count(database, cursor)
    database.run(cursor, "DELETE FROM mark WHERE day < ?", (today - days,))
    left = _count(database, cursor)
    if left > most:
        _delete_oldest(database, cursor, left - int(ROOM * most))
    database.run(cursor, "DELETE FROM said WHERE day < ? AND site NOT IN (SELECT site FROM mark)", (today - 2 * days,))
    database.run(cursor, "DELETE FROM site WHERE id NOT IN (SELECT site FROM mark UNION SELECT site FROM said)")
    database.run(cursor, _SWEPT, (today,))
    return before - _count(database, cursor)


def _delete_oldest(database: Database, cursor: Any, number: int) -> None:
    oldest = "SELECT site, key FROM mark ORDER BY day, length(pages), key LIMIT ?"
    database.run(cursor, f"DELETE FROM mark WHERE (site, key) IN ({oldest})", (number,))  # noqa: S608


def _count(database: Database, cursor: Any) -> int:
    return int(database.run(cursor, "SELECT count(*) FROM mark")[0][0])
