"""Labels once more, with what was seen on other pages of the site: evidence beside the page's own, not a verdict.

How likely a block is boilerplate by itself and what was seen of its line and of its place are weighed together
(`repetition.json`, learnt by `tools/train_repetition.py` on sites that have several pages). Some things hold whatever
the weights say:

- What a reader said of the line wins.
- A line that was seen nowhere goes only where its frame was seen, its place had clutter, or no other page has text in
  such a place and its own words hint at clutter.
- A line that says in so many words what it is stays clutter, wherever it stands.
- A short line needs a second sign beside having been seen on one page, a short heading on two.
- Prose goes only where it was seen and its own words, links or place speak against it too.
- The sentence that opens the story stays: a series begins each of its parts with the same one.
- Where too much of a page would go, only what is all but certain goes, and what was boilerplate without memory.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from nutgraf.boilerplate.classifier import Spotted, Verdict, evidence, kind_of
from nutgraf.boilerplate.reasons import reason_for
from nutgraf.boilerplate.signals import Signals
from nutgraf.boilerplate.weights import Table, load, sigmoid
from nutgraf.dom import weight
from nutgraf.model import Article, Block, Label, Remembered
from nutgraf.seen import MOST, LineSeen, SiteSeen

PROSE = 150
"""Letters, by `dom.weight`, from which a block that ends as a sentence does is prose."""
OPENING = 60
"""Letters from which a sentence may be the one that opens the story."""
SHORT = 25
"""Letters below which a line needs a second sign."""
HINTED = -2.0
"""Log-odds of a block by itself from which it hints at boilerplate."""
FEW_PAGES = 2
"""Other pages from which a place that none of them has says something."""
MOST_LETTERS = 0.8
"""Share of a page's letters that memory may leave out before only what is all but certain goes."""
OWN = frozenset(
    {"links_all", "links_most", "links_none", "one_link", "ends_sentence", "tag_head", "tag_item", "tag_row"}
    | {"among_prose", "before_prose", "after_prose"}
)
"""Signals of the page's own that are weighed once more beside what was seen."""
_LINKED = frozenset({"links_all", "links_most", "links_some"})
_SIZES = ((8, "tiny"), (SHORT, "short"), (60, "line"), (PROSE, "lines"))
FEW = 0.05
HALF = 0.3
_SHARES = ((FEW, "none"), (HALF, "some"), (0.6, "half"), (0.95, "most"))
"""Shares of the letters in a place that were boilerplate."""


@dataclass(frozen=True)
class Repetition:
    """What was learnt: a table of signals, what a block's own log-odds count for, and thresholds by mode."""

    table: Table
    own: float
    """What one unit of the block's own log-odds counts for."""
    strip: Mapping[str, float]
    """The probability from which a block goes, by mode."""
    certain: float
    """The same where too much of the page would go."""

    def probability(self, signals: Signals, log_odds: float) -> float:
        """How likely a block is boilerplate with what was seen, 0 to 1."""
        return sigmoid(self.table.score(signals) + self.own * log_odds)


@lru_cache(maxsize=1)
def load_repetition() -> Repetition:
    """What comes with this version."""
    raw = json.loads((resources.files(__package__) / "repetition.json").read_text("utf-8"))
    return Repetition(Table(**raw["table"]), raw["own"], raw["strip"], raw["certain"])


@dataclass(frozen=True, slots=True)
class Case:
    """One block with all that is known of it."""

    block: Block
    label: Label
    """By the page alone."""
    verdict: Verdict | None
    line: LineSeen
    chance: float
    """How likely it is boilerplate with what was seen, 0 to 1."""
    size: int
    """Its letters, by `dom.weight`."""
    opens: bool
    """Whether it is the sentence that opens the story."""

    @property
    def stripped(self) -> bool:
        """Whether it is boilerplate by the page alone."""
        return self.label.role == "boilerplate"


def relabel(
    article: Article, spotted: Spotted, site: SiteSeen, mode: str, learnt: Repetition | None = None
) -> tuple[tuple[Label, ...], Remembered]:
    """The labels of an article with what was seen of its site, and what that changed."""
    learnt = learnt or load_repetition()
    found = list(cases(article, spotted, site, learnt))
    limit = learnt.strip[mode]
    strips = [_goes(case, site.pages, limit) for case in found]
    sizes = [len(b.text) for b in article.blocks]
    if sum(size for size, strip in zip(sizes, strips) if strip) > MOST_LETTERS * sum(sizes):
        strips = [
            _goes(case, site.pages, max(limit, learnt.certain)) or (case.stripped and not case.line.said)
            for case in found
        ]
    labels = tuple(_label(case, strip) for case, strip in zip(found, strips))
    return labels, Remembered(site.pages, *_changes(article.blocks, spotted.labels, labels))


def cases(article: Article, spotted: Spotted, site: SiteSeen, learnt: Repetition) -> Iterator[Case]:
    """Every block of an article with all that is known of it."""
    sizes = [weight(block.text) for block in article.blocks]
    opening = opening_of(article.blocks, sizes, site.lines)
    for i, (block, label, verdict, line) in enumerate(zip(article.blocks, spotted.labels, spotted.found, site.lines)):
        chance = label.confidence
        if verdict is not None and site.pages:
            shown = signals_of(sizes[i], verdict.signals, line, site.pages)
            chance = learnt.probability(shown, log_odds(verdict))
        yield Case(block, label, verdict, line, chance, sizes[i], i == opening)


def _changes(
    blocks: Sequence[Block], before: Sequence[Label], after: Sequence[Label]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    gone = [(b.id, old.role == "boilerplate", new.role == "boilerplate") for b, old, new in zip(blocks, before, after)]
    return tuple(i for i, old, new in gone if new and not old), tuple(i for i, old, new in gone if old and not new)


def log_odds(verdict: Verdict) -> float:
    """A block's own log-odds, within the bounds that the weights were learnt in."""
    chance = min(max(verdict.boilerplate, 1e-4), 1 - 1e-4)
    return math.log(chance / (1 - chance))


def signals_of(size: int, own: Signals, line: LineSeen, pages: int) -> Signals:
    """What is weighed of a block of `size` letters (`dom.weight`) on a site of which so many other pages are known;
    `own` are the page's signals."""
    return frozenset((*_seen_signals(line, _size(size), pages), *(own & OWN)))


def _seen_signals(line: LineSeen, size: str, pages: int) -> Iterator[str]:
    yield f"size_{size}"
    if line.pages:
        yield f"seen_{_many(line.pages)}"
        yield f"seen_{size}"
        if line.pages > 1:
            yield f"seen_twice_{size}"
    else:
        yield f"unseen_{size}_{_many(pages)}"
        if line.frame:
            yield f"frame_{_many(line.frame)}"
    if not line.place:
        yield f"place_new_{_many(pages)}"
        return
    share = clutter_share(line)
    kind = next((name for most, name in _SHARES if share <= most), "all")
    yield f"place_{kind}"
    yield f"place_{kind}_{_many(line.place)}"


def clutter_share(line: LineSeen) -> float:
    """The share of the letters in such a place that was boilerplate on other pages, 0 to 1."""
    return line.clutter / max(1, line.letters)


def _many(pages: int) -> str:
    return next((name for most, name in ((1, "1"), (2, "2"), (5, "3")) if pages <= most), "6")


def _size(size: int) -> str:
    return next((name for most, name in _SIZES if size < most), "prose")


def opening_of(blocks: Sequence[Block], sizes: Sequence[int], lines: Sequence[LineSeen]) -> int | None:
    """Which block opens the story: the first paragraph of some length in it that nobody called clutter."""
    for i, (block, size, line) in enumerate(zip(blocks, sizes, lines)):
        if size >= OPENING and block.tag == "p" and not block.foreign and line.said != "clutter":
            return i
    return None


def _goes(case: Case, pages: int, limit: float) -> bool:
    """Whether a block is boilerplate, with what was seen on so many pages."""
    if case.line.said:
        return case.line.said == "clutter"
    if not pages or case.verdict is None or case.verdict.case:
        return case.stripped
    if case.stripped:
        return case.chance >= limit or evidence(case.verdict.signals) != "silent"
    return case.chance >= limit and may_go(case, case.verdict, pages)


def may_go(case: Case, verdict: Verdict, pages: int) -> bool:
    """Whether memory may have a block left out that would stay without it (see the rules above)."""
    line, size, share = case.line, case.size, clutter_share(case.line)
    hinted = log_odds(verdict) > HINTED
    against = hinted or not _LINKED.isdisjoint(verdict.signals)
    if case.opens and not hinted:
        return False
    if size >= PROSE and "ends_sentence" in verdict.signals:
        return line.pages > 0 and (against or share > HALF)
    if not line.pages:
        strange = not line.place and hinted and pages >= FEW_PAGES
        known = line.frame > 0 or share > FEW
        return strange or (known and (against or share > HALF or size >= SHORT))
    if against or share > HALF:
        return True
    return size >= SHORT or line.pages > (2 if "tag_head" in verdict.signals else 1)


def _label(case: Case, strip: bool) -> Label:
    """The label after all was weighed; the same one where nothing changed."""
    if case.line.said == "content":
        return Label("content", reason="you said that it belongs to the story")
    if case.line.said == "clutter":
        return Label("boilerplate", case.label.kind or "other", "you called it clutter on this site")
    if strip == case.stripped:
        return case.label
    if not strip:
        return Label("content", confidence=1 - case.chance)
    signals = case.verdict.signals if case.verdict else frozenset()
    kind = kind_of(signals, load(), asides=False)
    return Label("boilerplate", kind, _reason(case.line) or reason_for(kind, signals), case.chance)


def _reason(line: LineSeen) -> str | None:
    """What was seen, in words a reader understands; None where it was the page itself."""
    if line.pages:
        return f"stands on {_pages(line.pages)} of this site"
    if line.frame:
        return f"stands on {_pages(line.frame)} of this site, with another name or title"
    if line.place and clutter_share(line) > FEW:
        return f"stands where {_pages(line.place)} of this site had clutter"
    return None


def _pages(number: int) -> str:
    if number >= MOST:
        return f"{MOST} or more other pages"
    return "another page" if number == 1 else f"{number} other pages"
