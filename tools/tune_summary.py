"""Learn `summary/weights.toml` from human summaries, and say what that gains on articles that were not seen.

    make tune-summary ROWS=file.jsonl.xz      # python tools/tune_summary.py ROWS [--folds 5] [--seeds 2] [--write]

ROWS hold `set`, `lang`, `title`, `text` (paragraphs apart by a blank line), `references` (human summaries) and `lead3`
(the first three sentences). The weights are moved by policy gradient (Williams 1992, doi:10.1007/BF00992696): summaries
are drawn sentence by sentence, each with a probability that grows with its score, and the weights move towards those
that beat the others drawn for the same article. The reward is the mean of ROUGE-1 and ROUGE-2 F1 over stems. What keeps
a summary readable, and is not in `START`, stays as it is. The weights are the mean over a few seeds, as those of two
seeds differ by about as much as is gained. The seeds are fixed: same rows, same weights.
"""

from __future__ import annotations

import argparse
import json
import lzma
import multiprocessing
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from nutgraf.boilerplate.classifier import label_blocks
from nutgraf.model import Page
from nutgraf.reader import from_text
from nutgraf.summary.candidates import document
from nutgraf.summary.features import default_weights
from nutgraf.summary.news import NewsSummarizer
from nutgraf.summary.selection import Candidates, select
from nutgraf.summary.summarizer import room_on
from nutgraf.summary.words import stemmer, words

FILE = Path(__file__).parents[1] / "server" / "nutgraf" / "summary" / "weights.toml"
START = {
    "rank": 0.9, "first": 0.1, "second": 0.0, "third": 0.0, "first_five": 0.4, "opens_paragraph": 0.0,
    "forward_centrality": 2.4, "centroid": 0.8, "to_lead": 0.0, "title": 2.0, "title_cosine": 0.0, "capitals": 0.3,
    "numbers": 0.05, "words_lacking": 0.0, "excess_words": -0.04, "long": -1.5, "opening_quote": -0.05, "quoted": -0.4,
    "first_person": -0.4,
}  # fmt: skip
"""Where the weights begin: as they were set by hand."""
LANGUAGES = {"en": 4.0, "fr": 3.6, "vi": 0.5, "bn": 0.27}
"""What a language's articles count for together: how many there are, and how like news on the web."""
COUNT, DRAWS, ROUNDS, RATE, TEMPERATURE, PULL = 3, 6, 120, 0.04, 0.25, 2e-4
"""Sentences; summaries drawn of an article; passes over half of the articles; step; how freely summaries are drawn; how
hard the weights are drawn back to where they began."""
ALL = -1
"""The part left out when all rows are learnt from."""


@dataclass
class Example:
    """An article with its features (one row per sentence), and its summaries' rewards as far as they are known."""

    row: dict[str, Any]
    features: np.ndarray
    candidates: Candidates
    similar: np.ndarray
    stems: list[list[str]]
    references: list[tuple[Counter[Any], Counter[Any]]]
    base: float
    room: float
    known: dict[tuple[int, ...], float] = field(default_factory=dict)

    def reward(self, chosen: Sequence[int]) -> float:
        """Mean of ROUGE-1 and ROUGE-2 F1, 0 to 100, over the references."""
        key = tuple(sorted(chosen))
        if key not in self.known:
            self.known[key] = rouge([s for i in key for s in self.stems[i]], self.references)
        return self.known[key]


@dataclass(frozen=True)
class Shared:
    """What every process that learns needs: the articles, the part each is in, where the weights start, which move."""

    examples: list[Example]
    fold: np.ndarray
    start: np.ndarray
    free: np.ndarray


def rouge(stems: list[str], references: list[tuple[Counter[Any], Counter[Any]]]) -> float:
    """Mean of ROUGE-1 and ROUGE-2 F1 of a summary's stems, 0 to 100, over the references."""
    grams = ngrams(stems)
    pairs = [(mine, theirs) for reference in references for mine, theirs in zip(grams, reference)]
    return 100 * float(np.mean([2 * (m & t).total() / max(1, m.total() + t.total()) for m, t in pairs]))


def ngrams(stems: list[str]) -> tuple[Counter[Any], Counter[Any]]:
    """Single stems and pairs, counted."""
    return Counter(stems), Counter(pairwise(stems))


def example(row: dict[str, Any], names: Sequence[str]) -> Example:
    """A row as the summariser sees it."""
    article = from_text(Page(text=row["text"], title=row.get("title") or None, language=row["lang"]))
    page = document(article.blocks, label_blocks(article), row["lang"], article.title)
    stem = stemmer(row["lang"])
    news = NewsSummarizer(stem, language=row["lang"], title=article.title)
    measured = news.measured(page)
    stems = lambda text: [stem(w) for w in words(text.lower())]  # noqa: E731
    references = [ngrams(stems(text)) for text in row["references"]]
    n = len(page.sentences)
    return Example(
        row=row,
        features=np.array([measured.columns[name] for name in names]).T.reshape(n, len(names)),
        candidates=measured.candidates,
        similar=np.array([measured.candidates.similar(i) for i in range(n)]),
        stems=[stems(str(s)) for s in page.sentences],
        references=references,
        base=rouge(stems(" ".join(row["lead3"])), references),
        room=room_on(page, COUNT),
    )


def draw(one: Example, scores: np.ndarray, rng: np.random.Generator) -> tuple[list[int], np.ndarray]:
    """A summary, and the gradient of its probability's logarithm by the scores."""
    n, chosen, used = scores.size, [], 0
    nearest, gradient = np.zeros(n), np.zeros(n)
    needs, length = one.candidates.needs, np.array(one.candidates.words)
    while len(chosen) < min(COUNT, n):
        free = np.array([i not in chosen and all(j in chosen for j in needs[i]) for i in range(n)])
        free &= (used + length <= one.room) | (not chosen)
        if not free.any():
            break
        logits = np.where(free, (scores - nearest) / TEMPERATURE, -np.inf)
        odds = np.exp(logits - logits.max())
        odds /= odds.sum()
        pick = int(rng.choice(n, p=odds))
        gradient -= odds / TEMPERATURE
        gradient[pick] += 1 / TEMPERATURE
        chosen.append(pick)
        used += one.candidates.words[pick]
        nearest = np.maximum(nearest, one.similar[pick])
    return chosen, gradient


def learn(examples: Sequence[Example], start: np.ndarray, free: np.ndarray, seed: int = 0) -> np.ndarray:
    """The weights, moved; `free` marks those that may move. Adam (Kingma and Ba 2015), the second half averaged."""
    rng = np.random.default_rng(seed)
    spread = np.maximum(np.concatenate([e.features for e in examples]).std(axis=0), 0.05)
    share = shares(examples)
    theta, mean, square, kept = start * spread, np.zeros(start.size), np.zeros(start.size), []
    origin = theta.copy()
    for step in range(1, ROUNDS + 1):
        total = -PULL * (theta - origin)
        for k in rng.permutation(len(examples))[: len(examples) // 2]:
            one = examples[k]
            drawn = [draw(one, one.features @ (theta / spread), rng) for _ in range(DRAWS)]
            rewards = np.array([one.reward(chosen) for chosen, _ in drawn])
            gains = (rewards - rewards.mean()) * 2 * share[k] / (DRAWS - 1)
            total += gains @ np.array([g @ one.features / spread for _, g in drawn])
        total *= free
        mean, square = 0.8 * mean + 0.2 * total, 0.95 * square + 0.05 * total**2
        pace = RATE * (1 - (step - 1) / ROUNDS)
        theta = theta + pace * (mean / (1 - 0.8**step)) / (np.sqrt(square / (1 - 0.95**step)) + 1e-6)
        kept += [theta] * (2 * step > ROUNDS)
    result: np.ndarray = np.mean(kept, axis=0) / spread
    return result


def shares(examples: Sequence[Example]) -> list[float]:
    """What a point of reward counts for, per article: as its language does, relative to the first three sentences."""
    bases = defaultdict(float)
    for e in examples:
        bases[e.row["lang"]] += e.base
    weights = {language: LANGUAGES.get(language, 0.1) / sum(LANGUAGES.values()) for language in bases}
    return [weights[e.row["lang"]] / max(1e-9, bases[e.row["lang"]]) for e in examples]


def rewards(examples: Sequence[Example], weights: np.ndarray) -> list[float]:
    """What the summaries of the weights are worth, chosen as a reader gets them."""
    out = []
    for e in examples:
        candidates = Candidates(**{**vars(e.candidates), "scores": (e.features @ weights).tolist()})
        out.append(e.reward(select(candidates, COUNT, 1.0, e.room)))
    return out


def report(name: str, examples: Sequence[Example], got: Sequence[float]) -> None:
    """Ratios to the first three sentences, by language and by set."""
    mine, base = defaultdict(float), defaultdict(float)
    for e, reward in zip(examples, got):
        for group in (e.row["lang"], e.row["set"]):
            mine[group] += reward
            base[group] += e.base
    print(f"{name:16}", "  ".join(f"{group} {mine[group] / base[group]:.3f}" for group in sorted(mine)), flush=True)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file."""
    with (lzma.open if path.suffix == ".xz" else open)(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def write(weights: dict[str, float]) -> None:
    """Put the weights in their file, its comments as they were."""
    text = FILE.read_text("utf-8")
    for name, value in weights.items():
        text = re.sub(rf"(?m)^{name} = \S+", f"{name} = {round(value, 2)}", text)
    FILE.write_text(text, encoding="utf-8")


def learnt(shared: Shared, parts: Sequence[int], seeds: int) -> dict[int, np.ndarray]:
    """The weights learnt without each of the parts, each the mean over the seeds; one process per processor."""
    jobs = [(part, seed) for part in parts for seed in range(seeds)]
    with multiprocessing.get_context("fork").Pool(os.cpu_count(), initializer=_share, initargs=(shared,)) as pool:
        results = zip(jobs, pool.imap(_job, jobs))
        found: dict[int, list[np.ndarray]] = defaultdict(list)
        for (part, seed), weights in results:
            found[part].append(weights)
            print(f"  learnt: part {part + 1 or 'none'} left out, seed {seed}", flush=True)
    return {part: np.mean(weights, axis=0) for part, weights in found.items()}


def _share(shared: Shared) -> None:
    globals()["_shared"] = shared


def _job(job: tuple[int, int]) -> np.ndarray:
    (part, seed), shared = job, globals()["_shared"]
    return learn([e for e, f in zip(shared.examples, shared.fold) if f != part], shared.start, shared.free, seed)


def main() -> None:
    """Learn, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--folds", type=int, default=5, help="parts for cross-validation, 0 for none")
    parser.add_argument("--seeds", type=int, default=4, help="runs whose weights are averaged")
    parser.add_argument("--write", action="store_true", help="write the weights learnt from all rows")
    given = parser.parse_args()
    current = asdict(default_weights())
    names = [name for name in current if name != "redundancy"]
    start = np.array([START.get(name, current[name]) for name in names])
    free = np.array([float(name in START) for name in names])
    examples = [example(row, names) for row in rows(given.rows)]
    report("weights.toml", examples, rewards(examples, np.array([current[name] for name in names])))
    report("begin", examples, rewards(examples, start))
    fold = np.random.default_rng(1).permutation(len(examples)) % max(1, given.folds)
    weights = learnt(Shared(examples, fold, start, free), [ALL, *range(given.folds)], given.seeds)
    unseen = np.zeros(len(examples))
    for k in range(given.folds):
        held = [e for e, f in zip(examples, fold) if f == k]
        unseen[fold == k] = rewards(held, weights[k])
        report(f"  unseen part {k + 1}", held, unseen[fold == k].tolist())
    if given.folds:
        report("unseen", examples, unseen.tolist())
    report("all, seen", examples, rewards(examples, weights[ALL]))
    moved = {name: float(w) for name, w, f in zip(names, weights[ALL], free) if f}
    print("\n".join(f"{name} = {value:.2f}" for name, value in moved.items()))
    if given.write:
        write(moved)


if __name__ == "__main__":
    main()
