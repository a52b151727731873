"""What keeps site memory small: marks that were not seen for long go, and the oldest where there are too many.

No site may take more than a tenth of the room: a crawl of one, or one that is out to harm, drives nothing else out.
"""

from __future__ import annotations

from typing import Any

from nutgraf.sites.database import Database

ROOM = 0.9
"""Share of the marks allowed that is left after a sweep, so that not every page sweeps again."""
ONE_SITE = 0.1
"""Share of the marks allowed that one site may have."""
BYTES = 40
"""More than a mark takes in a file (`make bench-sites` measures 27)."""
LEAST = 10_000
"""Marks up to which the size of the file is of no account: SQLite takes some room for itself."""
_CROWDED = "SELECT site, count(*) FROM mark GROUP BY site HAVING count(*) > ?"
_SWEPT = "INSERT INTO meta VALUES ('swept', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"


def swept_on(database: Database, cursor: Any) -> int:
    """The day of the last sweep, 0 where there was none."""
    rows = database.run(cursor, "SELECT value FROM meta WHERE name = ?", ("swept",))
    return int(rows[0][0]) if rows else 0


def is_due(database: Database, cursor: Any, today: int, most: int) -> bool:
    """Whether there has been no sweep today, or the file holds more than it may."""
    used = database.used(cursor)
    return swept_on(database, cursor) < today or (used is not None and used > BYTES * max(most, LEAST))


def sweep(database: Database, cursor: Any, today: int, days: int, most: int) -> int:
    """Delete marks older than `days`, the oldest of a site that has too many and of all beyond `most`, and empty sites.

    Gives how many marks went. Of marks of one day those seen on the fewest pages go first: paragraphs, not plugs. What
    readers said of a site's lines goes when nothing else is known of the site and it is twice as old as a mark may be.
    """
    before = _count(database, cursor)
    database.run(cursor, "DELETE FROM mark WHERE day < ?", (today - days,))
    for site, marks in database.run(cursor, _CROWDED, (int(ONE_SITE * most),)):
        _delete_oldest(database, cursor, int(marks) - int(ROOM * ONE_SITE * most), int(site))
    left = _count(database, cursor)
    if left > most:
        _delete_oldest(database, cursor, left - int(ROOM * most))
    database.run(cursor, "DELETE FROM said WHERE day < ? AND site NOT IN (SELECT site FROM mark)", (today - 2 * days,))
    database.run(cursor, "DELETE FROM site WHERE id NOT IN (SELECT site FROM mark UNION SELECT site FROM said)")
    database.run(cursor, _SWEPT, (today,))
    return before - _count(database, cursor)


def _delete_oldest(database: Database, cursor: Any, number: int, site: int | None = None) -> None:
    where, values = ("", (number,)) if site is None else ("WHERE site = ?", (site, number))
    oldest = f"SELECT site, key FROM mark {where} ORDER BY day, length(pages), key LIMIT ?"  # noqa: S608
    database.run(cursor, f"DELETE FROM mark WHERE (site, key) IN ({oldest})", values)  # noqa: S608


def _count(database: Database, cursor: Any) -> int:
    return int(database.run(cursor, "SELECT count(*) FROM mark")[0][0])
