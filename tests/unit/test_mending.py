"""What extraction took, set right: marks on what is not of the story, what was missing in its place."""

from __future__ import annotations

from collections.abc import Sequence

from nutgraf.cutting import Piece
from nutgraf.dom import PageIndex
from nutgraf.mending import mend
from nutgraf.model import Article, Block
from nutgraf.parsing import parse
from story_lines import FERRY, PRICE, SALT, SHAFT, VAULTS

NEXT = "Most read this week"


def blocks(body: str, texts: Sequence[str], title: str = "") -> tuple[Block, ...]:
    """The blocks of a page of which an extractor took these paragraphs."""
    tree = parse(f"<html><head><title>{title}</title></head><body>{body}</body></html>")
    return mend(tree, PageIndex(tree), [Piece("p", text) for text in texts])


def told(found: Sequence[Block]) -> list[tuple[str, str | None]]:
    return [(b.text, b.foreign) for b in found]


def story(*texts: str, name: str = "story") -> str:
    return f"<div class='{name}'>{''.join(f'<p>{t}</p>' for t in texts)}</div>"


def test_a_line_below_the_story_stays_and_says_so() -> None:
    found = blocks(f"{story(SALT, VAULTS, PRICE)}<div><p>{NEXT}</p></div>", [SALT, VAULTS, PRICE, NEXT])
    assert told(found) == [(SALT, None), (VAULTS, None), (PRICE, None), (NEXT, "below")]
    assert [b.id for b in found] == [0, 1, 2, 3]


def test_another_story_stays_and_says_so() -> None:
    one = f"<article><h1>Salt works reopen after the flood</h1>{story(SALT, VAULTS)}</article>"
    two = f"<article><h1>The ferry sails again in May</h1>{story(FERRY, SHAFT)}</article>"
    found = blocks(one + two, [SALT, VAULTS, FERRY, SHAFT], "Salt works reopen after the flood")
    assert told(found) == [(SALT, None), (VAULTS, None), (FERRY, "another"), (SHAFT, "another")]


def test_what_was_missing_comes_back_among_the_storys_own() -> None:
    page = f"{story(SALT, VAULTS, PRICE)}<div><p>{NEXT}</p></div>"
    assert told(blocks(page, [SALT, PRICE, NEXT])) == [(SALT, None), (VAULTS, None), (PRICE, None), (NEXT, "below")]


def test_a_foreign_block_on_top_does_not_move_what_comes_back() -> None:
    """Trafilatura now and then gives first what the page has last."""
    page = f"{story(SALT, VAULTS, PRICE)}<div><p>{NEXT}</p></div>"
    assert told(blocks(page, [NEXT, SALT, PRICE])) == [(NEXT, "below"), (SALT, None), (VAULTS, None), (PRICE, None)]


def test_elements_are_measured_by_the_story_alone() -> None:
    page = f"<main>{story(SALT, VAULTS, PRICE)}<div class='foot'><p>{NEXT}</p></div></main>"
    salt, *_, below = blocks(page, [SALT, VAULTS, PRICE, NEXT])
    shares = {element.tokens: element.share for element in (*salt.path, *below.path)}
    assert shares[("story",)] == 1
    assert shares[("foot",)] == 0


def test_an_article_without_its_foreign_blocks() -> None:
    found = blocks(f"{story(SALT, VAULTS, PRICE)}<div><p>{NEXT}</p></div>", [SALT, VAULTS, PRICE, NEXT])
    assert Article(blocks=found).story.blocks == found[:3]
