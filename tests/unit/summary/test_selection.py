from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.summary.selection import select
from nutgraf.summary.vectors import vectorise

APART = [["a"], ["b"], ["c"], ["d"]]
"""Sentences without a word in common."""


def chosen(scores: list[float], dangling: list[int], count: int, terms: list[list[str]] = APART) -> list[int]:
    flags = [i in dangling for i in range(len(scores))]
    return select(np.array(scores), vectorise(terms), flags, count, redundancy=0.5)


def test_takes_the_best_in_page_order() -> None:
    assert chosen([1, 4, 2, 3], [], 2) == [1, 3]


def test_a_repeated_sentence_gives_way_to_another() -> None:
    assert chosen([3, 2.9, 2.8], [], 2, [["a", "b"], ["a", "b"], ["c"]]) == [0, 2]


def test_a_dangling_sentence_waits_for_the_one_before_it() -> None:
    assert chosen([1, 2, 9, 3], [2], 2) == [1, 3]
    assert chosen([1, 4, 9, 3], [2], 2) == [1, 2]


def test_dangling_sentences_are_better_than_none() -> None:
    assert chosen([1, 2, 3, 4], [0, 1, 2, 3], 3) == [1, 2, 3]


def test_no_more_sentences_than_there_are() -> None:
    assert chosen([1, 2, 3, 4], [], 10) == [0, 1, 2, 3]
    assert chosen([1, 2, 3, 4], [], 0) == []


@given(st.lists(st.tuples(st.floats(-5, 5), st.booleans()), min_size=1, max_size=12), st.integers(1, 5))
def test_the_first_sentence_shown_stands_alone_if_any_does(rows: list[tuple[float, bool]], count: int) -> None:
    scores, dangling = [r[0] for r in rows], [r[1] for r in rows]
    picked = select(np.array(scores), vectorise([[str(i)] for i in range(len(rows))]), dangling, count, 0.5)
    assert picked == sorted(set(picked))
    assert len(picked) == min(count, len(rows))
    if dangling[picked[0]]:
        assert all(dangling[: picked[0]])
