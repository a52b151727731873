"""How the spotter does on the project's own pages (`tests/corpus`): figures, and every line it got wrong.

python tests/bench/corpus.py [--misses]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nutgraf.dom import letters
from nutgraf.model import NoArticleError, Reading
from nutgraf.reader import read

CORPUS = Path(__file__).parents[1] / "corpus"


@dataclass
class Case:
    """One page of ours, what is expected of it, and what came out (None: no article)."""

    name: str
    expected: dict[str, Any]
    reading: Reading | None
    roles: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    """For each block's letters its role and kind."""

    def role(self, text: str) -> tuple[str, str | None]:
        """The role and kind of the block with this text; `gone` where no block says it."""
        key = letters(text)
        if key in self.roles:
            return self.roles[key]
        inside = [role for other, role in self.roles.items() if len(key) >= 25 and key in other]
        return inside[0] if inside else ("gone", None)


def cases() -> Iterator[Case]:
    """Every case of the corpus, read."""
    for folder in sorted(p for p in CORPUS.iterdir() if p.is_dir()):
        expected = json.loads((folder / "expected.json").read_text("utf-8"))
        try:
            reading = read((folder / "page.html").read_text("utf-8"), expected["url"])
        except NoArticleError:
            yield Case(folder.name, expected, None)
            continue
        roles = {letters(b.text): (lab.role, lab.kind) for b, lab in zip(reading.blocks, reading.labels)}
        yield Case(folder.name, expected, reading, roles)


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
    """Print the figures, and with --misses every wrong line."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--misses", action="store_true")
    show = ask.parse_args().misses
    totals = {"content": 0, "boilerplate": 0, "aside": 0}
    wrong: dict[str, int] = {}
    for case in cases():
        for part in totals:
            totals[part] += len(case.expected.get(part, []))
        for what, kind, text in wrong_lines(case):
            wrong[what.split(" as ")[0].split(":")[0]] = wrong.get(what.split(" as ")[0].split(":")[0], 0) + 1
            if show:
                print(f"{case.name}: {what} [{kind}] {text[:90]}")
    print(totals, wrong)


if __name__ == "__main__":
    main()
