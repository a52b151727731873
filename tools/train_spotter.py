"""Learn the spotter's weights from hand-labelled pages: `make train DATA=folder`.

Reads `labelled-blocks.jsonl.xz` in the folder (rows: page, url, host, title, full, html, blocks of text, label, kind,
hand_checked), and writes `server/nutgraf/boilerplate/weights.json`. Logistic regressions (scikit-learn, L2) over the
signals of `boilerplate/signals`, one by one and in pairs. Blocks that the labels leave unread count as content there;
where `second_reading.json` says otherwise of such a block, that holds. The sites are split five ways by a digest of
their name; figures and thresholds come from pages whose site was not trained on. Weights are rounded to two decimals,
so that the file comes out the same again.

  --first-reading   leave the second reading aside
  --cross FILE      also write the reading of every page by weights that never saw its site, for a scorer
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from nutgraf.boilerplate.classifier import evidence, label_blocks, plain_case
from nutgraf.boilerplate.signals import measure
from nutgraf.boilerplate.weights import Weights, from_dict, with_pairs
from nutgraf.dom import letters
from nutgraf.extraction import extract
from nutgraf.model import Article, NoArticleError, Page

TARGET = Path(__file__).parents[1] / "server/nutgraf/boilerplate/weights.json"
SECOND = Path(__file__).with_name("second_reading.json")
FOLDS = 5
RARE = 12
"""Signals and pairs that fewer blocks show are left out."""
STRENGTH = 0.2
"""Inverse of the L2 penalty; what else was tried is in docs/spotting.md."""
PRECISION = {"careful": 0.94, "normal": 0.88, "strict": 0.83}
"""For each mode the precision that its strip thresholds must reach on sites not trained on, plain cases apart."""
EVIDENCE = ("plain", "said", "silent")
LIMITS = (*(round(0.2 + 0.05 * i, 2) for i in range(16)), 0.98, 0.99, 1.01)
DOUBT = {"careful": 0.5, "normal": 0.35, "strict": 0.3}
ASIDE = 0.5
CORE = frozenset(
    """words_1_3 words_4_8 words_9_16 words_17_30 words_31_60 words_over_60 ends_sentence ends_open ends_colon ends_cut
    links_none links_all links_most one_link after_prose before_prose among_prose last_three first_three first
    last_fifth topic_foreign topic_own leads_own_site leads_elsewhere tag_head tag_item tag_p straight_in_article
    speaks_to_you speaks_as_we container_of_links heading_before prose_after prose_before link_before link_after
    says_any hints_any named_clutter after_main outside_body not_stated in_cards link_is_its_title frame_usual
    frame_other frame_styled beside_prose frame_p frame_li frame_div leads_to_article label_then_link""".split()
)
"""The signals that are looked at in pairs."""


@dataclass(frozen=True)
class LabelledPage:
    """A page as it was cut, with what the labels say of each block (None where they say nothing)."""

    name: str
    fold: int
    article: Article
    signals: tuple[frozenset[str], ...]
    """Of the story's own blocks, as is `gold`: the others are left out without weighing."""
    gold: tuple[dict[str, object] | None, ...]


def main() -> None:
    """Train on everything, print the figures of the cross-validation, write the file."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("data", type=Path)
    ask.add_argument("--cross", type=Path)
    ask.add_argument("--first-reading", action="store_true")
    given = ask.parse_args()
    second = {} if given.first_reading else read_second()
    pages = list(read_pages(given.data / "labelled-blocks.jsonl.xz", second))
    modes = thresholds(pages)
    raw = {"about": about(pages), "core": sorted(CORE), **fit(pages), "modes": modes}
    TARGET.write_text(json.dumps(raw, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    if given.cross:
        write_cross(pages, modes, given.cross)


def about(pages: Sequence[LabelledPage]) -> dict[str, object]:
    """What the file was made from and by."""
    labelled = sum(g is not None and g["label"] != "unsure" for p in pages for g in p.gold)
    source = "own labels of blocks on public news and article pages, and a second reading of the unread ones"
    return {"command": "make train DATA=folder", "source": source, "pages": len(pages), "blocks": labelled}


def read_second() -> dict[str, str]:
    """The second reading: a verdict ("content", "boilerplate related") for each digest of a block."""
    verdicts = json.loads(SECOND.read_text("utf-8"))["verdicts"]
    return {digest: verdict for verdict, digests in verdicts.items() for digest in digests}


def reread(page: str, block: dict[str, object], second: dict[str, str]) -> dict[str, object]:
    """A labelled block as the second reading has it; what a person read in the first stays."""
    key = hashlib.md5(f"{page}\n{letters(str(block['text']))}".encode(), usedforsecurity=False).hexdigest()[:12]
    if block["hand_checked"] or key not in second:
        return block
    label, _, kind = second[key].partition(" ")
    return {**block, "label": label, "kind": kind or None, "hand_checked": True}


def read_pages(path: Path, second: dict[str, str]) -> Iterator[LabelledPage]:
    """The labelled pages, each cut by our own extraction and tied to its labels by the letters of the blocks."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            try:
                article = extract(Page(html=row["html"], url=row["url"], title=row["title"]))
            except NoArticleError:
                continue
            gold = tie(article.story, [reread(row["page"], block, second) for block in row["blocks"]])
            yield LabelledPage(row["page"], fold_of(row["host"]), article, measure(article.story), gold)
            print(".", end="", flush=True, file=sys.stderr)


def fold_of(host: str) -> int:
    """The part of the data that a site belongs to."""
    return int(hashlib.md5(host.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def tie(article: Article, labelled: Sequence[dict[str, object]]) -> tuple[dict[str, object] | None, ...]:
    """For each block its label; of several with the same letters the next one, the last for what is left."""
    known: dict[str, list[dict[str, object]]] = defaultdict(list)
    for block in labelled:
        known[letters(str(block["text"]))].append(block)
    found = (known.get(letters(block.text)) for block in article.blocks)
    return tuple((ones.pop(0) if len(ones) > 1 else ones[0]) if ones else None for ones in found)


class Learner:
    """A logistic regression over sets of names."""

    def __init__(self, rows: Sequence[Sequence[str]], targets: Sequence[int]) -> None:
        counts = Counter(name for row in rows for name in row)
        self.names = sorted(name for name, count in counts.items() if count >= RARE)
        self._column = {name: i for i, name in enumerate(self.names)}
        self._model = LogisticRegression(C=STRENGTH, max_iter=2000, tol=1e-6)
        self._model.fit(self._matrix(rows), targets)

    def _matrix(self, rows: Sequence[Sequence[str]]) -> csr_matrix:
        places = [(i, self._column[name]) for i, row in enumerate(rows) for name in row if name in self._column]
        ones = np.ones(len(places))
        return csr_matrix((ones, np.array(places, dtype=int).reshape(-1, 2).T), shape=(len(rows), len(self.names)))

    def probabilities(self, rows: Sequence[Sequence[str]]) -> np.ndarray:
        """Of the last class, for each row."""
        return self._model.predict_proba(self._matrix(rows))[:, -1]

    def table(self, which: int = 0) -> dict[str, object]:
        """The weights as a table of the file, without those that round to nothing."""
        rounded = ((name, round(float(w), 2)) for name, w in zip(self.names, self._model.coef_[which]))
        bias = round(float(self._model.intercept_[which]), 2)
        return {"bias": bias, "weights": {name: weight for name, weight in rounded if weight}}


@dataclass
class Rows:
    """Blocks in one long row: what they show and what they are."""

    signals: list[tuple[str, ...]]
    labels: list[str]
    folds: list[int]
    cases: list[bool]
    """Whether it is a plain case, which needs no weights."""

    def learn(self, but: int | None = None) -> Learner:
        """A learner of boilerplate from the labelled blocks of all folds but one."""
        used = [i for i, y in enumerate(self.labels) if y != "unsure" and y != "title" and self.folds[i] != but]
        targets = [int(self.labels[i] == "boilerplate") for i in used]
        return Learner([self.signals[i] for i in used], targets)


def rows_of(pages: Sequence[LabelledPage]) -> Rows:
    """All blocks of the pages; title repeats are a rule's, so they are a class of their own."""
    rows = Rows([], [], [], [])
    for page in pages:
        for i, (signals, gold) in enumerate(zip(page.signals, page.gold)):
            label = "unsure" if gold is None else str(gold["label"])
            rows.labels.append("title" if gold and gold["kind"] == "title" and label == "boilerplate" else label)
            rows.signals.append(with_pairs(signals, CORE))
            rows.folds.append(page.fold)
            rows.cases.append(plain_case(i, signals) is not None)
    return rows


def unseen_verdicts(rows: Rows) -> np.ndarray:
    """How likely each block is boilerplate, by a learner that did not see its fold: as when weights meet a new site."""
    verdicts = np.zeros(len(rows.labels))
    for fold in range(FOLDS):
        mine = [i for i, f in enumerate(rows.folds) if f == fold]
        verdicts[mine] = rows.learn(fold).probabilities([rows.signals[i] for i in mine])
    return verdicts


def thresholds(pages: Sequence[LabelledPage]) -> dict[str, dict[str, float]]:
    """For each mode the strip thresholds that find most at the mode's precision, plain cases apart."""
    rows = rows_of(pages)
    verdicts = unseen_verdicts(rows)
    seen = np.array([evidence(signals) for page in pages for signals in page.signals])
    labels, cases = np.array(rows.labels), np.array(rows.cases)
    curves = [curve(verdicts, labels, (seen == kind) & ~cases) for kind in EVIDENCE]
    modes = {}
    for mode, precision in PRECISION.items():
        (right, wrong), chosen = max(choices(curves, precision), key=lambda c: c[0][0])
        print(f"{mode}: {chosen}: {right} right, {wrong} wrong, {right / (right + wrong):.3f}", file=sys.stderr)
        modes[mode] = {**dict(zip(EVIDENCE, chosen)), "doubt": DOUBT[mode], "aside": ASIDE}
    return modes


def curve(verdicts: np.ndarray, labels: np.ndarray, used: np.ndarray) -> np.ndarray:
    """For each limit how many blocks of boilerplate, and of content or asides, are stripped from it on: limits x 2."""
    flagged = verdicts[used, None] >= np.array(LIMITS)
    kinds = (("boilerplate",), ("content", "aside"))
    return np.stack([(flagged & np.isin(labels[used, None], kind)).sum(0) for kind in kinds], axis=1)


def choices(curves: Sequence[np.ndarray], precision: float) -> Iterator[tuple[tuple[int, int], tuple[float, ...]]]:
    """Every choice of a limit for each kind of evidence, none lower than that of plainer evidence, that reaches the
    precision, with what it strips."""
    for chosen in combinations_with_replacement(range(len(LIMITS)), len(curves)):
        right, wrong = sum(c[i] for c, i in zip(curves, chosen))
        if right >= precision * (right + wrong):
            yield (int(right), int(wrong)), tuple(LIMITS[i] for i in chosen)


def fit(pages: Sequence[LabelledPage], but: int | None = None) -> dict[str, object]:
    """Every table, from all pages (but those of one fold)."""
    kept = [p for p in pages if p.fold != but]
    return {
        "boilerplate": rows_of(kept).learn().table(),
        "aside": aside_table(kept),
        "kinds": kind_tables(kept),
    }


def aside_table(pages: Sequence[LabelledPage]) -> dict[str, object]:
    """Captions, bylines and the like against content."""
    used = [
        (tuple(s), int(g["label"] == "aside"))
        for p in pages
        for s, g in zip(p.signals, p.gold)
        if g and g["label"] in ("aside", "content")
    ]
    return Learner(*zip(*used)).table()


def kind_tables(pages: Sequence[LabelledPage]) -> dict[str, object]:
    """One table for each kind, of one regression over all blocks whose kind a person named."""
    used = [
        (tuple(s), str(g["kind"]))
        for p in pages
        for s, g in zip(p.signals, p.gold)
        if g and g["label"] in ("boilerplate", "aside") and g["kind"] not in (None, "title") and g["hand_checked"]
    ]
    rows, kinds = zip(*used)
    names = sorted(set(kinds))
    learner = Learner(rows, [names.index(k) for k in kinds])
    return {name: learner.table(i) for i, name in enumerate(names)}


def write_cross(pages: Sequence[LabelledPage], modes: dict[str, dict[str, float]], target: Path) -> None:
    """The reading of every page in normal mode, by weights that never saw its site, as rows for a scorer."""
    with target.open("w", encoding="utf-8") as out:
        for fold in range(FOLDS):
            learnt = from_dict({"core": sorted(CORE), **fit(pages, fold), "modes": modes})
            for page in pages:
                if page.fold == fold:
                    out.write(json.dumps(cross_row(page, learnt), ensure_ascii=False) + "\n")


def cross_row(page: LabelledPage, learnt: Weights) -> dict[str, object]:
    """A page as `nutgraf batch` would write it, as far as a scorer looks."""
    labelled = list(zip(page.article.blocks, label_blocks(page.article, learnt=learnt)))
    return {
        "id": page.name,
        "text": "\n".join(b.text for b, label in labelled if label.role != "boilerplate"),
        "stripped": [{"text": b.text, "kind": label.kind} for b, label in labelled if label.role == "boilerplate"],
    }


if __name__ == "__main__":
    main()
