"""Every pattern of ours is linear: a page is ordinary input, and a hostile one is made of what lures a pattern most."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

import nutgraf
from growth import FLOOR, MOST, TIMES, assert_linear
from nutgraf.boilerplate.notation import compiled
from nutgraf.boilerplate.phrases import languages, load
from nutgraf.summary.candidates import _with_dash
from nutgraf.summary.cues import cues_for
from nutgraf.summary.data import tables

Pattern = re.Pattern[str] | re.Pattern[bytes]

SIZE = 5_000
"""Characters of a bait again and again, from which on four times as many are read. What takes no time is not."""
MARKS = """ . , - – — _ : ; ! ? | / # @ < > & ( ) [ { " “ ” „ « » ' ‘ ’ ° ► • * © = $1 € ...""".split()
WORDS = """ a A é İ 漢 。 ก അ क ། । A. Ab AB a- a/ a. Dr. 1 1. 1, 19 12:12 2012-12-12 5. (a (AP) a@ a@b. // <a &amp;
    www.a http://a https://a.b/ class=a data-a=1 id=x class=" {"@type": "@type":"A", """.split()
BAITS = [" ", "\n", "\t ", "\u200d", "\u0301", "1. May ", "May 1, ", "AB, "]
BAITS += [*MARKS, *WORDS, *(f"{mark} " for mark in MARKS), *(f"{word} " for word in WORDS)]


@cache
def patterns() -> dict[str, Pattern]:
    """Every compiled pattern of the package by its name: those of modules and their classes, and of tables of data."""
    found: dict[str, Pattern] = {"candidates._with_dash": _with_dash()}
    for module in pkgutil.walk_packages(nutgraf.__path__, "nutgraf."):
        if not module.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(module.name)).items():
                found.update(_of(f"{module.name.removeprefix('nutgraf.')}.{name}", value))
    for language in tables("cues"):
        found.update(_of(f"cues.{language}", {k: getattr(cues_for(language), k) for k in cues_for(language).__slots__}))
    return found


def _of(name: str, value: object) -> Iterator[tuple[str, Pattern]]:
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _of(f"{name}.{key}", inner)
    elif isinstance(value, (list, tuple)):
        for k, inner in enumerate(value):
            yield from _of(f"{name}.{k}", inner)


@cache
def only_matched() -> frozenset[str]:
    """The names of patterns that the package never searches for: they are tried at one place, mostly a beginning."""
    matched: set[str] = set()
    searched: set[str] = set()
    for path in Path(nutgraf.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text())
        calls = {id(n.value): n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                module = ".".join(path.relative_to(Path(nutgraf.__file__).parent).with_suffix("").parts)
                name = f"{module}.{node.id}" if node.id.startswith("_") else node.id
                (matched if calls.get(id(node)) in ("match", "fullmatch") else searched).add(name)
    return frozenset(matched - searched)


def is_only_matched(name: str) -> bool:
    return name in only_matched() or name.rpartition(".")[2] in only_matched() or name == "candidates._with_dash"


def lures(pattern: Pattern, baits: list[str], reading: Callable[[Pattern, str | bytes], object]) -> None:
    """Fail where some bait takes a pattern more than linear time."""
    for bait in baits:
        piece = bait.encode() if isinstance(pattern.pattern, bytes) else bait

        def work(n: int, piece: str | bytes = piece) -> None:
            reading(pattern, piece * (n // len(piece)))

        begin = time.process_time()
        work(TIMES * SIZE)
        if time.process_time() - begin > MOST * FLOOR:
            assert_linear(work, SIZE)


def search(pattern: Pattern, text: str | bytes) -> int:
    return sum(1 for _ in pattern.finditer(text))  # type: ignore[arg-type]


def match(pattern: Pattern, text: str | bytes) -> object:
    return pattern.match(text) or pattern.fullmatch(text)  # type: ignore[arg-type]


def test_there_are_as_many_as_there_seem_to_be() -> None:
    assert len(patterns()) > 200
    assert {"dom._NO_LETTER", "guards._TAG", "summary.setting.QUESTION", "cues.en.caption"} <= patterns().keys()


def test_what_is_only_matched_is_known() -> None:
    assert {"guards._WHOLE", "language._CODE"} <= only_matched()
    assert not {"guards._TAG", "QUESTION", "QUOTED"} & only_matched()


@pytest.mark.parametrize("name", sorted(patterns()))
def test_a_pattern_is_linear(name: str) -> None:
    pattern = patterns()[name]
    own = re.findall(r"\w{2,}", str(pattern.pattern))[:3]

    lures(pattern, [*BAITS, *own, *(f"{word} " for word in own)], match if is_only_matched(name) else search)


@pytest.mark.parametrize("language", languages())
def test_the_phrases_of_a_language_are_linear(language: str) -> None:
    for cue in load(language)[::5]:
        words = " ".join(re.findall(r"\w+", cue.phrase)[:4])
        lures(compiled(cue.regex), [f"{words} ", f"{words[:3]} ", " ", "a ", "1 ", ". "], search)


def test_a_pattern_that_is_not_linear_is_found() -> None:
    with pytest.raises(AssertionError, match="times as long"):
        lures(re.compile(r"a+b"), ["a"], search)
