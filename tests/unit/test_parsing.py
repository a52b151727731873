from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import assert_linear
from nutgraf.model import NoArticleError
from nutgraf.parsing import UNCLOSED, is_json_ld, parse

TEXT = "The ferry ran again on Monday."


def text_of(html: str) -> str:
    return " ".join(" ".join(parse(html).itertext()).split())


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{TEXT}</p>",
        f"{TEXT}<br>",
        f"<!DOCTYPE html PUBLIC '-//W3C//DTD'><html><body>{TEXT}</body></html>",
        f"\ufeff<!doctype html><p>{TEXT}",
        f'<?xml version="1.0" encoding="utf-16"?><html><body>{TEXT}</body></html>',
        f'<html xmlns="http://www.w3.org/1999/xhtml"/><head></head><body>{TEXT}</body></html>',
        f"<!doctype html>\n<HTML lang=en/><body>{TEXT}</body>",
        f"<html><meta charset=latin1><body>{TEXT}",
        f"<frameset><noframes>{TEXT}</noframes></frameset>",
    ],
)
def test_whatever_stands_around_it_the_text_is_read(html: str) -> None:
    tree = parse(html)

    assert tree.tag == "html"
    assert text_of(html) == TEXT


def test_characters_that_no_parser_takes_cost_nothing_else() -> None:
    assert text_of("<p>a\0b\x08c\ufffed\uffffe\ud83df\x1f</p>") == "abcde\ufffdf"
    assert text_of("<p>a\tb\nc\rd – é 漢 😀</p>") == "a b c d – é 漢 😀"


def test_what_no_reader_sees_is_left_out_and_what_follows_it_stays() -> None:
    html = "<body>a<script>b</script>c<style>d</style>e<svg><text>f</text></svg>g<noscript>h</noscript>i<!-- j -->k"

    assert text_of(html) == "acegik"


def test_data_about_the_page_stay() -> None:
    tree = parse('<p>a</p><script type="application/LD+json">{"b": 1}</script><script type="text/x">c</script>')

    assert [(script.text, is_json_ld(script)) for script in tree.iter("script")] == [('{"b": 1}', True)]


def test_a_page_in_a_noscript_that_lacks_its_end_is_kept() -> None:
    assert text_of(f"<body><noscript><div>{'<p>word</p>' * UNCLOSED}</div>") == " ".join(["word"] * UNCLOSED)


@pytest.mark.parametrize(
    "html", ["", " \n", "words alone", '{"a": 1}', "<!-- a -->", "<!doctype html>", "<html></html>"]
)
def test_what_is_no_page(html: str) -> None:
    with pytest.raises(NoArticleError):
        parse(html)


@given(
    st.text() | st.lists(st.sampled_from(["<html", "/>", "<p>", "<!doctype", ">", "\0", "a", "\ud800"])).map("".join)
)
def test_any_text_is_a_page_or_none(text: str) -> None:
    try:
        tree = parse(text)
    except NoArticleError:
        return
    assert tree.tag == "html"


@pytest.mark.parametrize(
    "bait", ["<!doctype " + "/" * 9, "<html ", "<script>a</script>", "\0", "<noscript><b>", "\ufffe"]
)
def test_parsing_is_linear(bait: str) -> None:
    assert_linear(lambda n: parse("<p>a" + bait * n), 2_000)
