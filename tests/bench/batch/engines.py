"""The ways to read many pages, each as a command of its own, so that start and end count too.

    python -m bench.batch.engines own|datatrove|plain SOURCE TARGET WORKERS SECONDS [--faults] [--learn]

`own` and `datatrove` are what `nutgraf batch` runs. `plain` is the least that reads pages on several processors: a
`multiprocessing.Pool` forked from a server that holds the reader, without limits, resumption or a sandbox.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.batch.spent import Spent, spent
from nutgraf.batch import failure, run
from nutgraf.model import NoArticleError
from nutgraf.options import Options
from nutgraf.processes import start_method
from nutgraf.rows import Row, open_source, page_of
from nutgraf.settings import Settings
from nutgraf.workers import Workers

OWN, DATATROVE, PLAIN = "own", "datatrove", "plain"
PAGE_SECONDS = 20.0
"""What `nutgraf batch` gives a page."""
_CHUNK = 4


@dataclass(frozen=True)
class Work:
    """Pages and how they are to be read; `own` and `plain` read one file, `datatrove` a folder."""

    engine: str
    source: Path
    target: Path
    workers: int = 2
    seconds: float = PAGE_SECONDS
    faults: bool = False
    learn: bool = False

    @property
    def command(self) -> list[str]:
        """The command that does it."""
        given = [self.engine, self.source, self.target, self.workers, self.seconds]
        flags = [f"--{name}" for name in ("faults", "learn") if getattr(self, name)]
        return [sys.executable, "-W", "ignore", "-m", "bench.batch.engines", *map(str, given), *flags]

    def rows(self) -> dict[str, Row]:
        """What came out, by the rows' ids, times left out; ValueError where an id comes twice."""
        paths = [self.target] if self.target.is_file() else sorted(self.target.glob("*.jsonl"))
        rows: dict[str, Row] = {}
        for path in paths:
            with path.open(encoding="utf-8") as lines:
                for line in lines:
                    row = json.loads(line)
                    if row["id"] in rows:
                        raise ValueError(f"{row['id']} came twice")
                    row.pop("timings", None)
                    rows[row["id"]] = row
        return rows


def done(work: Work, secret: Path | None = None) -> Spent:
    """Have it done by a command of its own."""
    return spent(work.command, environment(secret))


def environment(secret: Path | None = None) -> dict[str, str]:
    """The environment of such a command."""
    added = {"NUTGRAF_MEMORY_SECRET": str(secret)} if secret else {}
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), **added}


def settings_of(work: Work) -> Settings:
    """The settings for it; nobody's own site memory is used."""
    return Settings(workers=work.workers, page_seconds=work.seconds, memory=work.learn)


def own(work: Work) -> None:
    """`nutgraf batch`."""
    from bench.batch.faults import read_or_fail

    workers = Workers(settings_of(work), read_or_fail if work.faults else None)
    try:
        run(str(work.source), str(work.target), workers, Options())
    finally:
        workers.stop()


def datatrove(work: Work) -> None:
    """`nutgraf batch --engine datatrove`."""
    from bench.batch.faults import read_or_fail
    from nutgraf.crawl import run as crawling
    from nutgraf.crawl.local import LocalTasks

    crawl = crawling.Crawl(str(work.source), work.target, Options(), settings_of(work), learn=work.learn)
    if not work.faults:
        crawling.run(crawl, work.workers)
        return
    (only,) = crawling.passes(crawl)
    only.pipeline[1].entry = read_or_fail
    LocalTasks(only.pipeline, only.tasks, work.workers, only.logging_dir).run()


def plain(work: Work) -> None:
    """The same rows in a pool of processes."""
    with (
        open_source(str(work.source)) as rows,
        work.target.open("w", encoding="utf-8") as out,
        start_method().Pool(work.workers) as pool,
    ):
        for line in pool.imap(_line, (row for _, row in rows), chunksize=_CHUNK):
            out.write(line)


def _line(row: Row) -> str:
    from nutgraf import reader

    try:
        answer = reader.read_page(page_of(row)).to_dict()
    except NoArticleError as error:
        answer = {"error": failure(error)}
    return json.dumps({"id": row["id"], **answer}, ensure_ascii=False) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Do what the command says."""
    ask = argparse.ArgumentParser(prog="bench.batch.engines", description=__doc__)
    ask.add_argument("engine", choices=(OWN, DATATROVE, PLAIN))
    ask.add_argument("source", type=Path)
    ask.add_argument("target", type=Path)
    ask.add_argument("workers", type=int)
    ask.add_argument("seconds", type=float)
    ask.add_argument("--faults", action="store_true")
    ask.add_argument("--learn", action="store_true")
    work = Work(**vars(ask.parse_args(arguments)))
    {OWN: own, DATATROVE: datatrove, PLAIN: plain}[work.engine](work)


if __name__ == "__main__":
    # Under its own name, so that the processes of a pool find what it has them do.
    from bench.batch import engines

    engines.main()
