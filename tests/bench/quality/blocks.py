"""What a text keeps of blocks that a person has labelled: how much boilerplate is gone, how much content with it.

Judged by the text that a reader gets, so that tools which cut blocks in other ways, or none, are comparable. Texts are
compared by their letters and digits alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.quality.outputs import Output

CORE_KINDS = frozenset("follow newsletter comments disclaimer copyright legal app".split())
"""The kinds that no reader wants, whatever the page."""
LONG = 25
"""Letters from which a block is looked for anywhere in the text; a shorter one must be a line of its own."""
CHUNK = 40
"""Letters of the pieces that a block is looked for in, when it is not there whole."""
ENOUGH = 0.8
"""Share of its pieces that make a block count as there."""
GUTTED = 0.1
"""Share of its content above which a page has lost too much."""
_NO_LETTERS = re.compile(r"[\W_]+")
Block = Mapping[str, Any]
Tally = Counter[str]


@dataclass(frozen=True)
class BlockFigures:
    """Shares from 0 to 1 (None: nothing to count, or the tool does not say), and hard negatives as two counts."""

    recall: float | None
    core_recall: float | None
    precision: float | None
    kinds_right: float | None
    content_lost: float | None
    pages_gutted: float | None
    hard_lost: int
    hard: int
    titles_gone: float | None
    leaky: float | None
    polluted: float | None


def letters(text: str) -> str:
    """A text without case, spaces and punctuation."""
    return _NO_LETTERS.sub("", text.lower())


class Kept:
    """The text that a tool left, and what stands in it."""

    def __init__(self, text: str) -> None:
        self._lines = {letters(line) for line in text.splitlines()}
        self._whole = letters(text)

    def holds(self, key: str) -> bool:
        """Whether a block, given by its letters, is there: whole, or most of it piece by piece."""
        if len(key) < LONG:
            return key in self._lines
        if key in self._whole:
            return True
        starts = range(0, max(1, len(key) - CHUNK + 1), CHUNK)
        there = sum(key[start : start + CHUNK] in self._whole for start in starts)
        return there >= ENOUGH * len(starts)


def figures(pages: Sequence[Mapping[str, Any]], outputs: Sequence[Output]) -> BlockFigures:
    """The figures of a tool over labelled pages, its outputs in the same order."""
    n = sum((tally(page, output) for page, output in zip(pages, outputs)), Counter())
    return BlockFigures(
        recall=_share(n, "boilerplate gone", "boilerplate"),
        core_recall=_share(n, "core gone", "core"),
        precision=_ratio(n["boilerplate stripped"], n["boilerplate stripped"] + n["content stripped"]),
        kinds_right=_share(n, "kinds right", "boilerplate stripped"),
        content_lost=_share(n, "letters lost", "letters"),
        pages_gutted=_share(n, "gutted", "full"),
        hard_lost=n["hard lost"],
        hard=n["hard"],
        titles_gone=_share(n, "titles gone", "titles"),
        leaky=_share(n, "leaky", "full"),
        polluted=_share(n, "polluted", "summaries"),
    )


def tally(page: Mapping[str, Any], output: Output) -> Tally:
    """Everything that is counted on one page."""
    named = [(block, letters(block["text"])) for block in page["blocks"] if block["label"] != "unsure"]
    content = [(block, key) for block, key in named if key and block["label"] == "content"]
    # A text that stands on the page twice, as content and as its repeat, says nothing.
    said = {key for _, key in content}
    clutter = [(b, key) for b, key in named if key and b["label"] == "boilerplate" and key not in said]
    kept = Kept(output.text)
    stripped = {letters(text): kind for text, kind in output.stripped}
    n = Counter(_clutter_events(clutter, kept, stripped))
    n.update(_content_events(content, kept, stripped))
    if page["full"]:
        n.update(_page_tally(clutter, content, kept, output))
    return n


def _clutter_events(clutter: list[tuple[Block, str]], kept: Kept, stripped: Mapping[str, str | None]) -> Iterator[str]:
    for block, key in clutter:
        if key in stripped:
            yield "boilerplate stripped"
            if stripped[key] == block["kind"]:
                yield "kinds right"
        for name in _counted_as(block):
            yield name
            if not kept.holds(key):
                yield f"{name} gone"


def _counted_as(block: Block) -> tuple[str, ...]:
    """The counts that a block of boilerplate belongs to; one that no person has looked at belongs to none."""
    if block["kind"] == "title":
        return ("titles",)
    if not block["hand_checked"]:
        return ()
    return ("boilerplate", "core") if block["kind"] in CORE_KINDS else ("boilerplate",)


def _content_events(content: list[tuple[Block, str]], kept: Kept, stripped: Mapping[str, str | None]) -> Iterator[str]:
    for block, key in content:
        if key in stripped:
            yield "content stripped"
        if block["hard_negative"]:
            yield "hard"
            if not kept.holds(key):
                yield "hard lost"


def _page_tally(
    clutter: list[tuple[Block, str]], content: list[tuple[Block, str]], kept: Kept, output: Output
) -> Tally:
    """What can be said of a page only when all of its suspicious blocks have been read."""
    size = sum(len(block["text"]) for block, _ in content)
    lost = sum(len(block["text"]) for block, key in content if not kept.holds(key))
    sentences = [letters(sentence) for sentence in output.summary]
    return Counter(
        {
            "full": 1,
            "leaky": any(kept.holds(key) for _, key in clutter),
            "letters": size,
            "letters lost": lost,
            "gutted": lost > GUTTED * size,
            "summaries": bool(sentences),
            "polluted": any(from_block(sentence, key) for sentence in sentences for _, key in clutter),
        }
    )


def from_block(sentence: str, key: str) -> bool:
    """Whether a sentence comes out of a block or holds it, both as letters; a short one must be the whole other."""
    return sentence == key or (len(key) >= LONG and key in sentence) or (len(sentence) >= LONG and sentence in key)


def _share(n: Tally, part: str, whole: str) -> float | None:
    return _ratio(n[part], n[whole])


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
