"""What site memory costs a page, in a file with a million numbers of a thousand sites."""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from bench.sites.pages import SECRET, SitePage
from nutgraf.boilerplate.classifier import spot
from nutgraf.boilerplate.repetition import relabel
from nutgraf.sites.counting import clutter_by_place, seen
from nutgraf.sites.database import Database
from nutgraf.sites.fingerprints import Fingerprints
from nutgraf.sites.memory import SiteMemory

SITES = 1_000
NUMBERS = 1_000_000
PAGES = 200
_FIXED, _OWN, _PLACES = 20, 40, 12
T = TypeVar("T")


def cost(pages: Sequence[SitePage]) -> dict[str, float]:
    """Milliseconds by step, medians, and bytes of the file by number; `spotting` is there to compare with."""
    with tempfile.TemporaryDirectory() as folder:
        memory = SiteMemory(Database(f"{folder}/sites.sqlite"), SECRET, most=10 * NUMBERS)
        numbers = fill(memory)
        memory.database.close()  # what was written ahead goes into the file
        size = Path(f"{folder}/sites.sqlite").stat().st_size
        steps = {name: statistics.median(times) for name, times in timed(memory, pages[:PAGES]).items()}
    whole = sum(value for name, value in steps.items() if name != "spotting")
    return {**steps, "all": whole, "bytes a number": size / numbers}


def fill(memory: SiteMemory) -> int:
    """Put a million numbers into the memory: how many they are."""
    chance = random.Random(0)  # noqa: S311 - no secret
    for i in range((NUMBERS - SITES * (_FIXED + _PLACES)) // _OWN):
        page, clutter = made_up(i % SITES, chance)
        memory.add(f"site{i % SITES}.example", page, clutter)
    return sum(site.marks for site in memory.sites())


def made_up(site: int, chance: random.Random) -> tuple[Fingerprints, dict[int, tuple[int, int]]]:
    """A page of a site: lines that all its pages have, lines of its own, places."""
    fixed = [site * 1000 + i for i in range(_FIXED)]
    own = [chance.getrandbits(63) for _ in range(_OWN)]
    places = [-site * 1000 - i for i in range(1, _PLACES + 1)]
    page = Fingerprints(
        lines=(*fixed, *own),
        frames=(),
        places=tuple(places),
        sizes=(100,) * (_FIXED + _OWN),
        long=dict.fromkeys(own[:8], 300),
    )
    return page, dict.fromkeys(places, (10, 100))


def timed(memory: SiteMemory, pages: Sequence[SitePage]) -> Mapping[str, list[float]]:
    """Milliseconds of every step for every page, each page's second time."""
    times: dict[str, list[float]] = {}
    for again in (False, True):
        for page in pages:
            for name, milliseconds in steps(memory, page):
                if again:
                    times.setdefault(name, []).append(milliseconds)
    return times


def steps(memory: SiteMemory, page: SitePage) -> Iterator[tuple[str, float]]:
    """The steps of one page through the memory, in their order, with their milliseconds."""
    site = str(page.row["host"])
    yield "spotting", _clock(lambda: spot(page.article))[1]
    stamp = memory.stamp(site)
    numbers, spent = _clock(lambda: stamp.page(page.article))
    yield "numbers of the blocks", spent
    known, spent = _clock(lambda: memory.look_up(stamp, numbers.all))
    yield "look-up, one query", spent
    there, spent = _clock(lambda: seen(numbers, known))
    yield "counts", spent
    yield "labels", _clock(lambda: relabel(page.article, page.spotted, there, "normal") if there else None)[1]
    clutter = clutter_by_place(page.spotted.labels, numbers)
    yield "keeping", _clock(lambda: memory.add(site, numbers, clutter))[1]


def _clock(work: Callable[[], T]) -> tuple[T, float]:
    begin = time.perf_counter()
    result = work()
    return result, 1000 * (time.perf_counter() - begin)


def cost_table(found: Mapping[str, float]) -> str:
    """The costs in Markdown: milliseconds, and as parts of what spotting takes on the same pages in the same run."""
    lines = ["| step | ms, median | × spotting |", "|---|---|---|"]
    for name, value in found.items():
        if name != "bytes a number":
            lines.append(f"| {name} | {value:.2f} | {value / found['spotting']:.2f} |")
    return "\n".join([*lines, "", f"The file takes {found['bytes a number']:.1f} bytes a number."])
