"""From signals to labels, as a story: what a block shows, what that counts for, what is safe.

Thresholds (`weights.json`): from one on, lower the more plainly a block says what it is, it is boilerplate; from
`doubt` on it stays in the text and is left out of the summary; from `aside` on it is a caption, a byline, a credit.
A page that would lose too much keeps all but what says what it is. Blocks that extraction took from outside of the
story are left out without weighing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nutgraf.boilerplate import weights
from nutgraf.boilerplate.reasons import reason_for
from nutgraf.boilerplate.signals import Signals, measure, measure_alone
from nutgraf.boilerplate.weights import Thresholds, Weights
from nutgraf.model import Article, Block, Foreign, Label

ASIDES = frozenset({"caption", "byline", "author_bio", "credit", "correction", "references"})
"""Kinds that stay in the reading text and are left out of the summary."""
_OTHERWISE_SAID = frozenset({"says_related", "says_promo"})
"""Strong cues that stories also hold ("read more", "buy"): they need more evidence than the others."""
_NOT_SAID = frozenset({"says_any", *(f"says_{kind}" for kind in ASIDES)})
"""Strong cues that say nothing for stripping a block."""
_MESSENGER = frozenset({"leads_messenger", "mentions_whatsapp", "mentions_telegram"})
_TITLE = frozenset({"repeats_title", "like_title"})
_PARAGRAPH = frozenset({"words_17_30", "words_31_60", "words_over_60"})
_SPOKEN = frozenset({"words_31_60", "words_over_60", "begins_quote"})
"""Signals of a line that may be a paragraph or somebody's words, whatever it says."""
MOST_CHARACTERS = 0.35
"""Share of a page's characters that may be stripped before only plain evidence counts."""
MOST_BLOCKS = 0.5
FEW_BLOCKS = 4
"""A page with no more blocks than this is guarded by its characters alone."""
FOREIGN: dict[Foreign, str] = {"another": "belongs to another story on the page", "below": "stands below the story"}
"""Why a block is left out that is none of the story's, in words a reader understands."""
SURE = 0.95
"""The least confidence of a plain case."""
BELOW = 0.9
"""How sure it is that what stands outside of the story is none of it: the share of such blocks that a person had read
and called boilerplate, 178 of 197 on the pages of `weights.json`."""
TITLE_BLOCKS = 3
"""Blocks from the top among which a title is looked for, besides those before the first prose."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one block: its signals and the two probabilities."""

    signals: Signals
    boilerplate: float
    aside: float
    case: str | None
    """The kind, where it is a plain case (`plain_case`)."""


@dataclass(frozen=True, slots=True)
class Spotted:
    """What the page alone says of each of an article's blocks."""

    labels: tuple[Label, ...]
    found: tuple[Verdict | None, ...]
    """None for a block that is none of the story's: it was not weighed."""


def label_blocks(article: Article, mode: str = "normal", learnt: Weights | None = None) -> tuple[Label, ...]:
    """A label for every block of an article, in the order of the blocks.

    `mode` is how much is stripped: `careful`, `normal` or `strict`. `learnt` stands in for the weights that come with
    this version, as training needs it.
    """
    return spot(article, mode, learnt).labels


def spot(article: Article, mode: str = "normal", learnt: Weights | None = None) -> Spotted:
    """The same with what was found of every block."""
    learnt = learnt or weights.load()
    story = article.story
    own = verdicts(story, learnt)
    labels = _label_story(story, own, learnt.modes[mode], learnt)
    found = iter(own)
    return Spotted(
        tuple(_label_foreign(article, b, b.foreign, learnt) if b.foreign else next(labels) for b in article.blocks),
        tuple(None if b.foreign else next(found) for b in article.blocks),
    )


def _label_story(story: Article, found: Sequence[Verdict], limits: Thresholds, learnt: Weights) -> Iterator[Label]:
    """The labels of an article's own blocks."""
    stripped = guard(
        story.blocks, found, [v.case is not None or v.boilerplate >= limits.strip(evidence(v.signals)) for v in found]
    )
    return (_label(v, strip, limits, learnt) for v, strip in zip(found, stripped))


def _label_foreign(article: Article, block: Block, where: Foreign, learnt: Weights) -> Label:
    """The label of a block that is none of the story's: it is left out, save a note on the author or the sources."""
    signals = measure_alone(article, block)
    if where == "below" and says_aside(signals):
        kind = kind_of(signals, learnt, asides=True)
        return Label("aside", kind, reason_for(kind, signals), BELOW)
    kind = "related" if where == "another" else kind_of(signals, learnt, asides=False)
    return Label("boilerplate", kind, FOREIGN[where], BELOW)


def says_aside(signals: Signals) -> bool:
    """Whether a block says in so many words that it is a caption, a byline, a credit, and not that it is clutter."""
    said = {s for s in signals if s.startswith("says_")}
    return bool(said) and said <= _NOT_SAID


def verdicts(article: Article, learnt: Weights) -> tuple[Verdict, ...]:
    """What every block shows, and how likely that makes it boilerplate or an aside."""
    return tuple(
        Verdict(
            signals,
            learnt.boilerplate_probability(signals),
            learnt.aside.probability(signals),
            plain_case(i, signals),
        )
        for i, signals in enumerate(measure(article))
    )


def evidence(signals: Signals) -> str:
    """How plainly a block says what it is: `plain`, `said` or `silent`. What it quotes it may not say itself."""
    said = {s for s in signals if s.startswith("says_") and s not in _NOT_SAID}
    if not said:
        return "silent"
    return "plain" if said - _OTHERWISE_SAID and "begins_quote" not in signals else "said"


def plain_case(i: int, signals: Signals) -> str | None:
    """The kind of block `i` where no weighing is needed, else None.

    The title (`is_title`); a line that is nothing but the address of a messenger's channel, or that asks in so many
    words to follow one. A sentence among paragraphs may report that somebody asked, and a long one at the top may be
    the lead in the title's words: those are weighed.
    """
    sentence = "ends_sentence" in signals
    if is_title(i, signals) and not (sentence and not _PARAGRAPH.isdisjoint(signals)):
        return "title"
    if _MESSENGER.isdisjoint(signals):
        return None
    asks = "says_follow" in signals and _SPOKEN.isdisjoint(signals) and not (sentence and "among_prose" in signals)
    return "follow" if "bare_url" in signals or asks else None


def is_title(i: int, signals: Signals) -> bool:
    """Whether block `i` is the title: its words where a title stands, or as a main heading anywhere; else the heading
    that a page opens on in its header, whatever its wording."""
    at_top = i < TITLE_BLOCKS or "before_prose" in signals
    if not _TITLE.isdisjoint(signals):
        return at_top or {"repeats_title", "in_h1"} <= signals
    return i == 0 and {"tag_head", "in_header"} <= signals and "words_1_3" not in signals


def guard(blocks: Sequence[Block], found: Sequence[Verdict], stripped: Sequence[bool]) -> list[bool]:
    """Keep a page from being gutted: where too much would go, only what plainly says what it is goes."""
    lengths = [len(b.text) for b in blocks]
    gone = sum(length for length, strip in zip(lengths, stripped) if strip)
    many = len(blocks) > FEW_BLOCKS and sum(stripped) > MOST_BLOCKS * len(blocks)
    if not many and gone <= MOST_CHARACTERS * sum(lengths):
        return list(stripped)
    plain = [strip and (v.case is not None or "says_any" in v.signals) for v, strip in zip(found, stripped)]
    kept = sum(length for length, strip in zip(lengths, plain) if not strip)
    return plain if kept > MOST_CHARACTERS * sum(lengths) else [False] * len(plain)


def _label(verdict: Verdict, strip: bool, limits: Thresholds, learnt: Weights) -> Label:
    if strip:
        kind = verdict.case or kind_of(verdict.signals, learnt, asides=False)
        sure = max(SURE, verdict.boilerplate) if verdict.case else verdict.boilerplate
        return Label("boilerplate", kind, reason_for(kind, verdict.signals), sure)
    if verdict.aside >= limits.aside:
        kind = kind_of(verdict.signals, learnt, asides=True)
        return Label("aside", kind, reason_for(kind, verdict.signals), verdict.aside)
    if verdict.boilerplate >= limits.doubt:
        kind = kind_of(verdict.signals, learnt, asides=False)
        reason = f"may be clutter: {reason_for(kind, verdict.signals)}"
        return Label("aside", kind, reason, verdict.boilerplate)
    return Label("content", confidence=1 - max(verdict.boilerplate, verdict.aside))


def kind_of(signals: Signals, learnt: Weights, *, asides: bool) -> str:
    """The kind that a block looks most like, among the asides or among the others; what it says itself comes first."""
    fitting = [kind for kind in learnt.kinds if (kind in ASIDES) == asides and kind != "title"]
    said = [kind for kind in fitting if f"says_{kind}" in signals]
    hinted = [kind for kind in fitting if f"hints_{kind}" in signals]
    return max(said or hinted or fitting, key=lambda kind: learnt.kinds[kind].score(signals))
