"""The engines beside one another: each on the same pages in turns, and on pages among which bad ones are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from bench.batch.engines import DATATROVE, OWN, PAGE_SECONDS, PLAIN, Work, done
from bench.batch.packing import Raw, joined, pack, with_bad
from bench.batch.spent import Spent

SECONDS = 5.0
"""What a page may take where bad ones are."""
TINY = 2
"""Pages in each file of a run that shows what starting takes."""
ALL, SOME, FEW, BAD = "all", "some", "few", "bad"
Key = tuple[str, str, int]
"""Engine, pages, workers."""
Do = Callable[[Work], Spent]
Round = dict[Key, Spent]


@dataclass(frozen=True)
class Packed:
    """The pages as files in a folder: all of them, a quarter, a few, and all with bad ones among them."""

    folder: Path
    pages: int
    files: int

    def work(self, engine: str, name: str, workers: int = 2) -> Work:
        """Pages to be read by an engine."""
        source = self.folder / (name if engine == DATATROVE else f"{name}.warc.gz")
        target = self.folder / f"out-{engine}-{name}-{workers}{'' if engine == DATATROVE else '.jsonl'}"
        bad = name == BAD
        return Work(engine, source, target, workers, SECONDS if bad else PAGE_SECONDS, faults=bad)

    def count(self, name: str) -> int:
        """How many good pages a set has."""
        return {ALL: self.pages, BAD: self.pages, SOME: -(-self.pages // 4), FEW: TINY * self.files}[name]


def packed(pages: list[Raw], folder: Path, files: int) -> Packed:
    """Pages put into files."""
    found = Packed(folder, len(pages), files)
    sets = {ALL: pages, SOME: pages[::4], FEW: pages[: found.count(FEW)], BAD: with_bad(pages)}
    for name, some in sets.items():
        pack(some, folder / name, files)
        joined(folder / name)
    return found


def plan(first: bool) -> Iterator[Key]:
    """What a round does, in its order; what follows one another is compared. Bad pages are read in the first alone."""
    for engine in (DATATROVE, PLAIN, OWN):
        yield engine, FEW, 2
    yield OWN, FEW, 1
    if first:
        yield OWN, BAD, 2
    for engine in (OWN, PLAIN, DATATROVE):
        yield engine, ALL, 2
    if first:
        yield DATATROVE, BAD, 2
    yield OWN, SOME, 1
    yield OWN, SOME, 2


def run_round(sets: Packed, number: int, do: Do = done) -> Round:
    """One round: what each run took. What the first one wrote stays."""
    found = {}
    for key in plan(first=not number):
        work = sets.work(*key)
        found[key] = do(replace(work, target=work.target.with_name(f"{number}-{work.target.name}")))
    return found


def output(sets: Packed, engine: str, name: str) -> Work:
    """The first round's work, whose output is there."""
    work = sets.work(engine, name)
    return replace(work, target=work.target.with_name(f"0-{work.target.name}"))


def gain(rounds: list[Round], sets: Packed) -> float:
    """Pages a second of two workers of the own engine over those of one, starting left out."""
    return median(_a_page(r, sets, OWN, SOME, 1).wall / _a_page(r, sets, OWN, SOME, 2).wall for r in rounds)


def over_plain(rounds: list[Round], engine: str) -> Spent:
    """A whole run of an engine over one of the plain pool."""
    return _ratio([(r[engine, ALL, 2], r[PLAIN, ALL, 2]) for r in rounds])


def over_plain_a_page(rounds: list[Round], sets: Packed, engine: str) -> Spent:
    """The same without what starting takes: a run over a few pages taken off."""
    return _ratio([(_a_page(r, sets, engine, ALL, 2), _a_page(r, sets, PLAIN, ALL, 2)) for r in rounds])


def starting(rounds: list[Round], engine: str) -> Spent:
    """What a run over a few pages takes."""
    few = [r[engine, FEW, 2] for r in rounds]
    return Spent(median(s.wall for s in few), median(s.cpu for s in few))


def milliseconds(rounds: list[Round], sets: Packed, engine: str) -> Spent:
    """A page's share of a whole run, starting left out."""
    each = [_a_page(r, sets, engine, ALL, 2) for r in rounds]
    return Spent(1000 * median(s.wall for s in each), 1000 * median(s.cpu for s in each))


def _a_page(found: Round, sets: Packed, engine: str, name: str, workers: int) -> Spent:
    whole, few = found[engine, name, workers], found[engine, FEW, workers]
    pages = max(1, sets.count(name) - sets.count(FEW))
    return Spent((whole.wall - few.wall) / pages, (whole.cpu - few.cpu) / pages)


def _ratio(pairs: list[tuple[Spent, Spent]]) -> Spent:
    return Spent(median(a.wall / b.wall for a, b in pairs), median(a.cpu / b.cpu for a, b in pairs))
