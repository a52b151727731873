"""What a plan for very many pages needs: processor time by step, bytes of what goes in and comes out."""

from __future__ import annotations

import gzip
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from bench.batch.engines import DATATROVE
from bench.batch.outcomes import sampled
from bench.batch.rounds import ALL, Packed, output
from bench.batch.sites import Sites
from nutgraf import columns
from nutgraf.crawl.counting import Counts, CountSites, numbering, read_counted
from nutgraf.model import NoArticleError
from nutgraf.options import Options
from nutgraf.processes import start_method
from nutgraf.rows import Row, page_of
from nutgraf.work import read_page

PAGES = 200
READ, NUMBER, COUNT, COUNTED = "read", "number", "count", "read with counts"


@dataclass(frozen=True)
class Bytes:
    """Bytes a page."""

    taken: float
    lines: float
    lines_gz: float
    parquet: float
    blocks: float
    """Blocks of a Reading."""


def bytes_a_page(sets: Packed) -> Bytes:
    """What goes in and comes out of a crawl."""
    out = output(sets, DATATROVE, ALL).target
    lines = b"".join(path.read_bytes() for path in sorted(out.glob("*.jsonl")))
    whole = out / "whole.txt"
    whole.write_bytes(lines)
    columns.convert(whole, out / "whole.parquet")
    sizes = {
        "taken": (sets.folder / f"{ALL}.warc.gz").stat().st_size,
        "lines": len(lines),
        "lines_gz": len(gzip.compress(lines)),
        "parquet": (out / "whole.parquet").stat().st_size,
        "blocks": sum(len(row.get("blocks", ())) for row in output(sets, DATATROVE, ALL).rows().values()),
    }
    return Bytes(**{name: size / sets.pages for name, size in sizes.items()})


def processor(sets: Packed, sites: Sites) -> tuple[float, dict[str, float]]:
    """Processor seconds that 1,000 pages take: of all pages to be read, and of pages of sites by each step."""
    mixed, some = sampled(sets.folder / f"{ALL}.warc.gz", PAGES), sampled(sites.whole, PAGES)
    counts = sites.counts
    with start_method().Pool(1) as pool:
        read = pool.apply(_seconds, (mixed, None))[READ]
        steps: dict[str, float] = pool.apply(_seconds, (some, counts))
        steps[COUNT] = pool.apply(count_again, (counts,)) / sites.pages
    return 1000 * read, {name: 1000 * steps[name] for name in (READ, NUMBER, COUNT, COUNTED)}


def _seconds(rows: Sequence[Row], counts: Counts | None) -> dict[str, float]:
    """Seconds a page of each step, taken in turns."""
    does: dict[str, Callable[..., object]] = {READ: read_page}
    if counts is not None:
        does[NUMBER] = numbering(counts)
        does[COUNTED] = lambda page, options: read_counted(page, options, counts)
    spent = dict.fromkeys(does, 0.0)
    for again in (False, True):  # the first time loads what is loaded late
        for row in rows if again else rows[::4]:
            page = page_of(row)
            for name, entry in does.items():
                begin = time.process_time()
                with suppress(NoArticleError):
                    entry(page, Options())
                spent[name] += (time.process_time() - begin) if again else 0.0
    return {name: seconds / len(rows) for name, seconds in spent.items()}


def count_again(counts: Counts) -> float:
    """Processor seconds of counting what a crawl has numbered."""
    files = len(list(counts.numbers(0).parent.iterdir()))
    begin = time.process_time()
    for shard in range(counts.shards):
        deque(CountSites(counts, files).run(None, shard, counts.shards), maxlen=0)
    return time.process_time() - begin
