"""The tables of site memory, step by step from the first version on. A step that was released is never changed.

- `site`: a site by its number; its name sealed (see `memory.Seal`); how many pages were counted; the last day seen.
- `mark`: a line, a frame or a place of a site by its number, the last day seen, the pages (see `postings`).
- `said`: what a reader said of a line: 1 it is content, 2 it is clutter.
- `meta`: the version of the tables, the last day that old marks were swept out.

Days count from 1970-01-01.
"""

from __future__ import annotations

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE site (id INTEGER PRIMARY KEY, key BIGINT NOT NULL UNIQUE, name BLOB NOT NULL, "
        "pages INTEGER NOT NULL, day INTEGER NOT NULL)",
        "CREATE TABLE mark (site INTEGER NOT NULL, key BIGINT NOT NULL, day INTEGER NOT NULL, pages BLOB NOT NULL, "
        "PRIMARY KEY (site, key)) WITHOUT ROWID",
        "CREATE TABLE said (site INTEGER NOT NULL, key BIGINT NOT NULL, verdict INTEGER NOT NULL, "
        "day INTEGER NOT NULL, PRIMARY KEY (site, key)) WITHOUT ROWID",
    ),
)
