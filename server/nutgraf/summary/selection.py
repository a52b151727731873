"""Which sentences, once each has a score: relevant, not twice the same, and readable one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

LONGEST_UNIT = 2
"""Sentences that are taken at once, at the most: more for the sake of one would leave no room for others."""
FEWEST_WORDS = 4
"""Words of a sentence that may fill the room that others left: "Watch below." says nothing."""
SAME = 0.95
"""Cosine from which on two sentences are the same words: a pull quote, a caption that became a paragraph."""


@dataclass(frozen=True)
class Candidates:
    """What `select` chooses from: `n` sentences, each sequence with a value for each of them."""

    scores: Sequence[float]
    similar: Callable[[int], Sequence[float]]
    """Cosines of all sentences with one of them."""
    needs: Sequence[tuple[int, ...]]
    """The neighbours that each can't be read without; itself in it where there is no such neighbour."""
    words: Sequence[int]
    groups: Sequence[int | None]
    """Of each group one sentence is enough; None stands in no group."""
    letters: Sequence[str] = ()
    """Letters and digits of each: a sentence inside another one is not shown beside it."""


@dataclass
class _Picked:
    chosen: list[int] = field(default_factory=list)
    nearest: list[float] = field(default_factory=list)
    words: int = 0


def select(of: Candidates, count: int, redundancy: float, room: float = float("inf")) -> list[int]:
    """Indices of at most `count` sentences with together at most `room` words, in page order; one at the least.

    Greedy maximal marginal relevance (Carbonell and Goldstein 1998, doi:10.1145/290941.291025): each step takes the
    unit whose score, less `redundancy` times its largest cosine with a sentence taken, is highest on average. A unit is
    a sentence with what it can't be read without: "He said ..." brings the sentence before it along, or is left out.
    The best is taken first, however long, and others as far as there is room; where no sentence stands by itself, the
    best is taken as it is.
    """
    picked = _Picked(nearest=[0.0] * len(of.scores))
    while len(picked.chosen) < count:
        unit = _best(of, picked, count, redundancy, room)
        if not unit:
            break
        for i in unit:
            picked.chosen.append(i)
            picked.words += of.words[i]
            picked.nearest = list(map(max, picked.nearest, of.similar(i)))
    return sorted(picked.chosen)


def _best(of: Candidates, picked: _Picked, count: int, redundancy: float, room: float) -> list[int]:
    """The unit to take next; empty when none is left."""
    marginal = [score - redundancy * near for score, near in zip(of.scores, picked.nearest)]
    free = [i for i in range(len(marginal)) if i not in picked.chosen]
    left = count - len(picked.chosen)

    def best(units: Iterable[list[int]]) -> list[int]:
        ranked = sorted(units, key=lambda unit: -sum(marginal[i] for i in unit) / len(unit))
        return next((unit for unit in ranked if _is_new(of, picked, unit)), [])

    units = [unit for i in free if (unit := _unit(of, picked.chosen, i)) and len(unit) <= min(left, LONGEST_UNIT)]
    if not picked.chosen:  # the best, whatever room it takes: on a short page the lead is often longer than the rest
        return best(units) or best([i] for i in free)
    return best(
        unit
        for unit in units
        if picked.words + sum(of.words[i] for i in unit) <= room and all(of.words[i] >= FEWEST_WORDS for i in unit)
    )


def _unit(of: Candidates, chosen: Sequence[int], i: int) -> list[int]:
    """The sentence and those that it needs, in page order; empty where one of those is not to be had."""
    if not of.needs[i]:
        return [i]
    unit, open_ = {i}, [i]
    while open_:
        here = open_.pop()
        for other in of.needs[here]:
            if other == here:
                return []
            if other not in unit and other not in chosen:
                unit.add(other)
                open_.append(other)
        if len(unit) > LONGEST_UNIT:
            return []
    return sorted(unit)


def _is_new(of: Candidates, picked: _Picked, unit: Sequence[int]) -> bool:
    """Whether it says nothing over again: not a sentence taken, nor one of a group that has its sentence."""
    taken = {of.groups[i] for i in picked.chosen} - {None}
    if any(of.groups[i] in taken or picked.nearest[i] > SAME for i in unit):
        return False
    return not any(_repeats(of.letters, i, j) for i in unit for j in picked.chosen) if of.letters else True


def _repeats(letters: Sequence[str], i: int, j: int) -> bool:
    one, other = sorted((letters[i], letters[j]), key=len)
    return bool(one) and one in other
