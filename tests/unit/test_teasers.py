from __future__ import annotations

import pytest

from nutgraf.dom import PageIndex
from nutgraf.parsing import parse
from nutgraf.teasers import find_teasers

URL = "https://a.example/news"
TITLES = ("Boats come home at last", "The net that had a hole", "Nobody counts the gulls", "A bicycle out of the sea")


def teasers(body: str, url: str | None = URL) -> list[str]:
    tree = parse(f"<html><body>{body}</body></html>")
    return list(find_teasers(tree, PageIndex(tree), url))


def each(entry: str) -> str:
    return "".join(entry.format(title=title, n=n) for n, title in enumerate(TITLES))


@pytest.mark.parametrize(
    "entry",
    [
        '<article class="t"><h2><a href="/{n}">{title}</a></h2><p>And more.</p></article>',
        '<div class="card big{n}"><a href="/{n}"><h3>{title}</h3></a><p>And more.</p></div>',
        '<a class="t" href="/{n}"><div>{title}</div><div>And more.</div></a>',
        '<section><div class="t"><h3><a href="/{n}">{title}</a></h3><p>And more.</p></div></section>',
    ],
)
def test_entries_of_a_list(entry: str) -> None:
    found = teasers(each(entry))

    assert len(found) == 4
    assert found[0] == "boatscomehomeatlastandmore"


def test_entries_without_a_class_stand_in_one_element() -> None:
    entry = "<li><a href='/{n}'>{title}</a></li>"

    assert len(teasers(f"<ul>{each(entry)}</ul>")) == 4
    assert teasers(each(f"<ul>{entry}</ul>")) == []


def test_entries_in_a_script_without_spaces() -> None:
    titles = ("港の灯台が一般公開", "朝市に若い漁師が戻る", "渡し船の運賃値上げ", "古い酒蔵が図書館に")

    assert len(teasers("<ul>" + "".join(f"<li><a href=/{t}>{t}</a></li>" for t in titles) + "</ul>")) == 4


@pytest.mark.parametrize(
    "body",
    [
        f"<nav>{each('<li><a href=/{n}>{title}</a></li>')}</nav>",
        f"<footer>{each('<li><a href=/{n}>{title}</a></li>')}</footer>",
        each("<p class=t><a href=/{n}>{title}</a></p>"),
        each("<div class=t><a href='#part{n}'>{title}</a></div>"),
        each("<div class=t><a href='/news#part{n}'>{title}</a></div>"),
        each("<div class=t><a href='/{n}'>More</a> {title}</div>"),
        each("<div class=t>{title} " + "and so on " * 100 + "<a href='/{n}'>{title}</a></div>"),
        each("<div class=t>{title} " + "and so on " * 20 + "<a href='/{n}'>read it all here</a></div>"),
        each("<div class=t><a>{title}</a></div>"),
        "<ul><li><a href=/1>Boats come home at last</a></li><li><a href=/2>The net that had a hole</a></li></ul>",
    ],
)
def test_what_is_no_list_of_teasers(body: str) -> None:
    assert teasers(body) == []


def test_a_broken_address_is_another_page() -> None:
    for url in (URL, "http://["):
        assert len(teasers(each("<div class=t><a href='http://[{n}'>{title}</a></div>"), url)) == 4
