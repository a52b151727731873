"""The learnt weights (`weights.json`): tables from signals to what they count for.

A table is a logistic regression whose features are signals, and pairs of signals (`a & b`), present or not: the
log-odds of a block are the sum of the weights of what it shows, so that every verdict can be taken apart again.
`tools/train_spotter.py` makes the file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from itertools import combinations, repeat
from typing import Any


@dataclass(frozen=True)
class Table:
    """Weights by signal, in log-odds, and what a block without any signal starts with."""

    bias: float
    weights: dict[str, float]

    def score(self, signals: Collection[str]) -> float:
        """The log-odds of a block with these signals (pairs included, see `with_pairs`).

        Added up without rounding in between: a set has another order in every process, and two kinds may tie.
        """
        return self.bias + math.fsum(map(self.weights.get, signals, repeat(0.0)))

    def probability(self, signals: Collection[str]) -> float:
        """The same as a probability, 0 to 1."""
        return sigmoid(self.score(signals))


@dataclass(frozen=True)
class Thresholds:
    """Probabilities from which a block is stripped, by how plainly it says what it is, and from which it is kept out
    of the summary."""

    plain: float
    """For a block with a strong cue of a kind that speaks for itself ("sign up for our newsletter")."""
    said: float
    """For a block with another strong cue ("read more")."""
    silent: float
    """For a block without one."""
    doubt: float
    aside: float

    def strip(self, evidence: str) -> float:
        """The threshold for `plain`, `said` or `silent` evidence."""
        return {"plain": self.plain, "said": self.said}.get(evidence, self.silent)


@dataclass(frozen=True)
class Weights:
    """Everything that was learnt."""

    core: frozenset[str]
    """The signals that are looked at in pairs too."""
    boilerplate: Table
    """Boilerplate or not."""
    aside: Table
    """Caption, byline, credit and the like, or not."""
    kinds: dict[str, Table]
    """For each kind, how much a block looks like it."""
    modes: dict[str, Thresholds]

    def boilerplate_probability(self, signals: Collection[str]) -> float:
        """How likely it is that a block with these signals is boilerplate, 0 to 1: they and their pairs, added up.

        The same as the probability of `with_pairs`, at a quarter of the time: no name of a pair is put together.
        """
        shown = combinations(self.core.intersection(signals), 2)
        return sigmoid(self.boilerplate.score(signals) + math.fsum(map(self.pairs.get, shown, repeat(0.0))))

    @cached_property
    def pairs(self) -> dict[tuple[str, str], float]:
        """The weights of pairs by their two signals, in either order."""
        named = [(tuple(name.split(" & ")), weight) for name, weight in self.boilerplate.weights.items() if "&" in name]
        return {pair: weight for (a, b), weight in named for pair in ((a, b), (b, a))}


def sigmoid(x: float) -> float:
    """The logistic function, safe at both ends."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def with_pairs(signals: Collection[str], core: frozenset[str]) -> tuple[str, ...]:
    """The signals, and every pair of them that are both in the core, as `a & b` in order of the alphabet."""
    return (*signals, *pairs(signals, core))


def pairs(signals: Collection[str], core: frozenset[str]) -> Iterator[str]:
    """Every pair of core signals among these."""
    return (f"{a} & {b}" for a, b in combinations(sorted(core.intersection(signals)), 2))


@lru_cache(maxsize=1)
def load() -> Weights:
    """The weights that come with this version."""
    return from_dict(json.loads((resources.files(__package__) / "weights.json").read_text("utf-8")))


def from_dict(raw: dict[str, Any]) -> Weights:
    """The weights in the shape of the file."""
    return Weights(
        core=frozenset(raw["core"]),
        boilerplate=Table(**raw["boilerplate"]),
        aside=Table(**raw["aside"]),
        kinds={kind: Table(**table) for kind, table in raw["kinds"].items()},
        modes={mode: Thresholds(**limits) for mode, limits in raw["modes"].items()},
    )
