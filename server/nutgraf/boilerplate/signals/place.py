"""Signals of where a block stands: from both ends, among its neighbours, and against the title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from nutgraf.boilerplate.signals.text import END, tokens
from nutgraf.dom import letters
from nutgraf.model import Article, Block, count_words

PROSE_WORDS = 20
"""Words from which a block with an end mark counts as prose."""
CLOSING = 40
"""Characters at the end of a block among which its end mark is, whatever closes behind it."""
MANY = 400
"""Blocks up to which every block is sought in all others: the cost grows with their square."""


@dataclass(frozen=True)
class Layout:
    """What place signals need to know of the whole article, worked out once."""

    words: tuple[int, ...]
    """Words of each block."""
    prose: frozenset[int]
    """Indices of the blocks of prose."""
    first_prose: int
    last_prose: int
    """Index of the first and the last block of prose; 0 and the last block where there is none."""
    titles: tuple[tuple[str, frozenset[str]], ...]
    """Letters and words of every wording of the title."""
    counts: dict[str, int]
    """For each word, the number of blocks it stands in."""
    letters: tuple[str, ...]
    first_seen: dict[str, int]
    """For each block's letters, the first block that has them."""
    joined: str
    """The letters of all blocks, one per line; empty for articles of more than `MANY` blocks."""

    @classmethod
    def of(cls, article: Article) -> Layout:
        """Measure an article."""
        blocks = article.blocks
        words = tuple(count_words(b.text) for b in blocks)
        prose = [i for i, b in enumerate(blocks) if is_prose(b, words[i])]
        first, last = (prose[0], prose[-1]) if prose else (0, len(blocks) - 1)
        counts = Counter(chain.from_iterable(word_set(b.text) for b in blocks))
        titles = tuple((letters(t), word_set(t)) for t in article.headlines or filter(None, [article.title]))
        keys = tuple(letters(b.text) for b in blocks)
        first_seen: dict[str, int] = {}
        for i, key in enumerate(keys):
            first_seen.setdefault(key, i)
        joined = "\n".join(keys) if len(keys) <= MANY else ""
        return cls(words, frozenset(prose), first, last, titles, counts, keys, first_seen, joined)


def is_prose(block: Block, words: int) -> bool:
    """Whether a block reads like a paragraph: long enough, ends as a sentence, mostly not links."""
    ends = max(0, len(block.text) - CLOSING)
    return words >= PROSE_WORDS and block.link_density < 0.5 and END.search(block.text, ends) is not None


@lru_cache(maxsize=512)
def word_set(text: str) -> frozenset[str]:
    """The words of three letters or more, lower case."""
    return frozenset(word for word in tokens(text) if len(word) >= 3)


def place_signals(blocks: Sequence[Block], i: int, layout: Layout) -> Iterator[str]:
    """The names of the signals that the place of block `i` gives."""
    last = len(blocks) - 1
    if i < layout.first_prose:
        yield "before_prose"
    elif i > layout.last_prose:
        yield "after_prose"
    else:
        yield "among_prose"
    if i == 0:
        yield "first"
    elif i < 3:
        yield "first_three"
    if i == last:
        yield "last"
    elif i > last - 3:
        yield "last_three"
    if i >= 0.8 * last:
        yield "last_fifth"
    yield from _neighbours(blocks, i, layout)
    yield from _repetition(i, layout)
    yield from _topic(i, blocks[i], layout)


def _neighbours(blocks: Sequence[Block], i: int, layout: Layout) -> Iterator[str]:
    for step, name in ((-1, "before"), (1, "after")):
        j = i + step
        if not 0 <= j < len(blocks):
            continue
        if j in layout.prose:
            yield f"prose_{name}"
        elif blocks[j].tag == "head":
            yield f"heading_{name}"
        if blocks[j].link_density > 0.8:
            yield f"link_{name}"


def _repetition(i: int, layout: Layout) -> Iterator[str]:
    key = layout.letters[i]
    if len(key) >= 8 and layout.first_seen[key] < i:
        yield "said_before"
    elif len(key) >= 25 and layout.joined.count(key) > 1:
        yield "said_elsewhere"


def _topic(i: int, block: Block, layout: Layout) -> Iterator[str]:
    """How much a block's words are the article's own: a line about something else leads away from it."""
    words = word_set(block.text)
    if len(layout.letters[i]) >= 4:
        yield from _title(layout.letters[i], words, layout)
    if len(words) < 3 or layout.words[i] > 60:
        return
    shared = sum([layout.counts.get(w, 0) > 1 for w in words]) / len(words)
    if shared < 0.2:
        yield "topic_foreign"
    elif shared < 0.45:
        yield "topic_partly"
    else:
        yield "topic_own"


def _title(key: str, words: frozenset[str], layout: Layout) -> Iterator[str]:
    if any(_same_title(key, title) for title, _ in layout.titles):
        yield "repeats_title"
        return
    shared = [(len(words & title), len(title)) for _, title in layout.titles]
    if any(n >= 4 and both >= 0.6 * (len(words) + n - both) for both, n in shared):
        yield "like_title"
    elif any(both >= 3 for both, _ in shared):
        yield "shares_title_words"


def _same_title(key: str, title: str) -> bool:
    """Alike to the letter, or one holds the other and not much more (a site's name, a kicker)."""
    shorter, longer = (key, title) if len(key) <= len(title) else (title, key)
    return key == title or (len(shorter) >= 15 and len(shorter) >= 0.5 * len(longer) and shorter in longer)
