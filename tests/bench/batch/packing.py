"""Pages in WARC files, as a crawl leaves them, and beside them pages that are out to harm.

The pages are dealt to the files in turns, so that no file has the large ones; a record is a member of its gzip file.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from itertools import chain, cycle, islice
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from bench.batch.faults import FAULTS, marked
from bench.quality.outputs import read_rows
from hostile import HOSTILE, broken

BAD_EVERY = 100
"""Pages after which comes a bad one."""
FAULT_EVERY = 5
"""Bad pages of which one ends its process or holds it up for ever; the others are of tests/hostile.py."""
_PAGE, _BAD = 0, 0xBAD
_HEADERS = [("Content-Type", "text/html; charset=utf-8")]


@dataclass(frozen=True)
class Raw:
    """A page as a crawl finds it."""

    record: str
    """Id of its record, from `urn:uuid:` on."""
    url: str
    html: str


def dev_pages(data: Path, count: int | None = None, names: str = "pages-*.jsonl.xz") -> list[Raw]:
    """The pages of a folder's files in their order, from the beginning again where there are fewer; all without a
    count."""
    rows = [(row["url"], row["html"]) for path in sorted(data.glob(names)) for row in read_rows(path)]
    taken = islice(cycle(rows), count if rows else 0) if count is not None else rows
    return [Raw(_id(_PAGE, n), url, html) for n, (url, html) in enumerate(taken)]


def with_bad(pages: Sequence[Raw]) -> Iterator[Raw]:
    """The pages, and after each BAD_EVERY a bad one."""
    return chain.from_iterable([page, *_bad_after(n)] for n, page in enumerate(pages, 1))


def is_bad(record: str) -> bool:
    """Whether a record is one of the bad ones, by its id."""
    return record.strip("<>").startswith(_id(_BAD, 0)[:-12])


def pack(pages: Iterable[Raw], folder: Path, files: int) -> list[Path]:
    """Deal pages to so many files of a new folder."""
    folder.mkdir(parents=True)
    paths = [folder / f"{n:05d}.warc.gz" for n in range(files)]
    with ExitStack() as files_open:
        writers = [WARCWriter(files_open.enter_context(path.open("wb")), gzip=True) for path in paths]
        for page, writer in zip(pages, cycle(writers)):
            _write(page, writer)
    return paths


def joined(folder: Path) -> Path:
    """The files of a folder one after the other as one file, which a WARC file may be."""
    whole = folder.with_suffix(".warc.gz")
    with whole.open("wb") as out:
        for path in sorted(folder.iterdir()):
            with path.open("rb") as file:
                shutil.copyfileobj(file, out)
    return whole


def _write(page: Raw, writer: WARCWriter) -> None:
    body = page.html.encode("utf-8", "surrogatepass")
    headers = StatusAndHeaders("200 OK", [*_HEADERS, ("Content-Length", str(len(body)))], protocol="HTTP/1.1")
    named = {"WARC-Record-ID": f"<{page.record}>"}
    record = writer.create_warc_record(
        page.url, "response", BytesIO(body), len(body), warc_headers_dict=named, http_headers=headers
    )
    writer.write_record(record)


def _bad_after(number: int) -> Iterator[Raw]:
    bad, rest = divmod(number, BAD_EVERY)
    if not rest:
        fault, rest = divmod(bad - 1, FAULT_EVERY)
        names = list(HOSTILE)  # one of three, so that few bad pages are of all kinds
        html = marked(FAULTS[fault % len(FAULTS)]) if not rest else broken(names[3 * bad % len(names)])
        yield Raw(_id(_BAD, bad), f"https://hostile.example/{bad}", html)


def _id(kind: int, number: int) -> str:
    return f"urn:uuid:00000000-0000-0000-{kind:04x}-{number:012d}"
