"""What came out: the same from both engines and from the server, and the same where bad pages were among the good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.batch.packing import is_bad
from bench.batch.rounds import SECONDS, Round
from bench.batch.spent import Spent
from nutgraf.rows import Row, open_source
from nutgraf.settings import Settings
from nutgraf.web.app import create_app
from nutgraf.workers import Workers

SAMPLE = 200
_NO_ARTICLE = "no-article"
Rows = Mapping[str, Row]


def differing(some: Rows, others: Rows) -> list[str]:
    """The rows that are not the same in both, or in one only."""
    return sorted(key for key in {*some, *others} if some.get(key) != others.get(key))


@dataclass(frozen=True)
class Poisoned:
    """A run with bad pages among the good ones, beside one without."""

    good: int
    changed: int
    """Good pages that came out otherwise, or not at all."""
    bad: int
    """Bad pages that came out as rows."""
    read: int
    """Bad pages that were read all the same."""
    errors: Mapping[str, int]
    over_clean: Spent
    over_limits: float
    """Seconds of the run over those of the clean one and of the limits that were waited for."""
    over_all: float
    """The same over the clean one and the limits of all bad pages: those that are read take their time too."""


def poisoned(clean: Rows, with_bad: Rows, before: Spent, after: Spent, workers: int = 2) -> Poisoned:
    """What bad pages did, by the rows and the times of both runs."""
    good = {key: row for key, row in with_bad.items() if not is_bad(key)}
    bad = [row for key, row in with_bad.items() if is_bad(key)]
    errors = Counter(_kind(row) for row in bad if "error" in row)
    limits = SECONDS * errors["page-timeout"] / workers
    return Poisoned(
        good=len(clean),
        changed=len(differing(clean, good)),
        bad=len(bad),
        read=sum("error" not in row for row in bad),
        errors=errors,
        over_clean=Spent(after.wall / before.wall, after.cpu / before.cpu),
        over_limits=after.wall / (before.wall + limits),
        over_all=after.wall / (before.wall + SECONDS * len(bad) / workers),
    )


def _kind(row: Row) -> str:
    name, _, what = str(row["error"]).partition(": ")
    return f"{name}: {what}" if name == "page-crashed" else name


def poisoned_of(found: Round, engine: str, clean: Rows, with_bad: Rows) -> Poisoned:
    """The same out of a round that has both runs."""
    from bench.batch.rounds import ALL, BAD

    return poisoned(clean, with_bad, found[engine, ALL, 2], found[engine, BAD, 2])


def sampled(source: Path, count: int = SAMPLE) -> list[Row]:
    """Rows of a file, from all over it."""
    with open_source(str(source)) as rows:
        every = [row for _, row in rows]
    return every[:: max(1, len(every) // count)][:count]


def served(rows: Sequence[Row]) -> dict[str, Row]:
    """What a server answers to these pages, as rows."""
    settings = Settings(workers=2, memory=False)
    workers = Workers(settings)
    try:
        client = create_app(settings, workers).test_client()
        return {row["id"]: _answer(client, row, settings.port) for row in rows}
    finally:
        workers.stop()


def _answer(client: object, row: Row, port: int) -> Row:
    page = {name: row[name] for name in ("html", "url") if row[name]}
    answer = client.post("/v1/summary", json=page, base_url=f"http://127.0.0.1:{port}")  # type: ignore[attr-defined]
    said = answer.get_json()
    if answer.status_code != 200:
        return {"id": row["id"], "error": str(said.get("type", "")).rpartition("/")[2]}
    said.pop("timings")
    return {"id": row["id"], **said}


def named(rows: Rows, ids: Iterable[str]) -> dict[str, Row]:
    """Some of the rows of a file, their errors by name alone, as the server's are."""
    found = {}
    for key in ids:
        row = rows[key]
        found[key] = {**row, "error": row["error"].partition(":")[0]} if "error" in row else row
    return found
