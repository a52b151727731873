"""The elements around a text: their spans, shares, links and names."""

from __future__ import annotations

import pytest
from lxml import html
from lxml.html import HtmlElement

from nutgraf.elements import MAX_PATH, describe, paths
from unit.test_dom import index_of


def element(markup: str) -> HtmlElement:
    return html.fragment_fromstring(markup)


# spans, shares, links


def test_spans_are_where_the_letters_of_elements_stand() -> None:
    index = index_of("<p id=a>One</p><p id=b>two <b>three</b></p>four")
    spans = {e.get("id") or e.tag: span for e, span in index.spans.items()}

    assert index.letters == "onetwothreefour"
    assert (spans["a"], spans["b"], spans["body"]) == ((0, 3), (3, 11), (0, 15))


def test_the_share_is_that_of_the_found_text() -> None:
    index = index_of("<nav>menu</nav><article><p>abcd</p><div><p>efgh</p><p>ij</p></div></article>")

    around = paths(index, index.locate(["abcd", "efgh", "ij"]))

    assert [[(e.tag, e.share) for e in path] for path in around] == [
        [("p", 0.4), ("article", 1.0)],
        [("p", 0.4), ("div", 0.6), ("article", 1.0)],
        [("p", 0.2), ("div", 0.6), ("article", 1.0)],
    ]


def test_paths_end_before_body_and_are_empty_without_a_place() -> None:
    index = index_of("<p>one</p>loose")

    assert [[e.tag for e in path] for path in paths(index, [*index.locate(["one", "loose"]), None])] == [["p"], [], []]


def test_paths_are_not_deeper_than_tells_something() -> None:
    index = index_of("<div>" * 30 + "<p>deep</p>" + "</div>" * 30)

    assert len(paths(index, index.locate(["deep"]))[0]) == MAX_PATH


@pytest.mark.parametrize(
    ("body", "density"),
    [
        ("<p id=x>no link</p>", 0),
        ("<p id=x>four<a href=/>link</a></p>", 0.5),
        ("<p id=x><a href=/>one</a><a href=/>two</a></p>", 1),
        ("<p id=x>four<a href=/>...</a></p>", 0),
        ("<p id=x></p>", 0),
        ("<p><a href=/>before</a></p><p id=x>none</p><p><a href=/>after</a></p>", 0),
        ("<a href=/><h3 id=x>Title</h3><p>Teaser inside the same link</p></a>", 1),
        ("<a href=/><h3>Title</h3><p id=x>Teaser inside the same link</p></a>", 1),
        ("<div id=x><a href=/>out<div><a href=/>in</a></div></a>fiver</div>", 0.5),
    ],
)
def test_link_density(body: str, density: float) -> None:
    index = index_of(body)
    target = next(e for e in index.spans if e.get("id") == "x")

    assert index.link_density(target) == density


# describe


@pytest.mark.parametrize(
    ("markup", "tokens"),
    [
        ("<div>", ()),
        ('<div class="relatedStories news-letter">', ("related", "stories", "news", "letter")),
        ('<div class="a__b--c" id="Share_2">', ("a", "b", "c", "share", "2")),
        ('<div role="note" itemprop="articleBody">', ("note", "article", "body")),
        ('<div aria-label="Mehr zum Thema">', ("mehr", "zum", "thema")),
        ('<div data-ad-slot="secret" data-componentName="x">', ("ad", "slot", "componentname")),
        ('<div class="share share" id="Share">', ("share",)),
        ('<div title="no" href="no" style="color:red">', ()),
    ],
)
def test_tokens_are_the_words_of_the_telling_attributes(markup: str, tokens: tuple[str, ...]) -> None:
    assert describe(element(f"{markup}</div>")).tokens == tokens


@pytest.mark.parametrize(
    ("attributes", "hidden"),
    [
        ("", False),
        ("hidden", True),
        ('aria-hidden="true"', True),
        ('aria-hidden="false"', False),
        ('style="color: red; DISPLAY : none"', True),
        ('style="visibility:hidden"', True),
        ('style="display: block"', False),
        ('class="hidden"', False),
    ],
)
def test_hidden(attributes: str, hidden: bool) -> None:
    assert describe(element(f"<p {attributes}>x</p>")).hidden is hidden


def test_describe_keeps_tag_share_and_link_density() -> None:
    described = describe(element("<section>x</section>"), share=1 / 3, link_density=2 / 3)

    assert (described.tag, described.share, described.link_density) == ("section", 0.3333, 0.6667)
