"""Sentences as tf-idf vectors of length 1, kept sparse. The only importer of numpy in the server.

A page of 5,000 sentences would need a matrix of 25 million similarities; nothing that a page is read with needs that
matrix. Sums of similarities are similarities to sums, so centrality costs one pass over the words (Radev et al. 2004
for the centroid, doi:10.1016/j.ipm.2003.10.006; Zheng and Lapata 2019 for centrality that looks forward,
doi:10.18653/v1/P19-1628). Only the ranks of sumy's graph algorithms, at the end, are taken from a matrix.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Terms = Sequence[Sequence[str]]
"""For each sentence its terms: stems without stop words."""


@dataclass(frozen=True)
class Vectors:
    """`n` vectors in a space of `idf.size` terms: entry k says that sentence `rows[k]` has term `columns[k]`."""

    n: int
    rows: Integers
    columns: Integers
    values: Floats
    idf: Floats
    terms: dict[str, int]

    def to_direction(self, direction: Floats) -> Floats:
        """The dot product of every sentence with a vector over the terms: shape (n,)."""
        return _sums(self.rows, self.values * direction[self.columns], self.n)

    def to_sentence(self, i: int) -> Floats:
        """Cosine of every sentence with sentence `i`: shape (n,)."""
        entries = slice(*np.searchsorted(self.rows, (i, i + 1)))
        direction = np.zeros(self.idf.size)
        direction[self.columns[entries]] = self.values[entries]
        return self.to_direction(direction)

    def to_centroid(self) -> Floats:
        """Cosine of every sentence with the sum of all: shape (n,)."""
        centroid = _sums(self.columns, self.values, self.idf.size)
        return self.to_direction(centroid / max(float(np.linalg.norm(centroid)), 1e-12))

    def forward_centrality(self) -> Floats:
        """For each sentence the sum of its cosines with those after it, over √n: shape (n,)."""
        out, later = np.zeros(self.n), np.zeros(self.idf.size)
        bounds = np.searchsorted(self.rows, np.arange(self.n + 1))
        for i in range(self.n - 1, -1, -1):
            entries = slice(bounds[i], bounds[i + 1])
            columns, values = self.columns[entries], self.values[entries]
            out[i] = later[columns] @ values
            later[columns] += values
        centrality: Floats = out / np.sqrt(max(1, self.n))
        return centrality

    def overlap(self, terms: Sequence[str]) -> Floats:
        """Share of the given terms that each sentence has, weighted by idf: shape (n,), 0 to 1."""
        known = [self.terms[t] for t in set(terms) if t in self.terms]
        total = float(self.idf[known].sum())
        if not total:
            return np.zeros(self.n)
        hits = np.isin(self.columns, known)
        return _sums(self.rows[hits], self.idf[self.columns[hits]], self.n) / total

    def likeness(self, terms: Sequence[str]) -> Floats:
        """Share of the terms of a sentence and the given ones together that are in both: shape (n,), 0 to 1."""
        shared, own = self._shared_and_own(terms)
        return shared / np.maximum(1, own + len(set(terms)) - shared)

    def set_cosine(self, terms: Sequence[str]) -> Floats:
        """Cosine of each sentence's set of terms with the set of the given ones: shape (n,), 0 to 1."""
        shared, own = self._shared_and_own(terms)
        return shared / np.sqrt(np.maximum(1, own * len(set(terms))))

    def _shared_and_own(self, terms: Sequence[str]) -> tuple[Floats, Floats]:
        """How many different terms each sentence has of the given ones, and has at all."""
        known = [self.terms[t] for t in set(terms) if t in self.terms]
        hits = np.isin(self.columns, known).astype(np.float64)
        return _sums(self.rows, hits, self.n), _sums(self.rows, np.ones(self.rows.size), self.n)


def vectorise(sentences: Terms) -> Vectors:
    """Vectors of sentences given as their terms; a sentence without terms is all zeros."""
    rows, columns, frequency, terms = _counted(sentences)
    idf = np.log1p(len(sentences) / np.maximum(1, np.bincount(columns, minlength=len(terms))))
    return _of_length_one(len(sentences), rows, columns, frequency * idf[columns], idf, terms)


def lexrank(sentences: Terms, threshold: float, epsilon: float) -> list[float]:
    """Sumy's LexRank of each sentence (Erkan and Radev 2004, doi:10.1613/jair.1523), to rounding.

    Two sentences are linked when their cosine is above `threshold`; the power method ends when a step moves the ranks
    by no more than `epsilon`. Sumy's idf is log(n / (1 + document frequency)), its tf relative to the largest.
    """
    n = len(sentences)
    rows, columns, frequency, terms = _counted(sentences)
    idf = np.log(n / (1 + np.bincount(columns, minlength=len(terms)))) if n else np.zeros(0)
    largest = np.ones(n)
    np.maximum.at(largest, rows, frequency)
    vectors = _of_length_one(n, rows, columns, frequency / largest[rows] * idf[columns], idf, terms)
    links = np.stack(list(_similarities(vectors))) > threshold
    degrees = np.maximum(1, links.sum(axis=1))
    ranks = np.full(n, 1 / n)
    while True:
        step = (ranks / degrees) @ links
        length = float(np.linalg.norm(step))
        if not length:  # no two words in common: sumy divides by zero and falls back on page order
            return [1.0] * n
        step /= length
        ranks, moved = step, float(np.linalg.norm(step - ranks))
        if moved <= epsilon:
            return [float(rank) for rank in ranks]


def textrank(sentences: Terms, damping: float, epsilon: float, least: float) -> list[float]:
    """Sumy's TextRank of each sentence (Mihalcea and Tarau 2004, https://aclanthology.org/W04-3252), to rounding.

    A link weighs the words that two sentences share over the logarithms of their lengths; `least` keeps the sum of a
    sentence's links from being zero. The power method ends when a step moves the ranks by no more than `epsilon`.
    """
    n = len(sentences)
    rows, columns, frequency, terms = _counted(sentences)
    counts = Vectors(n, rows, columns, frequency, np.ones(len(terms)), terms)
    lengths = np.array([math.log(len(s)) if s else 0.0 for s in sentences])
    pairs = lengths[:, None] + lengths[None, :]
    pairs[np.isclose(pairs, 0)] = 1.0
    weights = np.stack(list(_similarities(counts))) / pairs
    weights /= weights.sum(axis=1)[:, None] + least
    matrix = ((1 - damping) / n + damping * weights).T
    ranks = np.full(n, 1 / n)
    while True:
        step = matrix @ ranks
        ranks, moved = step, float(np.linalg.norm(step - ranks))
        if moved <= epsilon:
            return [float(rank) for rank in ranks]


def _similarities(vectors: Vectors) -> Iterator[Floats]:
    """The matrix of dot products, row by row."""
    for i in range(vectors.n):
        yield vectors.to_sentence(i)


def _counted(sentences: Terms) -> tuple[Integers, Integers, Floats, dict[str, int]]:
    """Row, column and frequency of each term of each sentence, and each term's column."""
    counts = [Counter(terms) for terms in sentences]
    terms: dict[str, int] = {}
    for count in counts:
        for term in count:
            terms.setdefault(term, len(terms))
    rows = np.repeat(np.arange(len(counts)), [len(c) for c in counts]).astype(np.int64)
    columns = np.fromiter((terms[t] for c in counts for t in c), dtype=np.int64, count=rows.size)
    frequency = np.fromiter((f for c in counts for f in c.values()), dtype=np.float64, count=rows.size)
    return rows, columns, frequency, terms


def _of_length_one(
    n: int, rows: Integers, columns: Integers, values: Floats, idf: Floats, terms: dict[str, int]
) -> Vectors:
    norms = np.sqrt(_sums(rows, values**2, n))
    norms[norms == 0] = 1.0
    return Vectors(n, rows, columns, values / norms[rows], idf, terms)


def _sums(bins: Integers, weights: Floats, size: int) -> Floats:
    """The weights added up by bin: shape (size,)."""
    return np.bincount(bins, weights=weights, minlength=size).astype(np.float64, copy=False)
