"""Trafilatura's tree cut into pieces."""

from __future__ import annotations

import pytest
from lxml import etree

from nutgraf.cutting import cut
from nutgraf.model import Link
from story_lines import PRICE, SALT, VAULTS


def cut_up(inner: str) -> list[tuple[str, str]]:
    return [(piece.tag, piece.text) for piece in cut(etree.fromstring(f"<body>{inner}</body>"))]


@pytest.mark.parametrize(
    ("inner", "pieces"),
    [
        ("", []),
        ("<p> </p><p>\n</p>", []),
        ("<p>one</p><p>two</p>", [("p", "one"), ("p", "two")]),
        ("<head rend='h2'>Title</head><p>text</p>", [("head", "Title"), ("p", "text")]),
        ("<p>white \n\t space\u00a0folded </p>", [("p", "white space folded")]),
        ("<p>a <hi rend='#b'>bold</hi> word</p>", [("p", "a bold word")]),
        ("loose<p>one</p>between<p>two</p>after", [("p", t) for t in ("loose", "one", "between", "two", "after")]),
        ("<p>one<lb/>two</p>", [("p", "one"), ("p", "two")]),
        ("<p>one<lb/><lb/>two</p>", [("p", "one"), ("p", "two")]),
        ("<list><item>one</item><item>two</item></list>", [("item", "one"), ("item", "two")]),
        ("<list><item><p>one</p></item></list>", [("item", "one")]),
        (
            "<list><item>out<list><item>in</item></list>out again</item><item>last</item></list>after",
            [("item", "out"), ("item", "in"), ("item", "out again"), ("item", "last"), ("p", "after")],
        ),
        ("<item>one<lb/>two</item>", [("item", "one"), ("item", "two")]),
        ("<quote>said</quote>", [("quote", "said")]),
        ("<quote><p>one</p><p>two</p></quote>", [("quote", "one"), ("quote", "two")]),
        ("<quote><head>Title</head>said</quote>", [("head", "Title"), ("quote", "said")]),
        ("<code>a = 1\n  b = 2\n</code>", [("code", "a = 1\n  b = 2")]),
        ("<code>a = 1<lb/>  b = 2</code>", [("code", "a = 1\n  b = 2")]),
        (
            "<table><row><cell>a</cell><cell>b</cell></row><row><cell>c</cell><cell>d</cell></row></table>",
            [("row", "a | b"), ("row", "c | d")],
        ),
        ("<table><row><cell role='head'>alone</cell></row></table>", [("row", "alone")]),
        ("<table><row><cell><p>a</p><p>b</p></cell><cell>c</cell></row></table>", [("row", "a b | c")]),
        (
            "<table><row><cell><list><item>a</item><item><p>b</p></item></list></cell><cell>c</cell></row></table>x",
            [("row", "a b | c"), ("p", "x")],
        ),
        ("<table><row><cell>a<lb/>b</cell><cell>c</cell></row></table>", [("row", "a b | c")]),
        (
            f"<table><row><cell>menu</cell><cell><head>Title</head>{SALT}<lb/>{VAULTS}<p>{PRICE}</p></cell></row></table>",
            [("p", "menu"), ("head", "Title"), ("p", SALT), ("p", VAULTS), ("p", PRICE)],
        ),
        (f"<table><row><cell>{SALT} {VAULTS} {PRICE}</cell></row></table>", [("row", f"{SALT} {VAULTS} {PRICE}")]),
        ("<p>before</p><graphic src='x'/>caption<p>after</p>", [("p", "before"), ("p", "caption"), ("p", "after")]),
        ("<p>one<!-- comment -->two</p>", [("p", "onetwo")]),
    ],
)
def test_cut(inner: str, pieces: list[tuple[str, str]]) -> None:
    assert cut_up(inner) == pieces


def test_a_row_of_data_inside_a_table_for_the_layout_stays_a_row():
    data = "<table><row><cell>a</cell><cell>b</cell></row></table>"
    pieces = cut_up(f"<table><row><cell><p>{SALT}</p><p>{VAULTS}</p><p>{PRICE}</p>{data}</cell></row></table>")
    assert pieces == [("p", SALT), ("p", VAULTS), ("p", PRICE), ("row", "a | b")]


def test_cut_keeps_links_with_their_targets_in_their_pieces() -> None:
    body = etree.fromstring(
        "<body><p>see <ref target='/a'>the \n <hi>plan</hi></ref> and <ref>nothing</ref></p>"
        "<list><item><ref target='/b'>more</ref></item></list><p>none</p></body>"
    )

    assert [piece.links for piece in cut(body)] == [
        [Link("the plan", "/a"), Link("nothing", "")],
        [Link("more", "/b")],
        [],
    ]
