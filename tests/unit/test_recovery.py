from __future__ import annotations

import pytest

from nutgraf.extraction import extract
from nutgraf.model import Page
from nutgraf.parsing import parse
from nutgraf.recovery import descriptions

STANDFIRST = "After eleven months of repairs the salt works by the harbour fill barrels again, at a price."
FIRST = "The harbour town of Brell has reopened its old salt works, and the first barrels left on Monday morning."
SECOND = "Workers spent eleven months drying the brick vaults, which a flood in spring had filled to the roof."
THIRD = "A barrel will cost ninety crowns, a third more than before, because the wood for it has become scarce."


def texts(*, described: str = STANDFIRST, header: str = f"<p>{STANDFIRST}</p>", below: str = "") -> list[str]:
    html = f"""<!doctype html><html lang="en"><head><title>Salt works reopen</title>
<meta property="og:description" content="{described}"></head><body>
<div class="top"><h1>Salt works reopen</h1>{header}</div>
<div class="ads"><a href="/a">Offers</a></div>
<article class="article-body"><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article>{below}</body></html>"""
    return [block.text for block in extract(Page(html=html)).blocks]


def test_a_standfirst_that_extraction_left_out_stands_first_again():
    found = texts()
    assert found[-4:] == [STANDFIRST, FIRST, SECOND, THIRD]
    assert found.count(STANDFIRST) == 1


def test_it_is_tied_to_its_element():
    html = f"""<html><head><meta name="description" content="{STANDFIRST}"></head><body>
<div class="top"><p class="lede">{STANDFIRST}</p></div><article><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article>"""
    block = next(b for b in extract(Page(html=html)).blocks if b.text == STANDFIRST)
    assert "lede" in block.path[0].tokens


def test_metadata_that_cut_it_off_still_find_the_whole():
    assert STANDFIRST in texts(described=STANDFIRST[:70] + "…")


@pytest.mark.parametrize(
    ("described", "header", "below"),
    [
        pytest.param(FIRST, "", "", id="the description is the first paragraph, which is there"),
        pytest.param(STANDFIRST, "", "", id="the description is not shown"),
        pytest.param("News from Brell", "<p>News from Brell</p>", "", id="a slogan"),
        pytest.param(STANDFIRST, "", f"<div class='teaser'><p>{STANDFIRST}</p></div>", id="it stands below the story"),
        pytest.param(
            STANDFIRST,
            f"<p>{STANDFIRST} {SECOND} {THIRD}</p>",
            "",
            id="its element holds much more than the description",
        ),
    ],
)
def test_what_is_no_standfirst_is_left_where_it_is(described, header, below):
    assert texts(described=described, header=header, below=below)[-3:] == [FIRST, SECOND, THIRD]
    assert STANDFIRST not in texts(described=described, header=header, below=below)


def test_a_standfirst_that_is_there_already_is_not_said_twice():
    html = f"""<html><head><meta name="description" content="{STANDFIRST}"></head><body><article>
<p>{STANDFIRST}</p><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article></body></html>"""
    assert [b.text for b in extract(Page(html=html)).blocks].count(STANDFIRST) == 1


def test_descriptions_are_given_once_each_and_only_long_ones():
    head = f"""<meta name="description" content="{STANDFIRST}"><meta property="og:description" content="{STANDFIRST}">
<meta name="twitter:description" content="News from Brell"><meta name="description">"""
    assert len(list(descriptions(parse(f"<html><head>{head}</head><body><p>{FIRST}</p></body></html>")))) == 1
