from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nutgraf.dom import PageIndex, letters
from nutgraf.extraction import extract, headlines
from nutgraf.model import Article, Link, NoArticleError, Page
from nutgraf.parsing import parse
from story_lines import PRICE, SALT, VAULTS

CORPUS = Path(__file__).parents[1] / "corpus"
STORY = f"<p>{SALT}</p><p>{VAULTS}</p><p>{PRICE}</p>"
HEAD = """<title>Salt works reopen | The Brell Post</title>
<meta property="og:title" content="Salt works reopen after the flood">
<meta property="og:site_name" content="The Brell Post">
<meta name="author" content="Mara Quill">
<meta property="article:published_time" content="2021-04-07T08:00:00Z">
<link rel="canonical" href="https://brell.example/salt">"""


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def article(body: str, head: str = "", **known: str) -> Article:
    return extract(Page(html=page(body, head), **known))


# extract: the blocks


def test_paragraphs_become_blocks_in_page_order() -> None:
    blocks = article(f"<nav><a href=/>Home</a></nav><article>{STORY}</article>").blocks

    assert [(b.id, b.tag, b.text) for b in blocks] == [(0, "p", SALT), (1, "p", VAULTS), (2, "p", PRICE)]


def test_every_kind_of_block_is_tied_to_its_element() -> None:
    blocks = article(
        f"""<article class=story><h1>Salt works</h1><p>{SALT}</p><h2>The vaults</h2>
        <ul><li>{VAULTS}<ul><li>One vault is still wet</li></ul></li></ul>
        <table><tr><th>Barrel</th><th>Weight</th></tr><tr><td>Large</td><td>90 kg</td></tr></table>
        <blockquote><p>We never gave up, the foreman said.</p></blockquote>
        <pre><code>salt = 1\n  water = 2</code></pre></article>"""
    ).blocks

    assert [(b.tag, b.text, b.path[0].tag) for b in blocks] == [
        ("head", "Salt works", "h1"),
        ("p", SALT, "p"),
        ("head", "The vaults", "h2"),
        ("item", VAULTS, "li"),
        ("item", "One vault is still wet", "li"),
        ("row", "Barrel | Weight", "tr"),
        ("row", "Large | 90 kg", "tr"),
        ("quote", "We never gave up, the foreman said.", "p"),
        ("code", "salt = 1\n  water = 2", "code"),
    ]
    assert all(b.path[-1].tokens == ("story",) for b in blocks)


def test_blocks_carry_what_their_elements_are_called() -> None:
    blocks = article(
        f'<article>{STORY}<div class="newsLetter box"><p id="sign-up">{SALT[:60]} daily</p></div></article>'
    )

    path = blocks.blocks[-1].path

    assert [(e.tag, e.tokens) for e in path] == [
        ("p", ("sign", "up")),
        ("div", ("news", "letter", "box")),
        ("article", ()),
    ]
    assert 0 < path[0].share == path[1].share < path[2].share == 1


def test_links_are_kept_and_made_whole_by_the_address_of_the_page() -> None:
    body = f'<article>{STORY}<p>{VAULTS} The town has <a href="/plan">a plan</a> for more.</p></article>'
    block = article(body, url="https://brell.example/news/salt").blocks[-1]

    assert block.links == (Link("a plan", "https://brell.example/plan"),)
    assert block.text.endswith("has a plan for more.")
    assert 0 < block.link_density < 0.1


def test_line_breaks_in_a_soup_of_divs_part_blocks() -> None:
    blocks = article(f"<div><div>{SALT}<br><br>{VAULTS}<br>A short third line</div></div>").blocks

    assert [b.text for b in blocks] == [SALT, VAULTS, "A short third line"]
    assert {b.path[0].tag for b in blocks} == {"div"}


def test_comments_are_left_out() -> None:
    comments = f'<div id="comments" class="comments-area"><div class="comment"><p>{VAULTS[:70]}, I say</p></div></div>'

    assert [b.text for b in article(f"<article>{STORY}</article>{comments}").blocks] == [SALT, VAULTS, PRICE]


def test_a_page_without_structure_is_found_again_too() -> None:
    assert all(b.path for b in article(STORY).blocks)


def test_a_fragment_is_read_as_a_page() -> None:
    assert [b.text for b in extract(Page(html=STORY)).blocks] == [SALT, VAULTS, PRICE]


def test_xhtml_with_an_encoding_declaration_is_read() -> None:
    text = (
        f'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{STORY}</body></html>'
    )

    assert [b.text for b in extract(Page(html=text)).blocks] == [SALT, VAULTS, PRICE]


def test_nuls_and_halves_of_characters_cost_nothing_else() -> None:
    assert [b.text for b in article(f"<p>\0{SALT}\ud83d</p><p>{VAULTS[:9]}\0{VAULTS[9:]}</p>").blocks] == [
        f"{SALT}\ufffd",
        VAULTS,
    ]


def test_a_page_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    assert [b.text for b in extract(Page(html=f"<html><body>{STORY}<p cla")).blocks] == [SALT, VAULTS, PRICE]


def test_the_same_page_is_read_again_and_again() -> None:
    assert len({article(STORY) for _ in range(5)}) == 1


# extract: what the page says of itself


def test_metadata() -> None:
    found = article(f"<article><h1>Salt works reopen</h1>{STORY}</article>", HEAD)

    assert (found.title, found.byline, found.date, found.site, found.url, found.language) == (
        "Salt works reopen after the flood",
        "Mara Quill",
        "2021-04-07",
        "The Brell Post",
        "https://brell.example/salt",
        "en",
    )


def test_metadata_in_linked_data() -> None:
    data = """<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
    "headline": "Salt works reopen", "datePublished": "2021-04-07", "author": {"@type": "Person", "name": "Mara Quill"},
    "publisher": {"@type": "Organization", "name": "The Brell Post"}}</script>"""
    found = article(f"<article>{STORY}</article>", data)

    assert (found.byline, found.date, found.title) == ("Mara Quill", "2021-04-07", "Salt works reopen")


def test_absent_metadata_is_none() -> None:
    found = article(STORY)

    assert (found.title, found.byline, found.date, found.site, found.url, found.headlines) == (None,) * 5 + ((),)


def test_the_given_address_wins_and_the_given_title_and_language_stand_in() -> None:
    known = {"url": "https://brell.example/salt?from=mail", "title": " Given\n title "}

    assert article(STORY, HEAD, **known).url == known["url"]
    assert article(STORY, HEAD, **known).title == "Salt works reopen after the flood"
    assert article(STORY, **known).title == "Given title"
    assert article(STORY, language="de-AT").language == "de"


def test_headlines_are_every_wording_once() -> None:
    tree = parse(page("<h1>Salt\n works <b>reopen</b></h1><p>x</p>", HEAD + '<meta name="twitter:title" content=" ">'))

    assert headlines(tree, "Known", None, "Salt works reopen") == (
        "Known",
        "Salt works reopen",
        "Salt works reopen | The Brell Post",
        "Salt works reopen after the flood",
    )


def test_headings_of_sections_are_no_headlines() -> None:
    assert headlines(parse(page("<h1>One</h1><h1>Two</h1><p>x</p>"))) == ("One", "Two")
    assert headlines(parse(page("<h1>One</h1><h1>Two</h1><h1>Three</h1><p>x</p>"))) == ()


def test_an_article_has_the_headlines_of_its_page() -> None:
    found = article(f"<article><h1>The salt is back</h1>{STORY}</article>", HEAD, title="Given")

    assert set(found.headlines) == {
        "Given",
        "The salt is back",
        "Salt works reopen | The Brell Post",
        "Salt works reopen after the flood",
    }


# no article


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\0",
        "plain words, no page",
        '{"page": false}',
        "%PDF-1.7 \x01\x02 stream",
        "<html></html>",
        page(""),
        page("<img src=a.jpg><script>let salt = 1</script><style>p {}</style>", "<title>Salt works</title>"),
        page("<p> </p><p>&nbsp;</p>"),
        "<html><frameset><frame src=a></frameset></html>",
        "<div>" * 100_000 + SALT,
    ],
    ids=lambda text: text[:20],
)
def test_what_has_no_article(text: str) -> None:
    with pytest.raises(NoArticleError):
        extract(Page(html=text))


def test_a_page_of_text_alone_has_no_html() -> None:
    with pytest.raises(NoArticleError):
        extract(Page(text=SALT))


# any page

TAGS = "p div a ul li table tr td h1 article html body head title pre blockquote br span svg math form base".split()
ATTRIBUTES = ["", " class=x", " hidden", ' href="http://[bad"', ' property="og:title" content="a"', " lang=en"]
PARTS = [
    *("&amp;", "&#0;", "&#xD800;", "<", "<!--", "-->", "<![CDATA[", "]]>", "\0", "\ud800", "<?xml", SALT, VAULTS),
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": 1, "author": [{}]}</script>',
]
OPENING = st.builds(
    "<{}{}>".format, st.sampled_from([*TAGS, "script", "template", "frameset"]), st.sampled_from(ATTRIBUTES)
)
CLOSING = st.builds("</{}>".format, st.sampled_from(TAGS))
FRAGMENT = st.lists(OPENING | CLOSING | st.sampled_from(PARTS) | st.text(max_size=20), max_size=15).map("".join)
LENIENT = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@LENIENT
@given(st.sampled_from(["", "<html>", f"<html><body>{STORY}"]), FRAGMENT, st.sampled_from([None, "http://[bad", "x"]))
@example("", "<math><html>words", None)
def test_any_page_gives_an_article_or_says_that_there_is_none(start: str, rest: str, url: str | None) -> None:
    try:
        found = extract(Page(html=start + rest, url=url))
    except NoArticleError:
        return
    assert found.blocks
    assert [b.id for b in found.blocks] == list(range(len(found.blocks)))
    assert all(b.text == b.text.strip("\n ") != "" for b in found.blocks)


@LENIENT
@given(st.text())
def test_any_text_gives_an_article_or_says_that_there_is_none(text: str) -> None:
    with suppress(NoArticleError):
        assert extract(Page(html=text)).blocks


@LENIENT
@given(
    st.lists(st.sampled_from(["salt", "harbour", "barrel", "vault"]), min_size=8, max_size=12),
    st.integers(3, 12),
    st.sampled_from(["<p>{}</p>", "<div><p>{}</p></div>", "<section class=s><p>{} <b>end</b></p></section>"]),
)
def test_blocks_of_a_story_are_found_again(words: list[str], count: int, form: str) -> None:
    body = "".join(form.format(f"In year {i} the {' '.join(words)} came.") for i in range(count))
    found = article(f"<article id=story>{body}</article>")

    assert len(found.blocks) == count
    assert all(b.path[0].tag == "p" and b.path[-1].tokens == ("story",) for b in found.blocks)
    assert "".join(letters(b.text) for b in found.blocks) == letters(" ".join(parse(page(body)).itertext()))


def test_nearly_every_block_of_our_own_pages_is_found_again():
    found = []
    for case in sorted(CORPUS.iterdir()):
        if (case / "page.html").exists() and not case.name.startswith("not-article"):
            html = (case / "page.html").read_text("utf-8")
            texts = [block.text for block in extract(Page(html=html)).blocks]
            found += [place is not None for place in PageIndex(parse(html)).locate(texts)]
    assert len(found) > 600
    assert sum(found) / len(found) >= 0.97
