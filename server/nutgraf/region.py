"""The core of what extraction found: the element of the page that holds the story, and what was taken from below it.

On pages without a plain article element trafilatura takes the whole body. The story's prose still stands in one
element; what comes after it, and is no prose, is the page's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from nutgraf.dom import PageIndex, Place, Tree, letters
from nutgraf.paragraphs import ends_sentence

PROSE = 40
"""Letters from which a text that ends as a sentence does, and is not mostly links, is prose."""
LINKED = 0.3
"""Link density from which a text is not prose."""
CORE = 0.8
"""Share of the prose that the core holds at the least."""
HOLDERS = frozenset({"article", "body", "center", "div", "form", "html", "main", "section", "table", "tbody", "td"})
"""Elements that may hold a story: a paragraph with most of the prose in it does not."""
FEWEST = 2
"""Passages of prose below the core that are other stories: a single one may be a note on this one, or on its author."""
FEWEST_STORIES = 2
"""Article elements from which a page may hold more stories than one."""
HEADLINE = 10
"""Letters from which a heading can be told from a word that is in many titles."""
NEARLY_ALL = 0.9
"""Share of the prose from which prose outside the core is not the story's either."""


@dataclass(frozen=True)
class Passage:
    """What has to be known of a block: its text, its tag, its place, the share of its characters that are links."""

    text: str
    tag: str
    place: Place | None
    link_density: float

    @property
    def size(self) -> int:
        """Letters of it that were found."""
        return self.place.end - self.place.start if self.place else 0

    @cached_property
    def is_prose(self) -> bool:
        """Whether it is a paragraph of running text: an entry of a list, or a heading, is none."""
        return self.tag not in ("head", "item") and is_prose(self.text, self.size, self.link_density)


def is_prose(text: str, size: int, link_density: float) -> bool:
    """Whether a text of so many letters is a paragraph of running text."""
    return size >= PROSE and link_density < LINKED and ends_sentence(text)


def core(index: PageIndex, passages: Iterable[Passage], share: float = CORE) -> Tree | None:
    """The smallest element that holds this share of the prose among the passages, None where there is none."""
    inside: dict[Tree, int] = defaultdict(int)
    total = 0
    for passage in passages:
        if passage.place and passage.is_prose:
            total += passage.size
            for element in passage.place.elements:
                inside[element] += passage.size
    holding = [e for e, size in inside.items() if size >= share * total and e.tag in HOLDERS]
    return min(holding, key=lambda e: index.spans[e][1] - index.spans[e][0], default=None)  # the innermost comes first


def outside(index: PageIndex, passages: Sequence[Passage]) -> frozenset[int]:
    """Numbers of the passages that come after the core and are no part of the story.

    That is whatever is no prose and no code, and prose too, where the core has nearly all of it. Where over half as
    much would go as there is prose, links apart, the core is not the story, and all stays.
    """
    around = core(index, passages)
    if around is None or not any(p.place and p.place.start >= index.spans[around][1] for p in passages):
        return frozenset()
    loose = _after(index, passages, around, prose=False)
    further = _after(index, passages, core(index, passages, NEARLY_ALL), prose=True)
    further = further if len(further) >= FEWEST else frozenset()
    prose = sum(p.size for p in passages if p.is_prose)
    going = sum(passages[i].size for i in loose | further if passages[i].link_density < LINKED)
    return loose | further if going <= prose / 2 else frozenset()


def other_stories(tree: Tree, index: PageIndex, passages: Sequence[Passage]) -> frozenset[int]:
    """Numbers of the passages that stand in another article than the one whose heading is the page's title.

    An article element is "a complete, or self-contained, composition" (HTML standard): a site that loads the next story
    below this one, or lists stories in full, gives each its own. On a page where no article has the title, as where
    a live blog's entries are articles, there are none.
    """
    if sum(1 for _ in tree.iter("article")) < FEWEST_STORIES:
        return frozenset()
    title = letters(tree.findtext(".//title") or "")
    stories = [_story(p.place) if p.place else None for p in passages]
    told = dict.fromkeys(s for s, p in zip(stories, passages) if s is not None and p.is_prose)
    own = next((s for s in told if _is_headed(s, index, title)), None)
    return frozenset(i for i, s in enumerate(stories) if own is not None and s is not None and s is not own)


def _story(place: Place) -> Tree | None:
    """The outermost article around a place."""
    return next((e for e in reversed(place.elements) if e.tag == "article"), None)


def _is_headed(story: Tree, index: PageIndex, title: str) -> bool:
    """Whether one of an article's main headings is the page's title, or the part of it that does not name the site."""
    said = (index.letters[slice(*index.spans[h])] for h in story.iter("h1", "h2") if h in index.spans)
    return any(len(key) >= HEADLINE and (key in title or title in key) for key in said if title)


def _after(index: PageIndex, passages: Sequence[Passage], around: Tree | None, *, prose: bool) -> frozenset[int]:
    if around is None:
        return frozenset()
    end = index.spans[around][1]
    after = [(i, p, p.place) for i, p in enumerate(passages) if p.place and p.place.start >= end]
    halves = {e for _, p, place in after if p.is_prose for e in place.elements if is_half(e, around)}
    return frozenset(
        i for i, p, place in after if p.is_prose == prose and p.tag != "code" and halves.isdisjoint(place.elements)
    )


def is_half(element: Tree, around: Tree) -> bool:
    """Whether an element is of the core's own make: sites cut a body in two, around an advertisement."""
    return element.tag == around.tag and bool(around.get("class")) and element.get("class") == around.get("class")
