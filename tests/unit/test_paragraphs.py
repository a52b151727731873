from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.dom import PageIndex, letters
from nutgraf.model import Link
from nutgraf.paragraphs import Paragraph, ends_sentence, paragraphs
from nutgraf.parsing import parse


def found(body: str, *skipped: str) -> tuple[PageIndex, list[Paragraph]]:
    tree = parse(f"<html><body>{body}</body></html>")
    index = PageIndex(tree)
    return index, list(paragraphs(tree, index, lambda element: element.get("id") in skipped))


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("<p>One</p><p>two</p>", ["One", "two"]),
        (
            "<div>Loose<p>one</p>between<ul><li>a</li><li>b</li></ul>after</div>",
            ["Loose", "one", "between", "a", "b", "after"],
        ),
        ("<p>A <b>bold</b> <a href='/x'>link</a> in a line</p>", ["A bold link in a line"]),
        ("<div>The first.<br><br>The second</div>", ["The first.", "The second"]),
        ("<div>Ends here.<br>Begins here</div>", ["Ends here.", "Begins here"]),
        ("<div>broken in the<br>middle of it</div>", ["broken in the middle of it"]),
        ("<div>roses<br> <br>violets</div>", ["roses", "violets"]),
        ("<p>seen<script>var unseen</script> still</p>", ["seen still"]),
        ("<p> – </p><p>…</p>", []),
    ],
)
def test_a_page_is_cut_where_its_markup_sets_a_new_paragraph(body, texts):
    assert [p.text for p in found(body)[1]] == texts


def test_what_is_skipped_is_left_out_and_what_follows_is_not():
    assert [p.text for p in found("<p>one</p><div id='x'><p>two</p></div>three<p>four</p>", "x")[1]] == [
        "one",
        "three",
        "four",
    ]


def test_a_paragraph_has_its_element_and_its_links():
    (paragraph,) = found("<section><p id='p'>See <a href='/map'>the  map</a>.</p></section>")[1]
    assert paragraph.element.get("id") == "p"
    assert paragraph.links == (Link("the map", "/map"),)


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div>",
                "</div>",
                "<br>",
                "<b>",
                "</b>",
                "<li>",
                "<a href=x>",
                "</a>",
                "<td>",
                "One. ",
                "two ",
                "ß",
            ]
        )
    )
)
def test_a_paragraph_says_the_letters_of_its_place(parts):
    index, paragraphs_found = found("x" + "".join(parts))
    for paragraph in paragraphs_found:
        assert letters(paragraph.text) == index.letters[paragraph.start : paragraph.end]
    assert "".join(letters(p.text) for p in paragraphs_found) == index.letters


@pytest.mark.parametrize("text", ["So it is.", "Is it?", "“It is.”", "Really?!)", "来る。", "है।", "well…", "It is. "])
def test_the_end_of_a_sentence(text):
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["", "More", "Contents:", "3.5 million", "…and then"])
def test_no_end_of_a_sentence(text):
    assert not ends_sentence(text)
