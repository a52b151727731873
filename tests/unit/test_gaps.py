from __future__ import annotations

from collections.abc import Sequence

import pytest

from growth import assert_linear
from nutgraf.dom import PageIndex
from nutgraf.extraction import extract
from nutgraf.gaps import Covered, find_gaps, is_apart, tag_of
from nutgraf.model import Page
from nutgraf.parsing import parse
from nutgraf.region import Passage
from story_lines import FERRY, PRICE, SALT, SHAFT, VAULTS


def gaps(body: str, texts: Sequence[str] = (SALT, VAULTS)) -> list[tuple[str, str]]:
    """What is missing from a page of which an extractor found these paragraphs: tags and texts."""
    index = PageIndex(parse(f"<html><body>{body}</body></html>"))
    places = index.locate(texts)
    found = find_gaps(index, [Passage(t, "p", p, 0.0) for t, p in zip(texts, places)])
    return [(tag_of(f), f.text) for f in found]


def between(markup: str) -> list[tuple[str, str]]:
    return gaps(f"<div class='story'><p>{SALT}</p>{markup}<p>{VAULTS}</p></div>")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (f"<p>{PRICE}</p>", [("p", PRICE)]),
        (f"<div>{PRICE}</div>", [("p", PRICE)]),
        (f"<blockquote>{PRICE}</blockquote>", [("quote", PRICE)]),
        (
            "<ul><li>Three kinds of salt</li><li>Two of brine</li></ul>",
            [("item", "Three kinds of salt"), ("item", "Two of brine")],
        ),
        ("<ul><li><p>Three kinds of salt</p></li></ul>", [("item", "Three kinds of salt")]),
        ("<dl><dt>Brine</dt><dd>Water with salt</dd></dl>", [("item", "Brine"), ("item", "Water with salt")]),
        ("<h2>What it costs</h2>", [("head", "What it costs")]),
        (f"{PRICE}<br><br>{FERRY}<br>", [("p", PRICE), ("p", FERRY)]),
    ],
)
def test_what_reads_as_a_part_of_the_story_is_missing(markup, expected):
    assert between(markup) == expected


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<p>Advertisement</p>", id="a line that is no sentence"),
        pytest.param(f"<aside><p>{PRICE}</p></aside>", id="an aside"),
        pytest.param(f"<figure><figcaption>{PRICE}</figcaption></figure>", id="a caption"),
        pytest.param(f"<div class='newsletter-box'><p>{PRICE}</p></div>", id="named as something else"),
        pytest.param(f"<div hidden><p>{PRICE}</p></div>", id="hidden"),
        pytest.param(f"<p><a href='/price'>{PRICE}</a></p>", id="a link"),
        pytest.param(f"<a href='/price'><div>{PRICE}</div></a>", id="inside a link"),
        pytest.param("<ul><li><a href='/a'>Ferry sails again</a></li></ul>", id="a list of links"),
        pytest.param(
            f"<div class='x7'><div class='x8'>{PRICE}</div></div>", id="a small box like nothing in the story"
        ),
        pytest.param(f"<p>{SALT}</p>", id="said already"),
    ],
)
def test_what_does_not_is_not(markup):
    assert between(markup) == []


def test_what_stands_outside_the_found_blocks_is_left_out():
    assert gaps(f"<div><p>{PRICE}</p><p>{SALT}</p><p>{VAULTS}</p><p>{FERRY}</p></div>") == []


def test_without_prose_nothing_is_missing():
    assert gaps("<div><p>Menu</p><p>Weather</p></div>", ["Menu"]) == []


HALF = f"<div class='chunk'><p>{PRICE}</p><p>{FERRY}</p></div>"
FIRST = f"<div class='chunk'><p>{SALT}</p><p>{VAULTS}</p></div>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(f"<article>{FIRST}<div>Offers</div>{HALF}</article>", [PRICE, FERRY], id="a body in two halves"),
        pytest.param(f"<article>{FIRST}</article><article>{HALF}</article>", [], id="another article"),
        pytest.param(f"{FIRST}<div class='related'>{HALF}</div>", [], id="among related stories"),
        pytest.param(f"{FIRST}<div class='chunk'><p>{PRICE}</p></div>", [], id="too little to tell"),
        pytest.param(
            FIRST.replace(" class='chunk'", "") + HALF.replace(" class='chunk'", ""), [], id="no make of its own"
        ),
        pytest.param(f"{FIRST}<noscript>{HALF}</noscript>", [], id="not seen"),
    ],
)
def test_the_other_half_of_a_body(body, expected):
    assert [text for _, text in gaps(body)] == expected


def test_covered_letters_are_counted_between_any_two_places():
    index = PageIndex(parse(f"<html><body><p>{SALT}</p><p>{VAULTS}</p><p>{PRICE}</p></body></html>"))
    places = index.locate([SALT, PRICE])
    covered = Covered([Passage("", "p", place, 0.0) for place in (*places, None)])
    taken = {i for place in places if place for i in range(place.start, place.end)}
    for start in range(0, len(index.letters), 7):
        for end in range(start, len(index.letters) + 1, 11):
            assert covered.within(start, end) == len(taken.intersection(range(start, end)))


@pytest.mark.parametrize(
    ("markup", "apart"),
    [
        ("<div class='relatedArticles'></div>", True),
        ("<nav></nav>", True),
        ("<div style='display: none'></div>", True),
        ("<div class='story-text'></div>", False),
        ("<p class='shared-memory'></p>", False),
    ],
)
def test_elements_that_hold_no_running_text(markup, apart):
    tree = parse(f"<html><body>{markup}<p>x</p></body></html>")
    assert is_apart(next(e for e in tree.iter() if e.getparent() is not None and e.getparent().tag == "body")) is apart


def test_what_was_left_out_comes_back_at_its_place_with_its_element_and_links():
    items = "".join(f"<li>Barrel {i} weighs {90 + i} kg, see <a href='/b{i}'>its page</a></li>" for i in range(4))
    html = f"""<html><head><title>Salt</title></head><body><div class="text"><p>{SALT}</p><p>{VAULTS}</p>
<ul class="key-options">{items}</ul><p>{PRICE}</p><p>{FERRY}</p><p>{SHAFT}</p></div></body></html>"""
    blocks = extract(Page(html=html)).blocks
    texts = [block.text for block in blocks]
    at = texts.index("Barrel 0 weighs 90 kg, see its page")
    assert texts.index(VAULTS) < at < texts.index(PRICE)
    assert blocks[at].links[0].text == "its page"
    assert "options" in {token for element in blocks[at].path for token in element.tokens}
    assert [block.id for block in blocks] == list(range(len(blocks)))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(lambda n: f"<p>{SALT}</p>" + "<li>x y</li>" * n + f"<p>{VAULTS}</p>", id="a very long list"),
        pytest.param(lambda n: f"<p>{SALT}</p>" + "ab<br>cd " * n + f"<p>{VAULTS}</p>", id="very many line breaks"),
        pytest.param(
            lambda n: "<div class=a>" * 200 + f"<p>{SALT}</p><p>{VAULTS}</p>" + "</div>" * 200 + "<div class=a>" * n,
            id="very deep",
        ),
        pytest.param(
            lambda n: f"<div class=a><p>{SALT}</p><p>{VAULTS}</p></div>" + f"<div class=a><p>{PRICE}</p></div>" * n,
            id="very many halves",
        ),
    ],
)
def test_a_hostile_page_takes_no_longer_than_its_size_allows(body):
    assert_linear(lambda n: gaps(body(n)), 2_000)
