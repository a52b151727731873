"""How the spotter does on the project's own pages (`tests/corpus`): figures, and every line it got wrong.

    python tests/bench/corpus.py [--misses] [--gate] [--pin]

`--gate` (`make gate`) sets them beside those of `tests/corpus/baseline.json` and fails when one is worse, as
`tests/unit/test_corpus.py` does; `--pin` makes those of today the baseline.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from nutgraf.dom import letters
from nutgraf.extraction import extract
from nutgraf.model import Article, NoArticleError, Page, Reading
from nutgraf.reader import read

CORPUS = Path(__file__).parents[1] / "corpus"
BASELINE = CORPUS / "baseline.json"
AT_MOST = (
    "content stripped",
    "near misses stripped",
    "content not extracted",
    "content kept out of the summary",
    "boilerplate or an aside in a summary",
    "articles refused",
    "pages without an article read",
)
"""Counts that are better when they are lower."""
AT_LEAST = (
    ("boilerplate stripped", "boilerplate"),
    ("asides recognised", "asides"),
    ("kinds right", "kinds"),
    ("titles right", "articles"),
)
"""Shares that are better when they are higher: what is counted, and what it is a share of."""


@dataclass(frozen=True)
class Change:
    """A figure beside the pinned one; `gain` is above 0 where it got better, below where it got worse."""

    name: str
    pinned: float
    now: float
    gain: float

    def __str__(self) -> str:
        return f"{self.name}: {self.now:g}, was {self.pinned:g}"


@dataclass
class Case:
    """One page of ours, what is expected of it, and what came out (None: no article)."""

    name: str
    expected: dict[str, Any]
    reading: Reading | None
    roles: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    """For each block's letters its role and kind."""

    def role(self, text: str) -> tuple[str, str | None]:
        """The role and kind of the block with this text; `gone` where no block says it."""
        key = letters(text)
        if key in self.roles:
            return self.roles[key]
        inside = [role for other, role in self.roles.items() if len(key) >= 25 and key in other]
        return inside[0] if inside else ("gone", None)


def pages() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Name, HTML and expectations of every case of the corpus."""
    for folder in sorted(p for p in CORPUS.iterdir() if p.is_dir()):
        expected = json.loads((folder / "expected.json").read_text("utf-8"))
        yield folder.name, (folder / "page.html").read_text("utf-8"), expected


def cases() -> Iterator[Case]:
    """Every case of the corpus, read."""
    for name, html, expected in pages():
        try:
            reading = read(html, expected["url"])
        except NoArticleError:
            yield Case(name, expected, None)
            continue
        roles = {letters(b.text): (lab.role, lab.kind) for b, lab in zip(reading.blocks, reading.labels)}
        yield Case(name, expected, reading, roles)


@lru_cache(maxsize=1)
def articles() -> dict[str, Article]:
    """Every page of the corpus that has an article, as extraction gives it, by the name of the case."""
    have = (page for page in pages() if page[2].get("article", True))
    return {name: extract(Page(html=html, url=expected["url"])) for name, html, expected in have}


def figures(read_cases: Iterable[Case]) -> dict[str, dict[str, float]]:
    """The figures of all cases: `at_most` are counts, `at_least` are shares from 0 to 1."""
    counts = Counter(outcome for case in read_cases for outcome in outcomes(case))
    return {
        "at_most": {name: counts[name] for name in AT_MOST},
        "at_least": {name: round(counts[name] / max(1, counts[whole]), 4) for name, whole in AT_LEAST},
    }


def outcomes(case: Case) -> Iterator[str]:
    """Everything about a case that is counted in the figures, once for each time that it happened."""
    if not case.expected.get("article", True):
        if case.reading:
            yield "pages without an article read"
        return
    yield "articles"
    if not case.reading:
        yield "articles refused"
    elif case.reading.title == case.expected["title"]:
        yield "titles right"
    yield from _content_outcomes(case)
    yield from _clutter_outcomes(case)


def _content_outcomes(case: Case) -> Iterator[str]:
    names = {
        "boilerplate": "content stripped",
        "gone": "content not extracted",
        "aside": "content kept out of the summary",
    }
    yield from (names.get(case.role(text)[0], "content") for text in case.expected["content"])
    yield from ("near misses stripped" for text in case.expected["near_misses"] if case.role(text)[0] == "boilerplate")


def _clutter_outcomes(case: Case) -> Iterator[str]:
    yield from ("boilerplate or an aside in a summary" for _ in clutter_in_summary(case))
    for part, right, whole in (
        ("boilerplate", "boilerplate stripped", "boilerplate"),
        ("aside", "asides recognised", "asides"),
    ):
        for line in case.expected[part]:
            role, kind = case.role(line["text"])
            yield whole
            if role == part or (role == "gone" and part == "boilerplate"):
                yield right
            if role == part:
                yield "kinds"
                if kind == line["kind"]:
                    yield "kinds right"


def clutter_in_summary(case: Case) -> list[str]:
    """The sentences of a summary that stand in a line which is boilerplate or an aside."""
    lines = [letters(line["text"]) for part in ("boilerplate", "aside") for line in case.expected[part]]
    sentences = case.reading.summary if case.reading else ()
    return [s.text for s in sentences if any(letters(s.text) in line for line in lines)]


def changes(now: dict[str, dict[str, float]], pinned: dict[str, dict[str, float]]) -> list[Change]:
    """Every figure beside the pinned one."""
    return [
        Change(name, pinned[side][name], figure, sign * (figure - pinned[side][name]))
        for side, sign in (("at_most", -1), ("at_least", 1))
        for name, figure in now[side].items()
    ]


def worse(now: dict[str, dict[str, float]], pinned: dict[str, dict[str, float]]) -> list[str]:
    """Each figure that got worse, in words."""
    return [str(change) for change in changes(now, pinned) if change.gain < 0]


def gate(now: dict[str, dict[str, float]], pinned: dict[str, dict[str, float]]) -> int:
    """Print a table of all figures, what changed marked; 1 when one got worse, else 0."""
    print(f"{'':40}{'pinned':>8}{'now':>8}")
    for change in changes(now, pinned):
        verdict = "WORSE" if change.gain < 0 else "better" if change.gain else ""
        print(f"{change.name:40}{change.pinned:8g}{change.now:8g}  {verdict}".rstrip())
    fallen = worse(now, pinned)
    if fallen:
        print("\npython tests/bench/corpus.py --misses shows every line that came out wrong.", file=sys.stderr)
    return int(bool(fallen))


def baseline() -> dict[str, dict[str, float]]:
    """The pinned figures."""
    pinned: dict[str, dict[str, float]] = json.loads(BASELINE.read_text("utf-8"))
    return pinned


def pin(found: dict[str, dict[str, float]]) -> None:
    """Make these figures the ones below which none may fall."""
    about = "Figures of the spotter over tests/corpus, written by: python tests/bench/corpus.py --pin"
    BASELINE.write_text(json.dumps({"about": about, **found}, indent=2) + "\n", encoding="utf-8")


def wrong_lines(case: Case) -> Iterator[tuple[str, str, str]]:
    """Every line that came out other than expected: what happened, the kind expected, the text."""
    for text in case.expected.get("content", []):
        role, kind = case.role(text)
        if role in ("boilerplate", "gone"):
            yield f"content {role} as {kind}", "content", text
        elif role == "aside":
            yield f"content kept out of the summary as {kind}", "content", text
    for line in case.expected.get("boilerplate", []):
        role, kind = case.role(line["text"])
        if role not in ("boilerplate", "gone"):
            yield f"boilerplate left as {role}", line["kind"], line["text"]
        elif role == "boilerplate" and kind != line["kind"]:
            yield f"boilerplate of the wrong kind: {kind}", line["kind"], line["text"]
    for line in case.expected.get("aside", []):
        role, kind = case.role(line["text"])
        if role == "content":
            yield "aside left as content", line["kind"], line["text"]


def main() -> None:
    """Print the figures, with --misses every wrong line, with --gate beside the baseline, which --pin writes."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--misses", action="store_true", help="print every line that came out other than expected")
    ask.add_argument("--gate", action="store_true", help="compare with the baseline, and fail when a figure is worse")
    ask.add_argument("--pin", action="store_true", help="make these figures the baseline")
    given = ask.parse_args()
    read_cases = list(cases())
    for case in read_cases if given.misses else ():
        for what, kind, text in wrong_lines(case):
            print(f"{case.name}: {what} [{kind}] {text[:90]}")
    found = figures(read_cases)
    if given.gate:
        sys.exit(gate(found, baseline()))
    print(json.dumps(found, indent=2))
    if given.pin:
        pin(found)


if __name__ == "__main__":
    main()
