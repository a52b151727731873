"""Learn what counts of a site's other pages: `make train-sites DATA=folder`.

Reads `pages-sites.jsonl.xz` in the folder (rows: id, host, lang, url, html, text: the article as a person took it out)
and writes `server/nutgraf/boilerplate/repetition.json`. A block is content where its letters, or six in ten of its
4-grams, stand in the reference. Every page is weighed after 1, 2, 4 and 9 others of its site; each of its blocks counts
by its share of the page's letters. One logistic regression (scikit-learn, L2) over the signals of
`boilerplate/repetition.py` and the block's own log-odds. Figures come from sites that were not trained on, five ways by
a digest of their name, and are printed for a row of thresholds; those in the file are THRESHOLDS below.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))  # the benchmark knows how to read sites

from train_spotter import FOLDS, fold_of  # noqa: E402

from bench.quality.pages import mean_figures, shingle_hits, shingles  # noqa: E402
from bench.sites.pages import SitePage, by_site, read_site_pages, seen_after, with_others  # noqa: E402
from nutgraf.boilerplate.repetition import Repetition, log_odds, relabel, signals_of  # noqa: E402
from nutgraf.boilerplate.weights import Table  # noqa: E402
from nutgraf.dom import letters, weight  # noqa: E402
from nutgraf.seen import SiteSeen  # noqa: E402

TARGET = ROOT / "server/nutgraf/boilerplate/repetition.json"
SEEN = (1, 2, 4, 9)
RARE = 20
"""Signals that fewer blocks show are left out."""
STRENGTH = 3.0
"""Inverse of the L2 penalty."""
THRESHOLDS = {"careful": 0.7, "normal": 0.45, "strict": 0.3}
CERTAIN = 0.6
IN_REFERENCE = 0.6
"""Share of a block's 4-grams in the reference from which it is content."""


@dataclass(frozen=True)
class Sample:
    """A page after so many others of its site."""

    page: SitePage
    count: int
    site: SiteSeen
    gold: tuple[bool, ...]
    """For each block whether it is boilerplate."""


def main() -> None:
    """Print the figures of the cross-validation, write the file."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("data", type=Path)
    pages = read_site_pages(ask.parse_args().data / "pages-sites.jsonl.xz")
    samples = list(sampled(pages))
    cross = [learn([s for s in samples if fold(s) != i]) for i in range(FOLDS)]
    print_figures(pages, samples, cross)
    learnt = learn(samples)
    raw = {
        "about": {"command": "make train-sites DATA=folder", "source": "pages-sites, dev part", "pages": len(pages)},
        "table": {"bias": learnt.table.bias, "weights": learnt.table.weights},
        "own": learnt.own,
        "strip": THRESHOLDS,
        "certain": CERTAIN,
    }
    TARGET.write_text(json.dumps(raw, indent=1) + "\n", encoding="utf-8")


def fold(sample: Sample) -> int:
    """The part of the data that a sample's site belongs to."""
    return fold_of(str(sample.page.row["host"]))


def sampled(pages: Sequence[SitePage]) -> list[Sample]:
    """Every page after each number of others, where anything is known then."""
    samples = []
    for page, others in with_others(by_site(pages)):
        gold = tuple(not in_reference(b.text, str(page.row["text"])) for b in page.article.blocks)
        for count in SEEN:
            site = seen_after(page, others, count)
            if site is not None and site.pages:
                samples.append(Sample(page, count, site, gold))
    return samples


def in_reference(text: str, reference: str) -> bool:
    """Whether a block stands in the reference, as a whole or for the most part."""
    if (own := letters(text)) and own in letters(reference):
        return True
    grams = shingles(text)
    return sum((grams & shingles(reference)).values()) >= IN_REFERENCE * max(1, sum(grams.values()))


def learn(samples: Sequence[Sample]) -> Repetition:
    """The weights from these samples; blocks that need no weighing, and those outside of the story, left out."""
    rows: list[frozenset[str]] = []
    own, targets, sizes = [], [], []
    for s in samples:
        whole = sum(len(b.text) + 3 for b in s.page.article.blocks)
        parts = zip(s.page.article.blocks, s.page.spotted.found, s.site.lines, s.gold)
        for block, verdict, line, target in parts:
            if verdict is not None and not verdict.case:
                rows.append(signals_of(weight(block.text), verdict.signals, line, s.site.pages))
                own.append(log_odds(verdict))
                targets.append(int(target))
                sizes.append((len(block.text) + 3) / whole)
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        for name in row:
            counts[name] += 1
    names = sorted(name for name, count in counts.items() if count >= RARE)
    column = {name: i for i, name in enumerate(names)}
    places = np.array([(i, column[n]) for i, row in enumerate(rows) for n in sorted(row) if n in column])
    shown = csr_matrix((np.ones(len(places)), places.T), shape=(len(rows), len(names)))
    matrix = hstack([shown, np.array(own)[:, None]]).tocsr()
    model = LogisticRegression(C=STRENGTH, max_iter=3000, tol=1e-6).fit(matrix, targets, sample_weight=sizes)
    *weights, of_own = (round(float(w), 2) for w in model.coef_[0])
    table = Table(round(float(model.intercept_[0]), 2), {n: w for n, w in zip(names, weights) if w})
    return Repetition(table, of_own, THRESHOLDS, CERTAIN)


def print_figures(pages: Sequence[SitePage], samples: Sequence[Sample], cross: Sequence[Repetition]) -> None:
    """F1, precision and recall on sites that were not trained on, by pages seen and threshold."""
    alone = {str(p.row["id"]): shingle_hits(p.row, p.text) for p in pages}
    print("seen threshold F1 precision recall")
    print("0", "-", *(f"{x:.4f}" for x in figures(list(alone.values()))))
    for count in SEEN:
        for threshold in (0.3, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8):
            hits = dict(alone)
            for s in samples:
                if s.count == count:
                    of = cross[fold(s)]
                    learnt = Repetition(of.table, of.own, {"normal": threshold}, CERTAIN)
                    labels, _ = relabel(s.page.article, s.page.spotted, s.site, "normal", learnt)
                    text = s.page.text_of(label.role == "boilerplate" for label in labels)
                    hits[str(s.page.row["id"])] = shingle_hits(s.page.row, text)
            print(count, threshold, *(f"{x:.4f}" for x in figures(list(hits.values()))))


def figures(hits: Sequence[object]) -> tuple[float, float, float]:
    """F1, precision and recall of some pages."""
    found = mean_figures(hits)  # type: ignore[arg-type]
    return found.f1, found.precision, found.recall


if __name__ == "__main__":
    main()
