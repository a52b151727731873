from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from nutgraf.boilerplate import weights
from nutgraf.options import ALGORITHMS, MODES, Options
from nutgraf.summary import algorithms


def test_the_names_are_those_of_the_summarisers() -> None:
    assert tuple(algorithms.ALGORITHMS) == ALGORITHMS
    assert Options().algorithm == algorithms.DEFAULT


def test_the_modes_are_those_of_the_weights() -> None:
    assert set(weights.load().modes) == set(MODES)


@pytest.mark.parametrize("given", [{}, {"sentences": 1, "words": 1}, {"sentences": 10, "words": 1000}, {"words": None}])
def test_what_may_be_chosen(given: dict[str, Any]) -> None:
    assert {name: getattr(Options(**given), name) for name in given} == given


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"mode": "gentle"}, "mode is one of careful, normal, strict, not 'gentle'"),
        ({"algorithm": "best"}, f"algorithm is one of {', '.join(ALGORITHMS)}, not 'best'"),
        ({"algorithm": None}, f"algorithm is one of {', '.join(ALGORITHMS)}, not None"),
        ({"sentences": 0}, "sentences is a whole number from 1 to 10, not 0"),
        ({"sentences": 11}, "sentences is a whole number from 1 to 10, not 11"),
        ({"sentences": "3"}, "sentences is a whole number from 1 to 10, not '3'"),
        ({"words": 0}, "words is a whole number from 1 to 1000, not 0"),
        ({"words": 1001}, "words is a whole number from 1 to 1000, not 1001"),
        ({"words": 9.5}, "words is a whole number from 1 to 1000, not 9.5"),
    ],
)
def test_what_there_is_not_is_told_with_what_there_is(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=r" is (one of|a whole number) ") as caught:
        Options(**given)

    assert str(caught.value) == said


def test_options_are_frozen_and_have_names() -> None:
    with pytest.raises(FrozenInstanceError):
        Options().mode = "strict"  # type: ignore[misc]
    with pytest.raises(TypeError):
        Options(3)  # type: ignore[misc]
