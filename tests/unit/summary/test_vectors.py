"""The sparse sums against the full matrix of similarities that they stand for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.summary.vectors import Vectors, vectorise

DOCUMENTS = st.lists(st.lists(st.sampled_from("abcdefg"), max_size=6), min_size=1, max_size=8)


def dense(vectors: Vectors) -> np.ndarray:
    matrix = np.zeros((vectors.n, vectors.idf.size))
    matrix[vectors.rows, vectors.columns] = vectors.values
    return matrix


@given(DOCUMENTS)
def test_forward_centrality_sums_the_upper_triangle(sentences: list[list[str]]) -> None:
    vectors = vectorise(sentences)
    matrix = dense(vectors)
    expected = np.triu(matrix @ matrix.T, 1).sum(axis=1) / np.sqrt(len(sentences))
    np.testing.assert_allclose(vectors.forward_centrality(), expected, atol=1e-9)


@given(DOCUMENTS)
def test_cosines_with_a_sentence_are_a_row_of_the_matrix(sentences: list[list[str]]) -> None:
    vectors = vectorise(sentences)
    matrix = dense(vectors)
    np.testing.assert_allclose(vectors.to_sentence(0), (matrix @ matrix.T)[0], atol=1e-9)


@given(DOCUMENTS)
def test_vectors_have_length_one_or_none(sentences: list[list[str]]) -> None:
    lengths = np.linalg.norm(dense(vectorise(sentences)), axis=1)
    assert all(length == pytest.approx(1 if terms else 0) for length, terms in zip(lengths, sentences))


def test_centroid_prefers_the_common_subject() -> None:
    to_centroid = vectorise([["port", "storm"], ["port", "storm"], ["cake"]]).to_centroid()
    assert to_centroid[0] > to_centroid[2] > 0


def test_rare_terms_weigh_more_in_the_overlap() -> None:
    overlap = vectorise([["port", "tide"], ["port", "storm"], ["port"]]).overlap(["port", "storm", "unheard"])
    assert overlap[1] == pytest.approx(1)
    assert overlap[0] == overlap[2] < 0.5


def test_overlap_with_nothing_is_nothing() -> None:
    assert not vectorise([["port"]]).overlap([]).any()
