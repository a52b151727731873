"""Site memory in its database: looked up, added to, listed, forgotten."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nutgraf.seen import Said
from nutgraf.sites.counting import Known, added, related, teaches
from nutgraf.sites.database import Database
from nutgraf.sites.domains import site_of
from nutgraf.sites.fingerprints import Fingerprints, Stamp
from nutgraf.sites.location import DAYS, MOST_MARKS, Location
from nutgraf.sites.secret import read_secret, seal, unseal
from nutgraf.sites.upkeep import is_due, sweep

SAID: dict[int, Said] = {1: "content", 2: "clutter"}
_CHUNK = 5000
_LOOK_UP = (
    "SELECT 0, id, pages, CAST(NULL AS BLOB) FROM site WHERE key = ? "
    "UNION ALL SELECT 1, key, day, pages FROM mark WHERE site = (SELECT id FROM site WHERE key = ?) AND key IN ({}) "
    "UNION ALL SELECT 2, key, verdict, CAST(NULL AS BLOB) FROM said "
    "WHERE site = (SELECT id FROM site WHERE key = ?) AND key IN ({})"
)
_KEEP_SITE = (
    "INSERT INTO site (key, name, pages, day) VALUES (?, ?, 0, ?) "
    "ON CONFLICT (key) DO UPDATE SET day = excluded.day RETURNING id, pages"
)
_KEEP_MARK = (
    "INSERT INTO mark VALUES (?, ?, ?, ?) ON CONFLICT (site, key) DO UPDATE SET day = excluded.day, "
    "pages = excluded.pages"
)
_KEEP_SAID = (
    "INSERT INTO said VALUES (?, ?, ?, ?) ON CONFLICT (site, key) DO UPDATE SET verdict = excluded.verdict, "
    "day = excluded.day"
)


@dataclass(frozen=True, slots=True)
class SiteCounts:
    """A site as `nutgraf sites` lists it."""

    name: str
    pages: int
    marks: int
    said: int
    day: int
    """The last day seen, from 1970-01-01."""


class SiteMemory:
    """Site memory in a database, keyed with a secret; every method raises MemoryFailedError when it can't be used.

    Marks that were not seen for `days` go, and the oldest when there are more than `most`: once a day, or when the
    file is full, on the way.
    """

    def __init__(self, database: Database, secret: bytes, days: int = DAYS, most: int = MOST_MARKS) -> None:
        self.database = database
        self._secret = secret
        self._days = days
        self._most = most

    def stamp(self, site: str) -> Stamp:
        """What makes the numbers of a site."""
        return Stamp(self._secret, site)

    def look_up(self, stamp: Stamp, numbers: Collection[int]) -> Known:
        """What is known of these numbers, in one query."""
        with self.database.transaction() as cursor:
            return self._known(cursor, stamp, numbers)

    def add(
        self, site: str, page: Fingerprints, clutter: Mapping[int, tuple[int, int]], day: int | None = None
    ) -> bool:
        """Count a page; False where it was not, being too short or the same article as one that was.

        `clutter` holds, for each place, the letters that were boilerplate there and those in all.
        """
        today = _today() if day is None else day
        stamp = self.stamp(site)
        with self.database.transaction(write=True) as cursor:
            key = stamp.number("site")
            row = self.database.run(cursor, _KEEP_SITE, (key, seal(self._secret, key, site), today))
            number, pages = int(row[0][0]), int(row[0][1])
            known = self._known(cursor, stamp, page.all)
            counted = teaches(page) and not related(page, known)
            marks = added(page, clutter, known, pages) if counted else dict(known.marks)
            self.database.run_many(cursor, _KEEP_MARK, ((number, k, today, v) for k, v in sorted(marks.items())))
            if counted:
                self.database.run(cursor, "UPDATE site SET pages = pages + 1 WHERE id = ?", (number,))
            if is_due(self.database, cursor, today, self._most):
                sweep(self.database, cursor, today, self._days, self._most)
        return counted

    def sweep(self, day: int | None = None) -> int:
        """Tidy up at once: how many marks went."""
        with self.database.transaction(write=True) as cursor:
            return sweep(self.database, cursor, _today() if day is None else day, self._days, self._most)

    def say(self, url: str, text: str, verdict: Said | None, language: str | None = None) -> bool:
        """Keep what a reader said of a line, for its site; None takes it back. False where there is nothing to say it
        of: an address without a site, a line without letters."""
        site = site_of(url)
        stamp = self.stamp(site) if site else None
        line = stamp.line(text, language) if stamp else None
        if site is None or stamp is None or line is None:
            return False
        with self.database.transaction(write=True) as cursor:
            key = stamp.number("site")
            row = self.database.run(cursor, _KEEP_SITE, (key, seal(self._secret, key, site), _today()))
            number = int(row[0][0])
            if verdict is None:
                self.database.run(cursor, "DELETE FROM said WHERE site = ? AND key = ?", (number, line))
            else:
                code = next(code for code, word in SAID.items() if word == verdict)
                self.database.run(cursor, _KEEP_SAID, (number, line, code, _today()))
        return True

    def sites(self) -> list[SiteCounts]:
        """All sites, those seen last first, those of a day by name."""
        statement = (
            "SELECT key, name, pages, (SELECT count(*) FROM mark WHERE site = id), "
            "(SELECT count(*) FROM said WHERE site = id), day FROM site"
        )
        with self.database.transaction() as cursor:
            rows = self.database.run(cursor, statement)
        sites = [SiteCounts(unseal(self._secret, int(key), bytes(name)), *map(int, rest)) for key, name, *rest in rows]
        return sorted(sites, key=lambda site: (-site.day, site.name))

    def forget(self, site: str) -> bool:
        """Forget a site, what readers said of it included; False where nothing was known of it."""
        key = self.stamp(site).number("site")
        with self.database.transaction(write=True) as cursor:
            rows = self.database.run(cursor, "DELETE FROM site WHERE key = ? RETURNING id", (key,))
            for (number,) in rows:
                for table in ("mark", "said"):
                    self.database.run(cursor, f"DELETE FROM {table} WHERE site = ?", (number,))  # noqa: S608
        return bool(rows)

    def forget_all(self) -> None:
        """Forget everything; a file that is broken is removed."""
        if self.database.is_postgres:
            with self.database.transaction(write=True) as cursor:
                for table in ("mark", "said", "site"):
                    self.database.run(cursor, f"DELETE FROM {table}")  # noqa: S608
        else:
            self.database.remove()

    def _known(self, cursor: Any, stamp: Stamp, numbers: Collection[int]) -> Known:
        key, wanted = stamp.number("site"), sorted(numbers)
        pages, marks, said = 0, {}, {}
        for start in range(0, max(1, len(wanted)), _CHUNK):
            some = wanted[start : start + _CHUNK]
            places = ",".join("?" * len(some)) or "NULL"
            rows = self.database.run(cursor, _LOOK_UP.format(places, places), (key, key, *some, key, *some))
            for kind, number, value, packed in rows:
                if kind == 0:
                    pages = int(value)
                elif kind == 1:
                    marks[int(number)] = bytes(packed)
                else:
                    said[int(number)] = SAID[int(value)]
        return Known(pages, marks, said)


@lru_cache(maxsize=64)
def open_memory(location: Location) -> SiteMemory:
    """The memory at a location; a process opens each once."""
    database = Database(location.address, read_only=location.read_only)
    return SiteMemory(
        database, read_secret(location.secret_file, make=not location.read_only), location.days, location.most
    )


def _today() -> int:
    return int(time.time() // 86_400)
