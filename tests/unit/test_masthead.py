from __future__ import annotations

import pytest

from nutgraf.masthead import LARGE, LONGEST, MOST, bylines, masthead
from nutgraf.parsing import parse

FILLER = "<p>The ferry ran again.</p>"


def texts(tree, *tags):
    return ["".join(e.itertext()) for e in tree.iter(*tags)]


def test_the_masthead_has_metadata_and_headlines_and_no_text() -> None:
    tree = parse(
        f"""<html lang=en><head><title>Ferry</title><meta name=author content=Quill><link rel=canonical href=/a>
        <link rel=stylesheet href=/b><script type="application/ld+json">1</script></head>
        <body><main><h1 class=headline>Ferry <b>back</b></h1>{FILLER}<div class=entry-title>The ferry</div></main>"""
    )
    page = masthead(tree)

    assert page.get("lang") == "en"
    assert [e.tag for e in page.iter()] == [
        *("html", "head", "title", "meta", "link", "script"),
        *("body", "main", "h1", "b", "div"),
    ]
    assert page.xpath("//main/h1[@class='headline']/b/text()") == ["back"]


def test_bylines_keep_what_they_stand_in() -> None:
    page = bylines(
        parse(f"<div class=sidebar><p class=author>Mara <i>Quill</i></p>{FILLER}</div><p itemprop=author>Ost")
    )

    assert texts(page, "p") == ["Mara Quill", "Ost"]
    assert page.xpath("//div[@class='sidebar']/p/i/text()") == ["Quill"]
    assert "ferry" not in "".join(page.itertext())


def test_every_attribute_that_may_name_an_author() -> None:
    for said in ("rel=author", "data-testid=AuthorCard", "data-component=Byline", "id=zuozhe", "class=by-writer"):
        assert texts(bylines(parse(f"<div>{FILLER}<span {said}>Quill</span></div>")), "span") == ["Quill"], said
    assert texts(bylines(parse("<div><author>Quill</author></div>")), "author") == ["Quill"]


def test_an_element_around_the_page_is_no_name() -> None:
    page = bylines(parse(f"<div class=author-page><p class=author-name>Quill</p>{FILLER * LARGE}</div>"))

    assert texts(page, "p") == ["Quill"]
    assert len("".join(next(page.iter("div")).itertext())) > LONGEST


def test_a_copy_is_made_once() -> None:
    page = bylines(parse("<div class=author><span class=author-name>Quill</span></div>"))

    assert texts(page, "span") == ["Quill"]


def test_the_page_stays_as_it_is() -> None:
    tree = parse(f"<title>{'long ' * 999}</title><h1>Ferry</h1>{FILLER}")

    assert len(texts(masthead(tree), "title")[0]) == LONGEST
    assert len(texts(tree, "title")[0]) > LONGEST
    assert [e.tag for e in tree.iter("h1", "p")] == ["h1", "p"]


def test_no_more_than_a_page_can_have() -> None:
    assert len(texts(masthead(parse("<h3>Ferry</h3>" * 5000)), "h3")) == MOST


@pytest.mark.parametrize("tag", ['divlang="hi"', "div {{x}}", "div {x", "div {}=1"])
def test_names_that_lxml_makes_no_element_of(tag: str) -> None:
    page = parse(f'<html {{x><{tag}><b>{"<i>x</i>" * 60}</b><meta name="author" content="Ivo"></html>')

    assert masthead(page).xpath("//meta/@content") == ["Ivo"]
