"""The measures of the page sets, against cases worked out by hand."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.quality.pages import (
    BY_SEGMENTS,
    BY_SHINGLES,
    RESAMPLES,
    Comparison,
    Figures,
    Hits,
    compare,
    mean_figures,
    measure_for,
    pooled_figures,
    resamples,
    segment_hits,
    shingle_hits,
    shingles,
)

SHORT = st.text(alphabet="ab c.", max_size=40)


def test_every_run_of_four_words_counts_as_often_as_it_stands() -> None:
    assert shingles("a b c d e") == Counter({("a", "b", "c", "d"): 1, ("b", "c", "d", "e"): 1})
    assert shingles("x x x x x, x") == Counter({("x", "x", "x", "x"): 3})


@pytest.mark.parametrize(("text", "words"), [("Rain.", ["Rain"]), ("It rains again", ["It", "rains", "again"])])
def test_a_text_of_fewer_words_is_one_run(text: str, words: list[str]) -> None:
    assert shingles(text) == Counter([tuple(words)])


def test_a_text_without_words_has_no_run() -> None:
    assert shingles(" … ") == Counter()


def test_punctuation_does_not_count_and_case_does() -> None:
    assert shingles("The ferry, at last, sails") == shingles("The ferry at last sails")
    assert shingles("The ferry at last") != shingles("the ferry at last")


def test_hits_are_the_runs_that_both_have() -> None:
    # the reference has the runs abcd, bcde; the text bcde, cdef, defg
    assert shingle_hits({"text": "a b c d e"}, "b c d e f g") == Hits(right=1, found=3, wanted=2)


@given(SHORT, SHORT)
def test_hits_never_exceed_what_either_side_has(reference: str, text: str) -> None:
    hits = shingle_hits({"text": reference}, text)
    assert 0 <= hits.right <= min(hits.found, hits.wanted)


@given(SHORT)
def test_a_text_that_is_its_reference_is_all_right(text: str) -> None:
    hits = shingle_hits({"text": text}, text)
    assert hits.right == hits.found == hits.wanted


def test_figures_of_pages_are_means_whatever_their_length() -> None:
    figures = mean_figures([Hits(1, 2, 4), Hits(90, 90, 100)])
    assert (figures.precision, figures.recall) == (0.75, pytest.approx((0.25 + 0.9) / 2))
    assert figures.f1 == pytest.approx(2 * 0.75 * 0.575 / (0.75 + 0.575))


def test_a_page_without_text_lowers_recall_alone() -> None:
    assert mean_figures([Hits(4, 4, 4), Hits(0, 0, 6)]) == Figures(precision=1.0, recall=0.5)


@pytest.mark.parametrize("pages", [[], [Hits(0, 0, 0)]])
def test_no_words_at_all_are_no_success(pages: list[Hits]) -> None:
    assert mean_figures(pages).f1 == 0


def test_segments_are_looked_for_with_white_space_folded() -> None:
    row = {"with": ["The ferry\n sails", "at noon"], "without": ["Sign up", "Read on"]}
    assert segment_hits(row, "The  ferry sails.\nSign\tup now") == Hits(right=1, found=2, wanted=2)


def test_segments_are_pooled_over_the_pages() -> None:
    # right 3, found 5, wanted 6: F1 = 2 * 3 / (5 + 6)
    figures = pooled_figures([Hits(1, 2, 4), Hits(2, 3, 2)])
    assert (figures.precision, figures.recall) == (0.6, 0.5)
    assert figures.f1 == pytest.approx(6 / 11)


def test_full_references_win_over_segments_and_pages_without_one_are_left_out() -> None:
    rows = [{"text": "a b", "with": ["a"]}, {"text": "", "with": ["b"]}]
    assert measure_for(rows) == (BY_SHINGLES, [0])
    assert measure_for(rows[1:]) == (BY_SEGMENTS, [0])


def test_a_comparison_is_of_the_same_pages_and_its_interval_holds_the_gain() -> None:
    mine = [Hits(n, 10, 10) for n in (9, 8, 10, 7)]
    theirs = [Hits(n, 10, 10) for n in (8, 8, 9, 7)]
    found = compare(BY_SHINGLES, mine, theirs)
    assert found.gain == pytest.approx(0.05)
    assert 0 <= found.low < found.gain < found.high <= 0.1


def test_a_tool_against_itself_gains_nothing() -> None:
    pages = [Hits(1, 2, 3), Hits(3, 3, 3)]
    assert compare(BY_SEGMENTS, pages, pages) == Comparison(0, 0, 0)


def test_resamples_are_the_same_every_time_and_as_long_as_the_pages() -> None:
    drawn = resamples("abcde")
    assert drawn == resamples("abcde")
    assert {len(items) for items in drawn} == {5}
    assert len(drawn) == RESAMPLES
    assert drawn[0] != drawn[1]
