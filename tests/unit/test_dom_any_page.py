"""What holds for the texts and elements of any page at all."""

from __future__ import annotations

import html as entities
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from nutgraf.dom import PageIndex, letters
from nutgraf.elements import paths
from unit.test_dom import found

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
