from __future__ import annotations

import codecs

import pytest
import trafilatura.core
from hypothesis import given
from hypothesis import strategies as st
from trafilatura.metadata import extract_metadata
from trafilatura.settings import Document

from nutgraf import extractor
from nutgraf.cutting import Piece, cut
from nutgraf.extractor import Metadata, decode, main_content, read_metadata, with_whole_links
from nutgraf.model import Link, NoArticleError
from nutgraf.parsing import parse
from story_lines import PRICE, SALT, VAULTS

STORY = f"<p>{SALT}</p><p>{VAULTS}</p><p>{PRICE}</p>"
MENU = "".join(f"<li><a href=/{n}>Section number {n} of the paper</a></li>" for n in range(20))
NOTES = f"<div id=notes>{''.join(f'<div>{VAULTS} {n}</div>' for n in range(40))}</div>"


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


# main content


def texts_of(body: str) -> list[str]:
    return [piece.text for piece in cut(main_content(parse(page(body))))]


def test_main_content_is_a_tree_of_paragraphs_with_links_as_they_are_written() -> None:
    pieces = list(
        cut(main_content(parse(page(f'<article>{STORY}<p>{VAULTS} <a href="/plan">A plan</a></p></article>'))))
    )

    assert [p.text for p in pieces] == [SALT, VAULTS, PRICE, f"{VAULTS} A plan"]
    assert pieces[-1].links == [Link("A plan", "/plan")]


def test_the_page_stays_as_it_is() -> None:
    tree = parse(page(f"<ul>{MENU}</ul><article>{STORY}</article>"))
    before = [(e.tag, e.text, dict(e.attrib)) for e in tree.iter()]

    main_content(tree)

    assert [(e.tag, e.text, dict(e.attrib)) for e in tree.iter()] == before


def test_no_main_content() -> None:
    with pytest.raises(NoArticleError):
        main_content(parse(page("<p></p>")))


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        (f"<article>{STORY}</article>", False),
        (f"<ul>{MENU}</ul><article>{STORY}</article>", False),
        (f"<article>{STORY}</article>{NOTES}", True),
        (f"<article><p>{SALT[:80]}</p></article>", True),
    ],
    ids=["half of the page", "the rest is links", "as much again elsewhere", "too short"],
)
def test_other_extractors_are_asked_where_they_could_find_more(
    body: str, asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []
    ask = extractor.compare_extraction
    monkeypatch.setattr(extractor, "compare_extraction", lambda *given: calls.append(1) or ask(*given))

    mine = texts_of(body)

    assert bool(calls) == asked
    monkeypatch.setattr(extractor, "_is_settled", lambda *_: False)
    assert texts_of(body) == mine


def test_nobody_else_s_trafilatura_is_changed() -> None:
    main_content(parse(page(f"<article>{STORY}</article>")))

    assert trafilatura.core.compare_extraction.__module__ == "trafilatura.external"


# links


def test_links_are_made_whole() -> None:
    links = [
        Link("a", "/plan"),
        Link("b", "https://else.example/x"),
        Link("c", "mailto:me@brell.example"),
        Link("d", ""),
    ]
    (piece,) = with_whole_links([Piece("p", "a b c d", links)], "https://brell.example/news/salt")

    assert [x.href for x in piece.links] == [
        "https://brell.example/plan",
        "https://else.example/x",
        "mailto:me@brell.example",
        "https://brell.example",
    ]


@pytest.mark.parametrize("url", [None, "", "no address", "http://[bad"])
def test_without_an_address_links_stay(url: str | None) -> None:
    assert with_whole_links([Piece("p", "a", [Link("a", "/plan")])], url)[0].links[0].href.endswith("/plan")


# metadata

HEADS = {
    "tags": """<title>Salt works reopen | The Brell Post</title><meta name="author" content="Mara Quill">
        <meta property="og:title" content="Salt is back"><meta property="og:site_name" content="brell post">
        <meta property="article:published_time" content="2021-04-07T08:00:00Z">
        <link rel="canonical" href="https://brell.example/salt"><link rel="stylesheet" href="/a.css">""",
    "linked data": """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Salt",
        "author": [{"@type": "Person", "name": "Mara Quill"}, {"@type": "Person", "name": "Ted Ost"}],
        "datePublished": "2021-04-07", "publisher": {"@type": "Organization", "name": "The Brell Post"}}</script>""",
    "linked data of no known shape": '<script type="application/ld+json">{"@type": "Article", "author": [{}]}</script>',
    "an account": '<meta name="author" content="@brellpost"><meta name="twitter:site" content="@brellpost">',
    "a title alone": "<title>Salt works reopen - brell.example</title>",
    "nothing": "",
}
BODIES = {
    "a byline": f'<article><h1>Salt works</h1><div class="byline">By <a href=/q>Mara Quill</a></div>{STORY}</article>',
    "a byline in the margin": f'<div class="sidebar"><p class="author">Ted Ost</p></div><article>{STORY}</article>',
    "a byline around everything": f'<div class="author-page"><p class="author-name">Mara Quill</p>{STORY}{NOTES}</div>',
    "a headline by its class": f'<h1>Brell</h1><h1>Post</h1><div class="entry-title">The salt is back</div>{STORY}',
    "sections": f"<h1>One</h1>{STORY}<h1>Two</h1><h2>Three</h2>",
    "a date in the text": f"<p>Published on 7 April 2021</p>{STORY}",
    "no headline": STORY,
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
@pytest.mark.parametrize("url", [None, "https://www.brell.example/2021/salt?a=b"])
def test_metadata_is_what_the_whole_page_would_give(head: str, body: str, url: str | None) -> None:
    theirs: Document = extract_metadata(page(body, head), url)

    assert read_metadata(parse(page(body, head)), url) == Metadata(
        theirs.title, theirs.author, theirs.date, theirs.sitename, theirs.url
    )


def test_data_that_break_trafilatura_cost_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> None:
        raise TypeError

    monkeypatch.setattr(extractor, "extract_meta_json", stumble)

    assert read_metadata(parse(page(STORY, HEADS["tags"])), None).title == "Salt is back"


def test_an_address_that_is_none_has_no_site() -> None:
    assert read_metadata(parse(page(STORY)), "http://[bad").site in (None, "[bad")


# decode


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16", "utf-8-sig"])
def test_decode(encoding: str) -> None:
    text = page(
        f"<p>Die Fähre überquert den Fluß wieder, sagte der Hafenmeister.</p>{STORY}", f"<meta charset={encoding}>"
    )

    decoded = decode(text.encode(encoding))

    assert decoded.removeprefix("\ufeff") == text
    assert len(list(cut(main_content(parse(decoded))))) == 4


def test_decode_cyrillic() -> None:
    text = page("<p>Паром снова ходит через озеро, сообщили в управлении порта.</p>", "<meta charset=windows-1251>")

    assert decode(text.encode("windows-1251")) == text


BEGINNINGS = [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF32_BE, b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"x\x9c"]


@given(st.binary(max_size=200), st.sampled_from([b"", *BEGINNINGS]))
def test_decode_makes_text_of_any_bytes(raw: bytes, beginning: bytes) -> None:
    assert isinstance(decode(beginning + raw), str)
