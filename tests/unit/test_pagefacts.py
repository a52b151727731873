from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.dom import PageIndex
from nutgraf.model import Block, Label, Link
from nutgraf.pagefacts import address_signs, measure, page_facts, title_signs
from nutgraf.pagekind import Content, tables
from nutgraf.parsing import parse

SENTENCE = "The boat went out at six and came back with two nets and a bicycle."


def signs(body: str, head: str = "", url: str | None = None) -> frozenset[str]:
    tree = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    return page_facts(tree, PageIndex(tree), url).signs


def data(value: object) -> str:
    return f'<script type="application/ld+json">{value if isinstance(value, str) else json.dumps(value)}</script>'


# addresses


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://a.example", {"address_root"}),
        ("https://a.example/index.html", {"address_root"}),
        ("https://a.example/de/", {"address_root"}),
        ("https://a.example/?s=boat", {"address_query"}),
        (
            "https://a.example/search?q=boat&page=2",
            {"address_search", "address_query", "address_paged", "address_short"},
        ),
        ("https://a.example/tag/boats", {"address_section", "address_short"}),
        ("https://a.example/politics", {"address_short"}),
        ("https://a.example/news/page/3/", {"address_paged"}),
        ("https://a.example/account/login.php", {"address_login", "address_short"}),
        ("https://a.example/2024/05/boats-come-home", set()),
        ("https://a.example/tag/the-boat-that-came-home", set()),
        ("https://a.example/article?id=77", {"address_short"}),
        ("https://a.example/login/the-boat", set()),
        ("file:///home/ann/index.html", set()),
        ("http://[", set()),
        (None, set()),
    ],
)
def test_addresses(url: str | None, found: set[str]) -> None:
    assert set(address_signs(url)) == found


# titles


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Page not found | Harbour News", {"title_error"}),
        ("404 - Harbour News", {"title_error"}),
        ("Seite nicht gefunden", {"title_error"}),
        ("ページが見つかりません - 港新聞", {"title_error"}),
        ("Search results for “boat”", {"title_search"}),
        ("「船」の検索結果|港新聞", {"title_search"}),
        ("Harbour News – Log in", {"title_login"}),
        ("Log in, they said, and I did", set()),
        ("The forum of Rome is open again", set()),
        ("Forum | Harbour News", {"title_forum"}),
        ("Home - Harbour News", {"title_front"}),
        ("Home for old boats opens", set()),
        ("Category: Boats", {"title_section"}),
        ("A boat for 404 people", set()),
        ("", set()),
    ],
)
def test_titles(title: str, found: set[str]) -> None:
    assert set(title_signs(parse(f"<html><head><title>{title}</title></head><body>x</body></html>"))) == found


def test_the_first_main_heading_speaks_as_the_title_does() -> None:
    assert "title_error" in signs("<h1>Page <b>not found</b></h1>", "<title>Harbour News</title>")
    assert "title_error" not in signs("<h1>Boats</h1><h1>Page not found</h1>", "<title>Harbour News</title>")


# metadata


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"@type": "NewsArticle"}, {"ld_article"}),
        ({"@type": ["Product", "Thing"]}, {"ld_product"}),
        ([{"@type": "SearchResultsPage"}], {"ld_search"}),
        ({"@graph": [{"@type": "CollectionPage"}, {"@type": "WebSite"}]}, {"ld_section", "ld_site"}),
        ({"@graph": [{"@type": "WebSite"}, {"@type": "BlogPosting"}]}, {"ld_article"}),
        ({"@type": "WebPage", "mainEntity": {"@type": "VideoObject"}}, {"ld_video"}),
        ({"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle"}]}, {"ld_section"}),
        ({"@type": 7}, set()),
        ("[" * 50_000, set()),
        ('{"@type": "Product", "name": "a "quoted" name"}', {"ld_product"}),
        ("", set()),
    ],
)
def test_types_of_json_ld(value: object, found: set[str]) -> None:
    assert {sign for sign in signs("x", data(value)) if sign.startswith("ld_")} == found


def test_metadata() -> None:
    head = (
        '<meta property="og:type" content="Video.other"><meta name="robots" content="NOINDEX, follow">'
        '<meta property="article:published_time" content="2024-05-01">'
    )

    assert signs("x", head) == {"og_video", "noindex", "dated"}
    assert signs("x", '<meta property="og:type" content="og:product">') == {"og_product"}
    assert signs("x", '<meta property="og:type" content="">') == set()
    assert signs("x", '<meta property="og:type" content="castle">') == set()


def test_a_type_counts_where_it_is_around_the_heading() -> None:
    product = '<div itemscope itemtype="https://schema.org/Product">'

    assert "ld_product" in signs(f"{product}<h1>Lamp</h1></div>")
    assert "ld_product" not in signs(f"<h1>Lamps of our time</h1>{product}<p>Lamp</p></div>")


# the page


def test_fields_and_buttons() -> None:
    assert signs('<input type="password"><input name="email">') == {"password", "asks_mail"}
    assert signs('<input type="search" value="boat">') == {"query_shown"}
    assert signs('<input type="search" placeholder="boat" value=" ">') == set()
    assert signs("<button><span>Add to</span> basket</button>") == {"buys"}
    assert signs('<input type="submit" value="In den Warenkorb">') == {"buys"}
    assert signs("<a href=/x>Comprar ahora</a>") == {"buys"}
    assert signs(f"<a href=/x>Buy now, said the man. {SENTENCE} {SENTENCE}</a>") == set()


def test_names_of_the_root_elements() -> None:
    tree = parse('<html class="no-js"><body class="archive tag-boats"><div class="error404">x</div></body></html>')

    assert page_facts(tree, PageIndex(tree), None).signs == {"body_section"}


def test_an_excuse_in_the_first_paragraphs() -> None:
    assert signs("<p>Sorry! The page you are looking for is not here.</p>") == {"says_error"}
    assert signs(f"{f'<p>{SENTENCE}</p>' * 6}<p>The page you are looking for</p>") == set()


# the main content


def label(*roles: str) -> list[Label]:
    return [Label(role) for role in roles]  # type: ignore[arg-type]


def test_prose_and_lists_are_counted_in_words() -> None:
    blocks = [
        Block(0, SENTENCE, "p"),
        Block(1, "A heading of eight words is not prose", "head"),
        Block(2, "Too short", "p"),
        Block(3, "Boats come home at last", "p", (Link("Boats come home at last", "/b"),)),
        Block(4, "A teaser that is on the list and says more", "p"),
        Block(5, SENTENCE, "p"),
        Block(6, SENTENCE, "row"),
    ]
    roles = label("content", "content", "content", "content", "content", "boilerplate", "content")

    assert measure(blocks, roles, ["ateaserthatisonthelistandsaysmore"]) == Content(prose=15, listed=15)


def test_a_page_in_one_block_is_taken_apart() -> None:
    teasers = ["boatscomehomeatlast" + "x" * 60, "thenethasahole" + "y" * 60]
    text = f"{SENTENCE} boats come home at last{'x' * 60} the net has a hole{'y' * 60}"
    content = measure([Block(0, text, "p")], label("content"), teasers)

    assert content.prose < content.listed


@given(st.text(max_size=300), st.text(max_size=80))
def test_any_page_has_facts(body: str, url: str) -> None:
    tree = parse(f"<html><body><p>A boat</p>{body}</body></html>")

    assert page_facts(tree, PageIndex(tree), f"https://a.example/{url}").signs <= set(tables()["signs"])
