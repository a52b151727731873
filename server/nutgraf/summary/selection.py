"""Which sentences, once each has a score: relevant, not twice the same, and readable one after the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nutgraf.summary.vectors import Floats, Vectors


def select(scores: Floats, vectors: Vectors, dangling: Sequence[bool], count: int, redundancy: float) -> list[int]:
    """Indices of `count` sentences in page order.

    Greedy maximal marginal relevance (Carbonell and Goldstein 1998, doi:10.1145/290941.291025): each step takes the
    sentence whose score, less `redundancy` times its largest cosine with one taken, is highest. A dangling sentence
    ("He said ...") may only be taken once the one before it has been, or when no other is left; so the first one shown
    stands by itself whenever a sentence at or before it does, and no opener has to be swapped afterwards.
    """
    chosen: list[int] = []
    nearest = np.zeros(vectors.n)
    leaning = np.asarray(dangling, dtype=bool)
    for _ in range(min(count, vectors.n)):
        marginal = scores - redundancy * nearest
        marginal[chosen] = -np.inf
        best = _best(marginal, leaning, chosen)
        chosen.append(best)
        nearest = np.maximum(nearest, vectors.to_sentence(best))
    return sorted(chosen)


def _best(marginal: Floats, leaning: np.ndarray, chosen: list[int]) -> int:
    follows = np.zeros(leaning.size, dtype=bool)
    follows[[i + 1 for i in chosen if i + 1 < leaning.size]] = True
    understood = np.where(leaning & ~follows, -np.inf, marginal)
    return int(np.argmax(understood if np.isfinite(understood).any() else marginal))
