from __future__ import annotations

from collections.abc import Sequence

import pytest

from nutgraf.dom import PageIndex
from nutgraf.parsing import parse
from nutgraf.region import Passage, core, other_stories, outside
from story_lines import FERRY, PRICE, SALT, SHAFT, VAULTS

STORY = f"<div id='story'><p>{SALT}</p><p>{VAULTS}</p><p>{PRICE}</p></div>"
THREE = [SALT, VAULTS, PRICE]


def page(body: str, texts: Sequence[str], tags: dict[str, str] | None = None, title: str = ""):
    tree = parse(f"<html><head><title>{title}</title></head><body>{body}</body></html>")
    index = PageIndex(tree)
    places = index.locate(texts)
    assert None not in places
    return tree, index, [Passage(t, (tags or {}).get(t, "p"), p, 0.0) for t, p in zip(texts, places)]


def gone(body: str, texts: Sequence[str], tags: dict[str, str] | None = None) -> list[str]:
    _, index, passages = page(body, texts, tags)
    return [texts[i] for i in sorted(outside(index, passages))]


# core


def test_the_core_is_the_smallest_element_around_most_of_the_prose():
    _, index, passages = page(f"<main>{STORY}<p>{FERRY}</p></main>", THREE)
    found = core(index, passages)
    assert found is not None
    assert found.get("id") == "story"


def test_a_paragraph_is_no_core():
    _, index, passages = page(f"<div id='x'><p>{SALT}</p></div>", [SALT])
    found = core(index, passages)
    assert found is not None
    assert found.get("id") == "x"


def test_where_there_is_no_prose_there_is_no_core():
    _, index, passages = page("<div><p>Menu</p><h2>Weather and sea</h2></div>", ["Menu", "Weather and sea"])
    assert core(index, passages) is None
    assert outside(index, passages) == frozenset()


# outside


def test_lines_below_the_core_are_the_pages_own():
    assert gone(f"{STORY}<div>Share Tools<p>Most read</p></div>", [*THREE, "Most read"]) == ["Most read"]


def test_what_stands_above_the_core_or_in_it_stays():
    body = f"<h1>Salt again</h1><div id='story'><p>{SALT}</p><h2>The cost</h2><p>{VAULTS}</p><p>{PRICE}</p></div>"
    assert gone(body, ["Salt again", SALT, "The cost", VAULTS, PRICE]) == []


def test_prose_below_a_core_with_nearly_all_of_it_goes_too():
    long = [f"{text} {i}." for i in range(8) for text in THREE]
    body = "<div>" + "".join(f"<p>{t}</p>" for t in long) + f"</div><div><p>{FERRY}</p><p>{SHAFT}</p></div>"
    assert gone(body, [*long, FERRY, SHAFT]) == [FERRY, SHAFT]


def test_a_single_paragraph_below_is_a_note_on_the_story():
    long = [f"{text} {i}." for i in range(8) for text in THREE]
    body = "<div>" + "".join(f"<p>{t}</p>" for t in long) + f"</div><div><p>{FERRY}</p></div>"
    assert gone(body, [*long, FERRY]) == []


def test_code_below_the_core_stays():
    assert gone(f"{STORY}<pre>make salt</pre>", [*THREE, "make salt"], {"make salt": "code"}) == []


def test_where_more_would_go_than_stays_all_stays():
    lines = [f"Entry {i} of the index of the salt works" for i in range(20)]
    assert gone(STORY + "".join(f"<p>{line}</p>" for line in lines), [*THREE, *lines]) == []


def test_the_other_half_of_a_body_is_no_foreign_region():
    first = f"<div class='body'><p>{SALT}</p><p>{VAULTS}</p><p>{PRICE}</p><p>{FERRY}</p><p>{SALT} 2.</p></div>"
    second = f"<div class='body'><p>What it costs</p><p>{SHAFT}</p></div>"
    assert gone(f"{first}<div>Advertisement</div>{second}", [*THREE, FERRY, f"{SALT} 2.", "What it costs", SHAFT]) == []


# other stories

OWN = f"<article><h1>Salt works reopen</h1><p>{SALT}</p><p>{VAULTS}</p></article>"
NEXT = f"<article><h1>Ferry sails again</h1><p>{FERRY}</p></article>"


@pytest.mark.parametrize(
    ("title", "body", "foreign"),
    [
        pytest.param("Salt works reopen | The Brell Post", OWN + NEXT, [FERRY], id="the next story is loaded below"),
        pytest.param("Salt works reopen | The Brell Post", NEXT + OWN, [FERRY], id="a story stands above"),
        pytest.param("Live: the day in Brell", OWN + NEXT, [], id="entries of a live blog"),
        pytest.param("", OWN + NEXT, [], id="no title"),
        pytest.param("Salt works reopen", OWN + f"<p>{FERRY}</p>", [], id="a paragraph outside articles"),
        pytest.param("Salt works reopen", f"<article>{OWN}{NEXT}</article>", [], id="articles in one article"),
    ],
)
def test_other_stories(title, body, foreign):
    texts = [FERRY, SALT, VAULTS] if body.startswith(NEXT) else [SALT, VAULTS, FERRY]
    tree, index, passages = page(body, texts, title=title)
    assert [texts[i] for i in sorted(other_stories(tree, index, passages))] == foreign


def test_a_heading_that_no_reader_sees_is_no_heading():
    body = f"<article><noscript><h1>Salt works reopen</h1></noscript><p>{SALT}</p></article>{NEXT}"
    tree, index, passages = page(body, [SALT, FERRY], title="Salt works reopen")
    assert other_stories(tree, index, passages) == frozenset()
