"""Learnt weights: sums, pairs, probabilities at the ends, and a shipped file whose thresholds are in order."""

from __future__ import annotations

import json
import math
from importlib import resources
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.boilerplate import weights
from nutgraf.boilerplate.weights import Table, Thresholds, from_dict, load, sigmoid, with_pairs

TABLE = Table(-1.0, {"a": 2.0, "a & b": 4.0, "c": -0.5})
FILE = json.loads((resources.files(weights.__package__) / "weights.json").read_text("utf-8"))
MODES = ("careful", "normal", "strict")
EVIDENCE = ("plain", "said", "silent")


@pytest.mark.parametrize(
    ("signals", "score"),
    [(set(), -1.0), ({"a"}, 1.0), ({"a", "c"}, 0.5), ({"unknown"}, -1.0), ({"a", "b", "a & b"}, 5.0)],
)
def test_a_score_is_the_sum_of_what_a_block_shows(signals: set[str], score: float) -> None:
    assert TABLE.score(signals) == pytest.approx(score)
    assert TABLE.probability(signals) == pytest.approx(1 / (1 + math.exp(-score)))


@pytest.mark.parametrize(
    ("x", "y"), [(0, 0.5), (1e6, 1), (-1e6, 0), (math.inf, 1), (-math.inf, 0), (710, 1), (-746, 0)]
)
def test_the_logistic_function_is_safe_at_both_ends(x: float, y: float) -> None:
    assert sigmoid(x) == pytest.approx(y)


@given(st.floats(-50, 50), st.floats(-50, 50))
def test_the_logistic_function_rises_and_is_symmetric(x: float, y: float) -> None:
    assert 0 <= sigmoid(x) <= 1
    assert sigmoid(x) + sigmoid(-x) == pytest.approx(1)
    assert (sigmoid(x) <= sigmoid(y)) or x > y


def test_pairs_are_of_core_signals_in_the_order_of_the_alphabet() -> None:
    core = frozenset({"b", "a", "c", "z"})
    assert with_pairs(["c", "x", "a", "b"], core) == ("c", "x", "a", "b", "a & b", "a & c", "b & c")
    assert with_pairs(["a"], core) == ("a",)
    assert with_pairs([], core) == ()


@given(st.sets(st.sampled_from([*sorted(load().core), *sorted(load().boilerplate.weights)[::50], "unknown"])))
def test_pairs_by_two_signals_add_up_to_pairs_by_name(signals: set[str]) -> None:
    slow = load().boilerplate.probability(with_pairs(signals, load().core))
    assert load().boilerplate_probability(signals) == pytest.approx(slow, abs=1e-9)


@given(st.permutations(sorted(load().core)))
def test_a_score_is_the_same_in_any_order(signals: list[str]) -> None:
    assert load().aside.score(signals) == load().aside.score(sorted(signals))


@pytest.mark.parametrize(("evidence", "limit"), [("plain", 0.1), ("said", 0.2), ("silent", 0.3), ("no such", 0.3)])
def test_the_threshold_for_each_evidence(evidence: str, limit: float) -> None:
    assert Thresholds(plain=0.1, said=0.2, silent=0.3, doubt=0.05, aside=0.5).strip(evidence) == limit


def test_the_shipped_file_is_read_whole() -> None:
    learnt = load()
    assert learnt == from_dict(FILE)
    assert learnt.boilerplate.weights == FILE["boilerplate"]["weights"]
    assert learnt.boilerplate.bias == FILE["boilerplate"]["bias"]
    assert learnt.aside.weights == FILE["aside"]["weights"]
    assert {k: t.weights for k, t in learnt.kinds.items()} == {k: t["weights"] for k, t in FILE["kinds"].items()}
    assert learnt.core == set(FILE["core"])


def test_the_shipped_file_says_where_it_comes_from() -> None:
    assert FILE["about"]["command"].startswith("make train")
    assert FILE["about"]["source"]


def test_no_shipped_weight_is_out_of_bounds() -> None:
    """A weight beyond these says that a signal was met on one side only, or that the penalty was left out."""
    tables = [FILE["boilerplate"], FILE["aside"], *FILE["kinds"].values()]
    assert all(abs(weight) < 10 for table in tables for weight in [table["bias"], *table["weights"].values()])


def test_shipped_pairs_are_of_core_signals_in_order() -> None:
    pairs = [name.split(" & ") for name in FILE["boilerplate"]["weights"] if "&" in name]
    assert pairs
    assert [p for p in pairs if p != sorted(p) or not set(p) <= set(FILE["core"])] == []


def test_modes_are_in_order() -> None:
    modes = load().modes
    assert tuple(modes) == MODES
    for more, less in pairwise(MODES):
        assert modes[more].doubt >= modes[less].doubt
        for evidence in EVIDENCE:
            assert modes[more].strip(evidence) >= modes[less].strip(evidence)


@pytest.mark.parametrize("mode", MODES)
def test_doubt_begins_below_where_silence_is_stripped_and_plain_words_count_most(mode: str) -> None:
    limits = load().modes[mode]
    assert limits.doubt < limits.silent
    assert limits.plain <= min(limits.said, limits.silent)
    assert 0 < limits.aside < 1
