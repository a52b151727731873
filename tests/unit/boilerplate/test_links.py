"""Signals of links: how much they cover, where they lead; addresses written out count as links."""

from __future__ import annotations

import timeit
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.boilerplate.signals.links import LONGEST, host_of, link_signals, same_site
from nutgraf.model import Block, Link

SITE = "coastwire.example"


def line(text: str, *links: tuple[str, str]) -> Block:
    return Block(0, text, "p", tuple(Link(words, href) for words, href in links))


def shows(block: Block, site: str | None = SITE) -> set[str]:
    return set(link_signals(block, site))


def linked(href: str, text: str = "The whole line") -> Block:
    return line(text, (text, href))


@pytest.mark.parametrize(
    ("covered", "signal"),
    [
        (0, "links_none"),
        (1, "links_few"),
        (20, "links_few"),
        (21, "links_some"),
        (50, "links_some"),
        (51, "links_most"),
        (90, "links_most"),
        (91, "links_all"),
        (100, "links_all"),
    ],
)
def test_how_much_of_the_line_is_link_text(covered: int, signal: str) -> None:
    block = line("x" * 100, ("x" * covered, "https://far.example/")) if covered else line("x" * 100)
    assert {name for name in shows(block) if name.startswith("links_")} == {signal}


@pytest.mark.parametrize(
    ("signal", "yes", "no"),
    [
        ("leads_social", "https://www.instagram.com/wire", "https://notinstagram.com/wire"),
        ("leads_social", "https://x.com/wire", "https://netflix.com.example/wire"),
        ("leads_whatsapp", "https://whatsapp.com/channel/1", "https://coastwire.example/whatsapp.com"),
        ("leads_messenger", "https://chat.whatsapp.com/1", "https://whatsapp.example/1"),
        ("leads_telegram", "https://t.me/wire", "https://at.me/wire"),
        ("leads_app_store", "https://play.google.com/store", "https://google.com/store"),
        ("leads_newsletter", "https://wire.substack.com/", "https://substack.example/"),
        ("leads_shop", "https://amzn.to/3", "https://amazon.example/3"),
        ("leads_donate", "https://ko-fi.com/wire", "https://kofi.example/wire"),
        ("leads_podcast", "https://open.spotify.com/show/1", "https://spotify.com/"),
        ("leads_anchor", "#notes", "https://far.example/#notes"),
        ("leads_own_site", "https://www.coastwire.example/a", "https://othercoastwire.example/a"),
        ("leads_own_site", "/city/tram", "//far.example/tram"),
        ("leads_elsewhere", "https://far.example/a", "https://news.coastwire.example/a"),
        ("path_share", "https://far.example/sharer?u=1", "https://far.example/shares"),
        ("path_newsletter", "/newsletter/friday", "/news/letters"),
        ("path_subscribe", "https://far.example/login", "https://far.example/log-in-rates"),
        ("path_tags", "/tag/ferries", "/tagged"),
        ("path_byline", "/author/ilse-harrow", "/authorities"),
        ("path_contact", "mailto:desk@wire.example", "/mailing"),
        ("path_affiliate", "https://far.example/?aff_id=3", "https://far.example/?id=3"),
        ("path_legal", "/privacy", "/private"),
        ("path_comments", "/ferry#comments", "/ferry#notes"),
        ("path_event", "/events/harbour-day", "/eventually"),
        ("path_podcast", "/podcasts/1", "/pod/1"),
        ("path_video", "/videos/1", "/videotape"),
    ],
)
def test_where_links_lead(signal: str, yes: str, no: str) -> None:
    assert signal in shows(linked(yes))
    assert signal not in shows(linked(no))


def test_one_link_over_most_of_the_line() -> None:
    assert "one_link" in shows(linked("/a"))
    assert "one_link" not in shows(line("A short link in a line of prose", ("short link", "/a")))
    assert "one_link" not in shows(line("One two", ("One", "/a"), ("two", "/b")))


def test_many_links_over_most_of_the_line() -> None:
    three = (("Trams", "/a"), ("Ferries", "/b"), ("Cod", "/c"))
    assert "many_links" in shows(line("Trams Ferries Cod", *three))
    assert "many_links" not in shows(line("Trams Ferries", *three[:2]))
    assert "many_links" not in shows(line("Trams Ferries Cod " + "and prose " * 5, *three))


def test_an_address_written_out_counts_as_a_link() -> None:
    assert "leads_whatsapp" in shows(line("https://whatsapp.com/channel/1"))
    assert "leads_whatsapp" in shows(line("Join https://wa.me/123 today"))
    assert "leads_whatsapp" not in shows(line("https://whatsapp.com/channel/1 " + "x" * LONGEST))


def test_links_inside_prose_say_nothing_of_the_site() -> None:
    prose = line("The harbour office said so in a long statement", ("statement", "https://far.example/a"))
    assert not {"leads_elsewhere", "leads_own_site"} & shows(prose)
    assert not {"leads_elsewhere", "leads_own_site"} & shows(linked("https://far.example/a"), site=None)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.Coast.example:8080/a", "coast.example"),
        ("coast.example/a", ""),
        ("mailto:desk@coast.example", ""),
        ("http://[broken", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_the_host_of_an_address(url: str | None, host: str) -> None:
    assert host_of(url) == host


def test_hosts_of_one_site() -> None:
    assert same_site("news.coast.example", "coast.example")
    assert same_site("coast.example", "news.coast.example")
    assert not same_site("mycoast.example", "coast.example")


HREF = st.one_of(
    st.text(max_size=60),
    st.builds("".join, st.lists(st.sampled_from(["http://", "//", "[", "]", "@", ":", "%", "?", "wa.me", "#"]))),
)


@given(
    st.text(max_size=200),
    st.lists(st.tuples(st.text(max_size=40), HREF), max_size=6),
    st.sampled_from(["", None, SITE]),
)
def test_wild_links_give_one_density_and_never_raise(text: str, links: list[tuple[str, str]], site: str | None) -> None:
    found = list(link_signals(line(text, *links), site))
    assert len([name for name in found if name.startswith("links_")]) == 1


@pytest.mark.parametrize("piece", ["www.a.b/", "http://", "a@b.c ", "[", "#"])
def test_time_grows_with_the_text_only(piece: str) -> None:
    def seconds(count: int) -> float:
        block = line(piece * count, *[(piece, piece * count)] * 3)
        bare = line(piece * count)
        return min(timeit.repeat(lambda: (shows(block), shows(bare)), timer=process_time, number=1, repeat=5))

    assert seconds(20_000) < 10 * max(seconds(5_000), 0.01)


@pytest.mark.parametrize(
    ("href", "words", "signal", "there"),
    [
        ("/news/mill-at-dorn-grinds-again", "Mill at Dorn grinds again", "link_is_its_title", True),
        ("/news/mill_at_dorn_grinds_again.html", "The mill at Dorn grinds", "link_is_its_title", True),
        ("/news/48213", "Mill at Dorn grinds again", "link_is_its_title", False),
        ("/about/who-we-are", "Mill at Dorn grinds again", "link_is_its_title", False),
        ("/news/48213", "Mill at Dorn", "leads_to_article", True),
        ("/2025/11/mill", "Mill at Dorn", "leads_to_article", True),
        ("/mill-at-dorn-grinds-again", "Mill", "leads_to_article", True),
        ("/news/mill", "Mill at Dorn", "leads_to_article", False),
        ("/local", "Local news", "leads_shallow", True),
        ("/local/dorn", "Local news", "leads_shallow", False),
        ("http://[broken", "Local news", "leads_to_article", False),
    ],
)
def test_what_the_address_of_the_main_link_looks_like(href: str, words: str, signal: str, there: bool) -> None:
    assert (signal in shows(linked(href, words))) is there


@pytest.mark.parametrize(
    ("text", "words", "there"),
    [
        ("More: the mill grinds again", "the mill grinds again", True),
        ("The mill: it grinds", "the", False),
        ("the mill grinds again", "the mill grinds again", False),
        ("A label of more than thirty characters: mill grinds again now", "mill grinds again now", False),
    ],
)
def test_a_label_before_a_link(text: str, words: str, there: bool) -> None:
    assert ("label_then_link" in shows(line(text, (words, "/mill")))) is there
