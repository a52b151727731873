from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from nutgraf.summary.selection import Candidates, select
from nutgraf.summary.vectors import vectorise

APART = [["a"], ["b"], ["c"], ["d"]]
"""Sentences without a word in common."""


def candidates(
    scores: Sequence[float],
    needs: dict[int, tuple[int, ...]] | None = None,
    terms: Sequence[Sequence[str]] = APART,
    **more: Sequence[object],
) -> Candidates:
    n, vectors = len(scores), vectorise(terms)
    given = {"words": [10] * n, "groups": [None] * n, **more}
    of_each = [(needs or {}).get(i, ()) for i in range(n)]
    return Candidates(list(scores), lambda i: vectors.to_sentence(i).tolist(), of_each, **given)  # type: ignore[arg-type]


def test_takes_the_best_in_page_order() -> None:
    assert select(candidates([1, 4, 2, 3]), 2, 0.5) == [1, 3]


def test_what_was_said_gives_way_to_something_else() -> None:
    assert select(candidates([3, 2.9, 2.8], terms=[["a", "b"], ["a", "b", "e"], ["c"]]), 2, 0.5) == [0, 2]


def test_the_same_words_are_not_shown_twice_even_for_want_of_others() -> None:
    assert select(candidates([3, 2.9], terms=[["a", "b"], ["a", "b"]]), 2, 0.0) == [0]


def test_what_the_standfirst_says_is_not_said_over_again() -> None:
    said, again, rest = [*"abcdefgh", "k"], [*"abcdefgh", "m"], ["x"]
    assert select(candidates([9, 9, 1], terms=[said, again, rest]), 2, 0.0) == [0, 2]
    assert select(candidates([9, 9, 1], terms=[said, [*"abcd", "m", "n"], rest]), 2, 0.0) == [0, 1]


def test_a_sentence_inside_another_is_not_shown_beside_it() -> None:
    letters = ["wesankthepianosaidlind", "wesankthepiano", "othernews"]
    assert select(candidates([3, 2, 1], letters=letters, terms=APART[:3]), 2, 0.0) == [0, 2]
    assert select(candidates([2, 3, 1], letters=letters, terms=APART[:3]), 2, 0.0) == [1, 2]


def test_a_leaning_sentence_brings_the_one_before_it() -> None:
    assert select(candidates([4, 5, 9, 6], {2: (1,)}), 2, 0.5) == [1, 2]


def test_a_leaning_sentence_is_left_out_where_the_one_before_it_is_worth_less() -> None:
    assert select(candidates([4, 0, 9, 6], {2: (1,)}), 2, 0.5) == [0, 3]


def test_there_must_be_room_for_both() -> None:
    assert select(candidates([1, 5, 9, 6], {2: (1,)}), 1, 0.5) == [3]


def test_a_question_brings_its_answer() -> None:
    assert select(candidates([1, 9, 5, 2], {1: (2,)}), 2, 0.5) == [1, 2]


def test_two_that_need_each_other_come_together() -> None:
    assert select(candidates([1, 9, 8, 2], {1: (2,), 2: (1,)}), 2, 0.5) == [1, 2]


def test_a_sentence_whose_support_is_missing_is_never_taken_beside_others() -> None:
    assert select(candidates([1, 9, 2, 3], {1: (1,)}), 4, 0.5) == [0, 2, 3]


def test_one_that_leans_is_better_than_none() -> None:
    assert select(candidates([1, 2], {0: (0,), 1: (0,)}, APART[:2]), 2, 0.5) == [1]


def test_of_a_group_one_is_enough() -> None:
    assert select(candidates([4, 3, 2, 1], groups=[1, 1, None, None]), 3, 0.5) == [0, 2, 3]


def test_words_are_kept_to() -> None:
    assert select(candidates([4, 3, 2, 1], words=[10, 20, 5, 5]), 4, 0.5, room=20) == [0, 2, 3]


def test_one_sentence_is_given_however_long() -> None:
    assert select(candidates([4, 3, 2, 1], words=[30, 20, 40, 25]), 4, 0.5, room=5) == [0]


def test_the_best_is_taken_before_what_would_fit() -> None:
    assert select(candidates([4, 3, 2, 1], words=[30, 5, 5, 5]), 3, 0.5, room=20) == [0]


def test_a_few_words_do_not_fill_the_room_that_others_left() -> None:
    assert select(candidates([1, 4, 2, 3], words=[9, 9, 3, 3]), 3, 0.5) == [0, 1]
    assert select(candidates([1, 2, 3, 4], words=[3] * 4), 3, 0.5) == [3]


def test_no_more_sentences_than_there_are() -> None:
    assert select(candidates([1, 2, 3, 4]), 10, 0.5) == [0, 1, 2, 3]
    assert select(candidates([1, 2, 3, 4]), 0, 0.5) == []
    assert select(candidates([], terms=[]), 3, 0.5) == []


@given(st.lists(st.tuples(st.floats(-5, 5), st.booleans()), min_size=1, max_size=12), st.integers(1, 5))
def test_nothing_leans_on_what_is_not_shown(rows: list[tuple[float, bool]], count: int) -> None:
    needs = {i: (max(0, i - 1),) for i, (_, leans) in enumerate(rows) if leans}
    of = candidates([score for score, _ in rows], needs, [[str(i)] for i in range(len(rows))])
    picked = select(of, count, 0.5)
    assert picked == sorted(set(picked))
    assert 1 <= len(picked) <= count
    if len(needs) < len(rows):
        assert all(i - 1 in picked for i in picked if i in needs)
