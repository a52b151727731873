"""`make gate`: the figures of our own pages beside the pinned ones."""

from __future__ import annotations

import pytest

from bench.corpus import AT_MOST, baseline, changes, gate

PINNED = {"at_most": {"content stripped": 3.0}, "at_least": {"titles right": 0.5}}


def test_no_change_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert gate(PINNED, PINNED) == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["pinned", "now"],
        ["content", "stripped", "3", "3"],
        ["titles", "right", "0.5", "0.5"],
    ]


def test_a_fall_fails_and_is_marked_though_another_figure_rose(capsys: pytest.CaptureFixture[str]) -> None:
    assert gate({"at_most": {"content stripped": 4}, "at_least": {"titles right": 0.75}}, PINNED) == 1
    _, stripped, titles = capsys.readouterr().out.splitlines()
    assert stripped.split() == ["content", "stripped", "3", "4", "WORSE"]
    assert titles.split() == ["titles", "right", "0.5", "0.75", "better"]


def test_fewer_of_what_should_be_few_is_better() -> None:
    assert [c.gain for c in changes({"at_most": {"content stripped": 1}, "at_least": {}}, PINNED)] == [2]


def test_the_pinned_figures_are_those_of_the_file() -> None:
    assert set(baseline()["at_most"]) == set(AT_MOST)
