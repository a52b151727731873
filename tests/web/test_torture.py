"""Pages that are out to harm, sent to a real server: those that are answered at once. `make torture` sends all."""

from __future__ import annotations

import pytest

from bench.torture import GRACE, MEANWHILE, MEMORY_MB, SECONDS, Outcome, summary, table
from hostile import HOSTILE, broken
from web.conftest import Live
from web.stories import HTML

AT_ONCE = [
    "1,000,000 tiny <b>",
    "tables in tables, 150 deep",
    "200,000 nested <div>",
    "3,000 nested <div> around the story",
    "nothing is closed",
    "everything is closed twice",
    "frames",
    "SVG and MathML",
    "an end of script that never comes",
    "an end of comment that never comes",
    "noscript in noscript",
    "50,000 attributes on one tag",
    "an attribute of 5 MB",
    "a class of 100,000 names",
    "pictures in the page, 5 MB",
    "a title of 300 KB of dashes",
    "a billion laughs",
    "references to no character",
    "NULs",
    "lone surrogates",
    "a doctype of 100 KB of slashes",
    "<html repeated",
    "a picture's address of dots",
    "JSON-LD of 200 KB of types",
    "JSON-LD of quotes",
    "JSON-LD nested 100,000 deep",
    "addresses without end",
    "brackets",
]
REFUSED = {"1,000,000 tiny <b>", "200,000 nested <div>", "frames", "lone surrogates", "<html repeated"}
"""Pages without an article, and one that no browser sends: half characters are mended before."""


@pytest.mark.parametrize("name", AT_ONCE)
def test_a_hostile_page_gets_an_answer_and_so_does_the_next_page(live: Live, name: str) -> None:
    status, _, body = live.summary(html=broken(name))

    assert status == (422 if name in REFUSED else 200), body[:300]
    assert name in REFUSED or b"harbour council of Brell" in body
    assert live.summary(html=HTML)[0] == 200


def test_there_are_many_and_each_can_be_sent() -> None:
    assert len(HOSTILE) >= 40
    assert all(1_000 < len(make()) < 9_900_000 for name, make in HOSTILE.items() if name != "a billion laughs")


def outcome(**changed: object) -> Outcome:
    return Outcome(**{**vars_of(), **changed})  # type: ignore[arg-type]


def vars_of() -> dict[str, object]:
    return {
        **{"name": "a <b>", "size": 2_000, "answer": "200, 3 blocks", "seconds": 0.5},
        **{"memory": 10.0, "beside": 0.1, "alive": True},
    }


def test_what_should_not_be_is_named() -> None:
    assert outcome().faults == []
    assert outcome(seconds=SECONDS + GRACE + 0.1).faults == ["late"]
    assert outcome(memory=MEMORY_MB + 1.0, beside=MEANWHILE + 1).faults == ["memory", "others waited"]
    assert outcome(alive=False).faults == ["the server ended"]


def test_the_table_and_its_summary() -> None:
    outcomes = [outcome(), outcome(answer="503, page-timeout", seconds=5.2)]

    assert table(outcomes).splitlines()[2] == "| a &lt;b> | 2 | 200, 3 blocks | 0.50 | 10 | 0.10 | as it should be |"
    assert summary(outcomes) == (
        "2 pages: 2 as they should be, 1 answered within a second, 1 stopped at the limit of 5 s; "
        "0 times the server ended."
    )
