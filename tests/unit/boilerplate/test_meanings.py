"""Every signal is explained, and everything that is explained can be met."""

from __future__ import annotations

import json
import sys
from importlib import resources
from pathlib import Path

import pytest

from bench.corpus import articles
from nutgraf import boilerplate
from nutgraf.boilerplate.lexicon import host_groups, path_pieces, token_groups
from nutgraf.boilerplate.signals import measure

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOM = resources.files(boilerplate.__name__)
MEANINGS = {
    name: meaning
    for table in tomllib.loads((ROOM / "meanings.toml").read_text("utf-8")).values()
    for name, meaning in table.items()
}
CODE = "\n".join(path.read_text("utf-8") for path in Path(boilerplate.__path__[0], "signals").glob("*.py"))
BUILT = {
    "prose_before": '"before"), (1, "after")',
    "prose_after": '"before"), (1, "after")',
    "heading_before": 'f"heading_{name}"',
    "heading_after": 'f"heading_{name}"',
    "link_before": 'f"link_{name}"',
    "link_after": 'f"link_{name}"',
    "says_any": 'f"{family}_any"',
    "hints_any": 'f"{family}_any"',
}
"""Names that the code puts together, and the piece of code that does it."""
FAMILIES = {
    "leads_*": {f"leads_{group}" for group, _ in host_groups()},
    "path_*": {f"path_{group}" for group, _ in path_pieces()},
    "named_*": {f"named_{group}" for groups in token_groups().values() for group in groups},
    "within_*": {f"within_{group}" for groups in token_groups().values() for group in groups},
}


def unexplained(names: set[str]) -> set[str]:
    families = tuple(name.removesuffix("*") for name in MEANINGS if name.endswith("*"))
    return {name for name in names if name not in MEANINGS and not name.startswith(families)}


@pytest.fixture(scope="module")
def met() -> set[str]:
    """Every signal that the project's own pages show."""
    return {name for article in articles().values() for signals in measure(article) for name in signals}


def test_every_signal_that_pages_show_is_explained(met: set[str]) -> None:
    assert len(met) > 100
    assert unexplained(met) == set()


def test_every_signal_that_has_a_weight_is_explained() -> None:
    learnt = json.loads((ROOM / "weights.json").read_text("utf-8"))
    tables = [learnt["boilerplate"], learnt["aside"], *learnt["kinds"].values()]
    weighed = {name for table in tables for pair in table["weights"] for name in pair.split(" & ")}
    assert unexplained(weighed | set(learnt["core"])) == set()


def test_every_group_of_the_lexicon_is_explained() -> None:
    assert unexplained(set().union(*FAMILIES.values())) == set()


@pytest.mark.parametrize("name", [name for name in MEANINGS if not name.endswith("*")])
def test_what_is_explained_is_given_somewhere(name: str) -> None:
    assert f'"{name}"' in CODE or BUILT.get(name, "no such code") in CODE


@pytest.mark.parametrize("family", [name for name in MEANINGS if name.endswith("*")])
def test_every_family_is_met_on_our_pages(family: str, met: set[str]) -> None:
    assert any(name.startswith(family.removesuffix("*")) for name in met)


def test_a_meaning_says_what_is_seen_and_decides_nothing() -> None:
    for name, meaning in MEANINGS.items():
        assert len(meaning.split()) >= 3, name
        assert "boilerplate" not in meaning, name
        assert not meaning.endswith("."), name
