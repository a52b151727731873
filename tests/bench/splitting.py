"""How well texts are split into sentences: `tests/unit/summary/golden.toml`, and sentencex alone beside it.

    python tests/bench/splitting.py [--misses]

Prints the table of docs/summary.md; `tests/unit/summary/test_golden.py` holds the floors.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import sentencex

from nutgraf.summary import split

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CASES = Path(__file__).parents[1] / "unit" / "summary" / "golden.toml"
Splitter = Callable[[str, str], list[str]]


@dataclass(frozen=True)
class Case:
    """One text and the sentences that a reader sees in it; `part` is "golden" or "news"."""

    part: str
    language: str
    rule: str
    text: str
    sentences: list[str]

    def is_right(self, splitter: Splitter) -> bool:
        """Whether exactly these sentences come out."""
        return splitter(self.text, self.language) == self.sentences


def cases() -> list[Case]:
    """Every case of the data file, in its order."""
    parts = tomllib.loads(CASES.read_text("utf-8"))
    return [
        Case(part, language, rule, marked.replace("|", ""), [s.strip() for s in marked.split("|")])
        for part, languages in parts.items()
        for language, rules in languages.items()
        for rule, marked in rules.items()
    ]


def ours(text: str, language: str) -> list[str]:
    """The sentences as nutgraf splits them."""
    return [text[start:end] for start, end in split(text, language)]


def sentencex_alone(text: str, language: str) -> list[str]:
    """The sentences as sentencex splits them, without the white space around them."""
    return [s.strip() for s in sentencex.segment(language, text) if s.strip()]


def misses(found: list[Case]) -> list[str]:
    """A line for each case that is split otherwise than a reader would."""
    wrong = [case for case in found if not case.is_right(ours)]
    return [f"{c.part} {c.language}, {c.rule}: {' | '.join(ours(c.text, c.language))}" for c in wrong]


def table(found: list[Case]) -> Iterator[str]:
    """The figures as lines of Markdown: a row for each part and language, and one for all news cases."""
    yield "| cases | language | number | right | sentencex alone |"
    yield "|---|---|---|---|---|"
    for (part, language), group in groupby(found, key=lambda case: (case.part, case.language)):
        yield _row(part, language, list(group))
    yield _row("news", "all", [case for case in found if case.part == "news"])


def _row(part: str, language: str, group: list[Case]) -> str:
    right, alone = (sum(case.is_right(splitter) for case in group) for splitter in (ours, sentencex_alone))
    return f"| {part} | {language} | {len(group)} | {right} | {alone} |"


def main() -> None:
    """Print the table, with --misses what came out wrong."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--misses", action="store_true", help="print every case that is split otherwise")
    found = cases()
    if ask.parse_args().misses:
        print(*misses(found), sep="\n")
    print(*table(found), sep="\n")


if __name__ == "__main__":
    main()
