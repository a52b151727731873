"""The letters of a page, and where in it a text is found."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nutgraf.dom import SPECIFIC, PageIndex, Place, letters
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
