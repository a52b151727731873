from __future__ import annotations

import html as entities
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html
from lxml.html import HtmlElement

from nutgraf.dom import SPECIFIC, PageIndex, Place, letters
from nutgraf.elements import MAX_PATH, describe, paths
from nutgraf.parsing import parse

LONG = "The night ferry to Sorrel Island sails again from the first of May, the harbour office said."
OTHER = "Its engine had been taken apart over the winter, and nobody could say when a new shaft would come."


def index_of(body: str) -> PageIndex:
    return PageIndex(parse(f"<html><body>{body}</body></html>"))


def found(index: PageIndex, *texts: str) -> list[Place]:
    places = index.locate(texts)
    assert None not in places
    return [place for place in places if place]


def names(place: Place) -> list[str]:
    return [element.get("id") or element.tag for element in place.elements]


def element(markup: str) -> HtmlElement:
    return html.fragment_fromstring(markup)


# letters


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (" – … „“ _*_ ", ""),
        ("Fish, chips & 2 peas!", "fishchips2peas"),
        ("har\u00adbour\u00a0wall\u200b", "harbourwall"),
        ("Größe", "grösse"),
        ("नदी पार", "नदपर"),
        ("渡し船、来る。", "渡し船来る"),
    ],
)
def test_letters(text: str, expected: str) -> None:
    assert letters(text) == expected


@given(st.lists(st.text(), max_size=4))
@example(["ΟΔΟΣ", "ΑΒ"])
def test_letters_do_not_depend_on_where_a_text_is_cut(parts: list[str]) -> None:
    assert letters("".join(parts)) == "".join(map(letters, parts))


# locate


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p id=x>Salt <b>and <i>pep</i></b>per</p>", "Salt and pepper"),
        ("<p id=x>Fish &amp; chips cost &euro;9 at the caf&eacute;</p>", "Fish & chips cost €9 at the café"),
        ("<p id=x>har&shy;bour&nbsp;wall</p>", "harbour wall"),
        ("<p id=x>harbour\n\t   wall</p>", "harbour wall"),
        ("<p id=x>Line one<br>line two</p>", "Line one line two"),
        ("<p id=x>SEA<b>SIDE</b></p>", "Seaside"),
        ("<h2 id=x>ΟΔΟΣ <b>ΑΒ</b></h2>", "ΟΔΟΣ ΑΒ"),
        ("<p id=x>before <script>var x</script>and after</p>", "before and after"),
        ("<p id=x>before <!-- not this -->and after</p>", "before and after"),
    ],
)
def test_a_text_is_found_however_it_is_laid_out(body: str, text: str) -> None:
    assert names(found(index_of(f"<p>Elsewhere</p>{body}<p>Afterwards</p>"), text)[0])[0] == "x"


def test_a_place_names_the_innermost_element_around_all_of_the_text() -> None:
    index = index_of("<div id=out><p id=p><b id=b>Brell:</b> the salt works are open.</p></div>")

    whole, part = found(index, "Brell: the salt works are open.", "Brell")

    assert names(whole) == ["p", "out", "body", "html"]
    assert names(part)[:2] == ["b", "p"]


def test_text_after_an_element_belongs_to_the_element_around_it() -> None:
    index = index_of(f"<div id=out><h2>Ferry</h2>{LONG}<p>{OTHER}</p></div>")

    assert names(found(index, LONG)[0])[0] == "out"


def test_repeated_short_texts_are_found_between_their_neighbours() -> None:
    index = index_of(
        f"<p id=s0>Share</p><p id=a>{LONG}</p><p id=s1>Share</p><p id=b>{OTHER}</p><p id=s2>Share</p><p>Share</p>"
    )

    places = found(index, LONG, "Share", OTHER, "Share")

    assert [names(place)[0] for place in places] == ["a", "s1", "b", "s2"]


def test_a_short_text_before_the_first_long_one_is_found_there() -> None:
    index = index_of(f"<p id=s0>Share</p><p id=a>{LONG}</p><p id=s1>Share</p>")

    assert [names(place)[0] for place in found(index, "Share", LONG, "Share")] == ["s0", "a", "s1"]


def test_a_short_text_is_a_whole_node_rather_than_part_of_one() -> None:
    index = index_of("<p>All shares fell.</p><p id=share>Share</p>")

    assert names(found(index, "Share")[0])[0] == "share"


def test_a_short_text_is_found_out_of_order_too() -> None:
    index = index_of(f"<p id=time>Two hours ago</p><p id=a>{LONG}</p>")

    assert [names(place)[0] for place in found(index, LONG, "Two hours ago")] == ["a", "time"]


def test_a_long_text_is_found_out_of_order_too() -> None:
    index = index_of(f"<p id=a>{LONG}</p><p id=b>{OTHER}</p>")

    assert [names(place)[0] for place in found(index, OTHER, LONG)] == ["b", "a"]


def test_text_that_the_extractor_joined_is_found_by_its_beginning() -> None:
    index = index_of(f"<div id=out><p id=a>{LONG}</p><aside>Not in the text</aside><p id=b>{OTHER}</p></div>")

    place = found(index, f"{LONG} {OTHER}")[0]

    assert names(place)[0] == "a"
    assert place.end - place.start == SPECIFIC


def test_text_whose_beginning_is_not_on_the_page_is_found_by_its_end() -> None:
    index = index_of(f"<p id=a>{LONG}</p><p id=b>{OTHER}</p>")

    assert names(found(index, f"Added by the extractor, nowhere on the page: {OTHER}")[0])[0] == "b"


@pytest.mark.parametrize("text", ["Not on this page", f"Neither is this. {'A long line about nothing at all. ' * 3}"])
def test_what_is_not_on_the_page_has_no_place(text: str) -> None:
    index = index_of(f"<p>{LONG}</p>")

    assert index.locate([text, LONG, text]) == [None, index.locate([LONG])[0], None]


@pytest.mark.parametrize("text", ["", " ", "…", "* * *"])
def test_what_has_no_letters_has_no_place(text: str) -> None:
    assert index_of(f"<p>{text}</p><p>{LONG}</p>").locate([text]) == [None]


@pytest.mark.parametrize("tag", ["script", "style", "template", "noscript", "svg", "iframe", "textarea"])
def test_what_no_reader_sees_is_not_matched(tag: str) -> None:
    index = index_of(f"<{tag}>unseen words <b>inside of it</b></{tag}><p>{LONG}</p>")

    assert index.locate(["unseen words", "inside of it"]) == [None, None]


def test_the_title_element_is_not_matched() -> None:
    index = PageIndex(parse(f"<html><head><title>Ferry sails</title></head><body><p id=x>Ferry sails</p>{LONG}</body>"))

    assert names(found(index, "Ferry sails")[0])[0] == "x"


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


# any page

WORD = st.text(st.characters(categories=("Ll", "Lu", "Lo", "Nd", "Po", "Zs")), min_size=1, max_size=12)
SENTENCE = st.lists(st.sampled_from(["ferry", "Share", "salt", "the", "works", "ΟΔΟΣ", "STRASSE"]) | WORD, min_size=1)
MARKED = st.builds(lambda words, tag: (words, tag), SENTENCE, st.sampled_from(["b", "a", "span", "em"]))
PARAGRAPH = st.lists(SENTENCE.map(lambda words: (words, "")) | MARKED, min_size=1, max_size=4)
Runs = list[tuple[list[str], str]]


def text_of(runs: Runs) -> str:
    return " ".join(" ".join(words) for words, _ in runs)


def page_of(paragraphs: list[tuple[Runs, int]]) -> str:
    """The paragraphs as HTML, each in as many wrappers as its number says."""
    pieces = []
    for i, (runs, depth) in enumerate(paragraphs):
        inner = " ".join(
            f"<{tag}>{words}</{tag}>" if tag else words
            for words, tag in ((entities.escape(" ".join(words)), tag) for words, tag in runs)
        )
        pieces.append(f"{'<div>' * depth}<p id=p{i}>{inner}</p>{'</div>' * depth}<script>ferry salt</script>")
    return f"<html><body>{''.join(pieces)}</body></html>"


@given(st.lists(st.tuples(PARAGRAPH, st.integers(0, 3)), min_size=1, max_size=6))
def test_every_paragraph_of_any_page_is_found(paragraphs: list[tuple[Runs, int]]) -> None:
    tree = html.document_fromstring(page_of(paragraphs))
    index = PageIndex(tree)
    texts = [text_of(runs) for runs, _ in paragraphs]

    places = index.locate(texts)

    for text, place in zip(texts, places):
        assert (place is None) == (letters(text) == "")
        if place is not None:
            assert index.letters[place.start : place.end] == letters(text)
            assert index.spans[place.elements[0]][0] <= place.start < place.end <= index.spans[place.elements[0]][1]


@given(st.lists(st.tuples(PARAGRAPH, st.integers(0, 3)), min_size=2, max_size=6))
def test_paragraphs_apart_are_found_in_their_own_elements(paragraphs: list[tuple[Runs, int]]) -> None:
    numbered = [([([f"number{i}of the page"], ""), *runs], depth) for i, (runs, depth) in enumerate(paragraphs)]
    index = PageIndex(html.document_fromstring(page_of(numbered)))

    places = found(index, *(text_of(runs) for runs, _ in numbered))

    for i, place in enumerate(places):
        assert f"p{i}" in {e.get("id") for e in place.elements}
    assert all(a.end <= b.start for a, b in pairwise(places))
    assert [path[0].tag in ("p", "b", "a", "span", "em") for path in paths(index, list(places))] == [True] * len(places)


@given(st.lists(st.tuples(PARAGRAPH, st.integers(0, 3)), min_size=1, max_size=6))
def test_shares_and_densities_are_shares(paragraphs: list[tuple[Runs, int]]) -> None:
    index = PageIndex(html.document_fromstring(page_of(paragraphs)))
    around = paths(index, index.locate([text_of(runs) for runs, _ in paragraphs]))

    assert all(0 <= e.share <= 1 and 0 <= e.link_density <= 1 for path in around for e in path)
