"""Sentences as tf-idf vectors of length 1, kept sparse.

A page of 5,000 sentences would need a matrix of 25 million similarities; nothing here needs that matrix. Sums of
similarities are similarities to sums, so centrality costs one pass over the words (Radev et al. 2004 for the centroid,
doi:10.1016/j.ipm.2003.10.006; Zheng and Lapata 2019 for centrality that looks forward, doi:10.18653/v1/P19-1628).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


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
        here = self.rows == i
        direction = np.zeros(self.idf.size)
        direction[self.columns[here]] = self.values[here]
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


def vectorise(sentences: Sequence[Sequence[str]]) -> Vectors:
    """Vectors of sentences given as their terms (stems without stop words); a sentence without terms is all zeros."""
    counts = [Counter(terms) for terms in sentences]
    terms: dict[str, int] = {}
    for count in counts:
        for term in count:
            terms.setdefault(term, len(terms))
    rows = np.repeat(np.arange(len(counts)), [len(c) for c in counts]).astype(np.int64)
    columns = np.fromiter((terms[t] for c in counts for t in c), dtype=np.int64, count=rows.size)
    frequency = np.fromiter((f for c in counts for f in c.values()), dtype=np.float64, count=rows.size)
    idf = np.log1p(len(counts) / np.maximum(1, np.bincount(columns, minlength=len(terms))))
    values = frequency * idf[columns]
    norms = np.sqrt(_sums(rows, values**2, len(counts)))
    return Vectors(len(counts), rows, columns, values / norms[rows], idf, terms)


def _sums(bins: Integers, weights: Floats, size: int) -> Floats:
    """The weights added up by bin: shape (size,)."""
    return np.bincount(bins, weights=weights, minlength=size).astype(np.float64, copy=False)
