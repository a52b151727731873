"""The tables of docs/scale.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bench.batch.engines import DATATROVE, OWN, PLAIN
from bench.batch.outcomes import Poisoned
from bench.batch.plan import Bytes
from bench.batch.rounds import (
    SECONDS,
    Packed,
    Round,
    gain,
    milliseconds,
    over_plain,
    over_plain_a_page,
    starting,
)
from bench.batch.sites import EARLY, LATE, Sites


@dataclass(frozen=True)
class Same:
    """Rows that were compared, and those that differ."""

    engines: tuple[int, int]
    server: tuple[int, int]


def engines_table(rounds: list[Round], sets: Packed) -> str:
    """The engines beside the plain pool."""
    lines = [
        f"{sets.pages:,} pages in {sets.files} files, 2 workers, medians of {len(rounds)} rounds in turns. Two "
        f"workers of the own engine read {gain(rounds, sets):.2f} × as many pages a second as one.",
        "",
        "| | own | datatrove | plain pool |",
        "|---|---|---|---|",
    ]
    names = (OWN, DATATROVE, PLAIN)
    starts, each = (
        [starting(rounds, name) for name in names],
        [milliseconds(rounds, sets, name) for name in names],
    )
    whole = [over_plain(rounds, name) for name in names]
    page = [over_plain_a_page(rounds, sets, name) for name in names]
    return "\n".join(
        [
            *lines,
            _row("a run over a few pages, seconds", [f"{s.wall:.1f}" for s in starts]),
            _row("the same, seconds of processors", [f"{s.cpu:.1f}" for s in starts]),
            _row("a page, milliseconds of processors", [f"{s.cpu:.1f}" for s in each]),
            _row("whole run × plain, time", [f"{s.wall:.2f}" for s in whole]),
            _row("whole run × plain, processors", [f"{s.cpu:.2f}" for s in whole]),
            _row("a page × plain, time", [f"{s.wall:.2f}" for s in page]),
            _row("a page × plain, processors", [f"{s.cpu:.2f}" for s in page]),
        ]
    )


def poison_table(found: Mapping[str, Poisoned]) -> str:
    """What bad pages did."""
    every = list(found.values())
    return "\n".join(
        [
            f"One bad page after each hundred; a page may take {SECONDS:g} s.",
            "",
            f"| | {' | '.join(found)} |",
            "|---" * (len(found) + 1) + "|",
            _row("good pages, those that came out otherwise", [f"{p.good:,}, {p.changed}" for p in every]),
            _row("bad pages that came out as rows, read all the same", [f"{p.bad}, {p.read}" for p in every]),
            _row("errors", ["; ".join(f"{n} {kind}" for kind, n in sorted(p.errors.items())) for p in every]),
            _row("time × clean", [f"{p.over_clean.wall:.2f}" for p in every]),
            _row("processors × clean", [f"{p.over_clean.cpu:.2f}" for p in every]),
            _row("time × clean and the limits waited for", [f"{p.over_limits:.2f}" for p in every]),
            _row("time × clean and the limits of all bad pages", [f"{p.over_all:.2f}" for p in every]),
        ]
    )


def same_table(same: Same, sites: Sites) -> str:
    """What is the same by every way."""
    rows = {
        "rows of both engines": same.engines,
        "rows of the own engine and answers of the server": same.server,
        "pages whose sites were counted by the crawl and by one memory, row by row": (sites.pages, sites.differ),
        "the same pages, read with either": (sites.pages, sites.read_otherwise),
    }
    lines = [_row(name, [f"{count:,}", str(differ)]) for name, (count, differ) in rows.items()]
    return "\n".join(["| | compared | differ |", "|---|---|---|", *lines])


def plan_table(read: float, steps: Mapping[str, float], sizes: Bytes, sites: Sites) -> str:
    """What a plan needs."""
    rows = {
        "processor seconds for 1,000 pages, all sets: read": f"{read:.1f}",
        **{f"processor seconds for 1,000 pages of sites: {name}": f"{s:.1f}" for name, s in steps.items()},
        "a page in WARC, gzip": _kb(sizes.taken),
        "a Reading in JSON; gzip; Parquet": f"{_kb(sizes.lines)}; {_kb(sizes.lines_gz)}; {_kb(sizes.parquet)}",
        "blocks of a Reading, all sets; of sites": f"{sizes.blocks:.1f}; {sites.blocks:.1f}",
        "pages of sites; counted; of whose site something was known": f"{sites.pages}; {sites.counted}; {sites.known}",
        "numbers, packed, a page": _kb(sites.numbers_bytes / sites.counted),
        "counts, a page": _kb(sites.counts_bytes / sites.counted),
        "marks a page": f"{sites.marks / sites.counted:.1f}",
        "bytes a mark": f"{sites.counts_bytes / sites.marks:.1f}",
        f"marks that a page adds: the first {EARLY} of a site; after {LATE}": (
            f"{sites.new_early:.1f}; {sites.new_late:.1f}"
        ),
        "marks with one page only": f"{sites.once / sites.marks:.1%}",
        "memory of a task; of its sandbox": f"{sites.peak.task:.0f} MB; {sites.peak.sandbox:.0f} MB",
        "memory of a run of two tasks, what is shared counted once": f"{sites.peak.together:.0f} MB",
    }
    return "\n".join(["| what | |", "|---|---|", *(_row(name, [value]) for name, value in rows.items())])


def _row(name: str, cells: list[str]) -> str:
    return f"| {name} | {' | '.join(cells)} |"


def _kb(size: float) -> str:
    return f"{size / 1000:.2f} KB"
