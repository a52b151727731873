"""A crawl from its files to its Readings: the passes, and a run of them on this machine.

A pass is a pipeline of datatrove's and the number of its tasks. A task that was killed is done again from its
beginning, one that has ended is not: every page comes out once, however often the run is started.
"""

from __future__ import annotations

import errno
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any, Literal

from datatrove.data import Document
from datatrove.io import DataFolder, get_datafolder
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.writers.jsonl import JsonlWriter
from datatrove.pipeline.writers.parquet import ParquetWriter

from nutgraf import __version__, columns
from nutgraf.crawl.counting import CountSites, KeepNumbers, SeesSecret, counts_in, numbering, read_counted
from nutgraf.crawl.local import LocalTasks
from nutgraf.crawl.pages import ANSWER, Pages, is_known
from nutgraf.crawl.sandbox import EachPage
from nutgraf.options import Options
from nutgraf.settings import Settings
from nutgraf.sites.secret import read_secret
from nutgraf.work import read_page

Form = Literal["jsonl", "parquet"]
MOST_SHARDS = 64
"""Databases that the sites of a crawl are spread over, where nobody says how many."""
_PLAN = "plan.json"


@dataclass(frozen=True)
class Crawl:
    """What to read, and where to."""

    source: str
    """A file of rows, or a folder, local or as fsspec names it (`s3://…`), with files of rows in it."""
    target: Path
    """A folder: `*.jsonl` or `*.parquet` in it, `logs/`, and `sites/` with the counts of the sites."""
    options: Options
    settings: Settings
    form: Form = "jsonl"
    learn: bool = False
    """Whether the sites are counted first and the pages read with the counts."""
    shards: int | None = None
    """Databases that the sites are spread over; by default one for each file, MOST_SHARDS at most."""
    skip_unreadable: bool = False
    """Whether a file that its store does not give is a row that says so, and no error."""


@dataclass(frozen=True)
class Pass:
    """A pipeline for one of datatrove's executors, as its arguments."""

    name: str
    pipeline: list[PipelineStep]
    tasks: int
    logging_dir: str


class WriteLines(JsonlWriter):  # type: ignore[misc] # datatrove has no types
    """Answers in lines of JSON, as `nutgraf batch` writes them: datatrove's own encoder takes not every row's id."""

    def _default_adapter(self, document: Document) -> dict[str, Any]:
        answer: dict[str, Any] = document.metadata[ANSWER]
        return answer

    def _write(self, document: dict[str, Any], file_handler: IO[bytes], _filename: str) -> None:
        file_handler.write(json.dumps(document, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


class WriteColumns(ParquetWriter):  # type: ignore[misc] # datatrove has no types
    """Answers in Parquet, as `nutgraf batch` writes them."""

    def _default_adapter(self, document: Document) -> dict[str, Any]:
        return columns.columns(document.metadata[ANSWER])


def passes(crawl: Crawl) -> Iterator[Pass]:
    """The passes of a crawl, each to be run when the one before has ended; OSError where there is nothing to read, or
    where the folder holds another crawl."""
    folder, files = find(crawl.source)
    _check_target(crawl)
    _check_plan(crawl, files)
    shards = crawl.shards or min(MOST_SHARDS, len(files))
    counts = counts_in(crawl.target / "sites", shards, crawl.settings)
    read = partial(read_counted, counts=counts) if crawl.learn else read_page

    def one(name: str, tasks: int, *pipeline: PipelineStep) -> Pass:
        return Pass(name, list(pipeline), tasks, str(crawl.target / "logs" / name))

    def each(entry: Any) -> list[PipelineStep]:
        step = EachPage(entry, crawl.options, crawl.settings)
        pages = Pages(folder, files, skip_unreadable=crawl.skip_unreadable)
        return [pages, *([SeesSecret(counts)] if crawl.learn else []), step]

    if crawl.learn:
        read_secret(crawl.settings.memory_secret)  # made here where there is none, and not by each task
        yield one("number", len(files), *each(numbering(counts)), KeepNumbers(counts))
        yield one("count", shards, CountSites(counts, len(files)))
    yield one("read", len(files), *each(read), _writer(crawl))


def run(crawl: Crawl, workers: int) -> tuple[int, int]:
    """Run a crawl on this machine, so many tasks at a time, or go on with it; the number of rows, and of those that
    failed, in all. OSError as for `passes`."""
    last = ""
    for each in passes(crawl):
        LocalTasks(each.pipeline, each.tasks, workers, each.logging_dir).run()
        last = each.logging_dir
    return tally(Path(last))


def find(source: str) -> tuple[DataFolder, list[str]]:
    """The folder of a crawl and its files of rows, by their names; OSError where there are none."""
    local = Path(source)
    if "://" not in source and local.is_file():
        return get_datafolder(str(local.parent)), [local.name]
    try:
        folder = get_datafolder(source)
        files = [name for name in folder.list_files() if is_known(name)]
    except (ImportError, ValueError) as error:  # an address of a kind that fsspec does not know, or not yet
        raise OSError(errno.EINVAL, str(error), source) from None
    if not files:
        raise OSError(errno.ENOENT, "no file of rows is in it: .warc, .jsonl or .parquet, and these compressed", source)
    return folder, files


def tally(logs: Path) -> tuple[int, int]:
    """Rows of all tasks that have ended, and those of them that failed, by what datatrove has noted of each."""
    read = failed = 0
    for path in (logs / "stats").glob("*.json"):
        for step in json.loads(path.read_text("utf-8")):
            stats = step["stats"] if "nutgraf" in step["name"] else {}
            read += int(_total(stats.get("read")))
            failed += int(_total(stats.get("failed")))
    return read + failed, failed


def _total(stat: Any) -> float:
    return float(stat["total"] if isinstance(stat, dict) else stat or 0)


def _writer(crawl: Crawl) -> PipelineStep:
    target = str(crawl.target)
    if crawl.form == "jsonl":
        return WriteLines(target, "${rank}.jsonl", compression=None)
    form = {"compression": "zstd", "batch_size": columns.ROWS, "schema": columns.schema(), "max_file_size": -1}
    return WriteColumns(target, "${rank}.parquet", **form)


def _check_target(crawl: Crawl) -> None:
    """OSError where what is written would come among what is read, or over it."""
    if "://" in crawl.source:
        return
    source, target = Path(crawl.source).resolve(), crawl.target.resolve()
    if target in (source, source.parent) if source.is_file() else target.is_relative_to(source):
        raise OSError(errno.EINVAL, "it lies where the pages are. Choose another folder", str(crawl.target))


def _check_plan(crawl: Crawl, files: list[str]) -> None:
    """Note what the folder is for; OSError where it is for something else, which could not be gone on with."""
    names = hashlib.sha256("\n".join(files).encode()).hexdigest()
    plan = {"files": len(files), "names": names, "form": crawl.form, "learn": crawl.learn, "version": __version__}
    plan |= {"shards": crawl.shards, "options": asdict(crawl.options)}
    path = crawl.target / _PLAN
    if path.exists():
        if json.loads(path.read_text("utf-8")) != plan:
            raise OSError(
                errno.EEXIST,
                "it was begun with other files, options or version. Choose another folder",
                str(crawl.target),
            )
        return
    crawl.target.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(plan, indent=2), "utf-8")
    draft.replace(path)
