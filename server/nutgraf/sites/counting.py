"""What the pages of a site say of one another, by the numbers of their blocks: no text, no database.

A page is looked up before it is added, so that it never speaks for itself: what counts are other pages. Pages that
share more than SAME_ARTICLE of their long paragraphs are taken for one article (an update, a second address, a live
blog); only the first of them is counted, and none of them counts for another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nutgraf.model import Label
from nutgraf.seen import LineSeen, Said, SiteSeen
from nutgraf.sites import postings
from nutgraf.sites.fingerprints import FEWEST_LONG, MOST_LINES, Fingerprints

SAME_ARTICLE = 0.3
"""Share of a page's long paragraphs, by letters, from which another page that has them holds the same article."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the database holds of the numbers that were asked for."""

    pages: int = 0
    """Pages of the site that were counted."""
    marks: Mapping[int, bytes] = field(default_factory=dict)
    said: Mapping[int, Said] = field(default_factory=dict)


def clutter_by_place(labels: Iterable[Label], page: Fingerprints) -> dict[int, tuple[int, int]]:
    """For each place of a page: the letters there that its own labels call boilerplate, and those in all."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for size, label, place in zip(page.sizes, labels, page.places):
        sums[place][0] += size if label.role == "boilerplate" else 0
        sums[place][1] += size
    return {place: (clutter, every) for place, (clutter, every) in sums.items()}


def related(page: Fingerprints, known: Known) -> frozenset[int]:
    """The pages that hold the same article as this one, itself as it was before among them."""
    shared: Counter[int] = Counter()
    for line, size in page.long.items():
        for other in postings.pages_of(known.marks.get(line, b"")):
            shared[other] += size
    most = SAME_ARTICLE * sum(page.long.values())
    return frozenset(other for other, size in shared.items() if size > most)


def teaches(page: Fingerprints) -> bool:
    """Whether a page may be counted.

    One with too little prose cannot be told from another version of itself; one of very many lines is a list, or out to
    fill the memory.
    """
    return len(page.long) >= FEWEST_LONG and len(page.lines) <= MOST_LINES


def seen(page: Fingerprints, known: Known) -> SiteSeen | None:
    """The counts of a page's blocks on other pages; None where no other page is known and nobody said anything."""
    same = related(page, known)
    pages = max(0, known.pages - len(same))
    if not pages and not known.said:
        return None

    def count(number: int | None) -> int:
        packed = known.marks.get(number, b"") if number is not None else b""
        return postings.without(postings.pages_of(packed), same)

    lines = []
    for line, frame, place in zip(page.lines, page.frames, page.places):
        there = [entry for entry in postings.letters_at(known.marks.get(place, b"")) if entry[0] not in same]
        lines.append(
            LineSeen(
                pages=count(line),
                frame=count(frame),
                place=len(there),
                clutter=sum(entry[1] for entry in there),
                letters=sum(entry[2] for entry in there),
                said=known.said.get(line) if line is not None else None,
            )
        )
    return SiteSeen(pages, tuple(lines))


def added(page: Fingerprints, clutter: Mapping[int, tuple[int, int]], known: Known, number: int) -> dict[int, bytes]:
    """The marks of a page with that page, whose number on its site is `number`, on each of them."""
    lines = {mark for mark in (*page.lines, *page.frames) if mark is not None}
    marks = {mark: postings.with_page(known.marks.get(mark, b""), number) for mark in lines}
    places = {
        place: postings.with_letters(known.marks.get(place, b""), number, *sizes) for place, sizes in clutter.items()
    }
    return {**marks, **places}
