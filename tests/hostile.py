"""Pages that are out to hang, crash or blind whoever reads them, all of our own making, each made when asked for.

What they aim at: libxml2 (depth, attributes, entities, encodings), trafilatura's quadratic rules and patterns, as they
were measured one by one, our own patterns and indices, and the memory of the worker.
"""

from __future__ import annotations

import json
from collections.abc import Callable

STORY = "".join(
    f"<p>On day {n} the harbour council of Brell met again and put off the vote on the new quay, for want of money.</p>"
    for n in range(8)
)
MB = 1_000_000


def page(body: str, head: str = "") -> str:
    """A page with a story beside what harms."""
    return f"<!doctype html><html><head><title>Quay</title>{head}</head><body><article>{STORY}</article>{body}</body>"


def _json_ld(text: str) -> str:
    return page("", f'<script type="application/ld+json">{text}</script>')


def _graph(n: int) -> str:
    people = [{"@type": "Person", "name": f"Quill {k}", "sameAs": {"@id": f"#{k - 1}"}} for k in range(n)]
    return _json_ld(json.dumps({"@graph": [{"@type": "NewsArticle", "author": people}]}))


HOSTILE: dict[str, Callable[[], str]] = {
    # markup that grows
    "8,000 links in one paragraph": lambda: page(f"<p>{'<a href=/x>quay</a> ' * 8_000}</p>"),
    "100,000 links": lambda: page("<p><a href=/x>quay</a></p>" * 100_000),
    "1,000,000 tiny <b>": lambda: "<html><body><p>" + "<b>q</b>" * 1_000_000,
    "32,000 <b> in one paragraph": lambda: page(f"<p>{'<b>quay</b> ' * 32_000}</p>"),
    "32,000 <span> in one paragraph": lambda: page(f"<p>{'<span>quay</span> ' * 32_000}</p>"),
    "16,000 headings": lambda: page("<h2>Quay</h2>" * 16_000),
    "9 MB of paragraphs": lambda: f"<html><body>{STORY * (9 * MB // len(STORY))}",
    "20,000 paragraphs alike": lambda: page("<p>The quay is closed until further notice.</p>" * 20_000),
    "20,000 line breaks": lambda: page(f"<div>{'The quay is closed.<br>' * 20_000}</div>"),
    "20,000 empty elements": lambda: page("<div></div><p></p>" * 20_000),
    "tables in tables, 150 deep": lambda: page("<table><tr><td>" * 150 + "quay" + "</td></tr></table>" * 150),
    "a table of 20,000 cells": lambda: page(f"<table>{'<tr><td>a<td>b<td>c<td>d' * 5_000}</table>"),
    "lists in lists, 5,000 deep": lambda: page("<ul><li>quay" * 5_000),
    "200,000 nested <div>": lambda: "<div>" * 200_000 + "<p>The quay is closed.</p>",
    "3,000 nested <div> around the story": lambda: "<html><body>" + "<div>" * 3_000 + STORY,
    "nothing is closed": lambda: (
        f"<html><body>{STORY}" + "<div><p><b><i><a href=x><table><tr><td><ul><li>quay " * 5_000
    ),
    "everything is closed twice": lambda: page("</div></p></b></table></body></html>" * 20_000),
    "frames": lambda: "<html><frameset>" + "<frame src=a><frameset>" * 5_000 + "</frameset></html>",
    "SVG and MathML": lambda: page("<svg><g>" * 5_000 + "<text>q</text>" + "<math><mi>x</mi></math>" * 5_000),
    "templates and shadow roots": lambda: page(
        "<template shadowrootmode=open><slot></slot><p>quay</p></template>" * 10_000
    ),
    "an end of script that never comes": lambda: page("<script>" + "if (a < b) { c() }\n" * 100_000),
    "an end of comment that never comes": lambda: page("<!--" + "quay -- > " * 200_000),
    "noscript in noscript": lambda: page("<noscript>" * 5_000 + "quay"),
    # single pieces that are too large
    "5 MB in one text": lambda: page("<p>" + "quay " * MB),
    "5 MB in one word": lambda: page("<p>" + "q" * (5 * MB)),
    "50,000 attributes on one tag": lambda: page("<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">quay</p>"),
    "an attribute of 5 MB": lambda: page(f'<p title="{"q" * (5 * MB)}">quay</p>'),
    "a class of 100,000 names": lambda: page(f'<p class="{"byline author " * 50_000}">Quill</p>'),
    "pictures in the page, 5 MB": lambda: page(f'<img src="data:image/png;base64,{"iVBORw0K" * 600_000}">'),
    "2,000 pictures in the page": lambda: page(f'<img src="data:image/png;base64,{"iVBORw0K" * 200}">' * 2_000),
    "a title of 1 MB of spaces": lambda: f"<html><head><title>Quay{' ' * MB}|</title></head><body>{STORY}",
    "a title of 300 KB of dashes": lambda: f"<html><head><title>{'Quay - ' * 45_000}</title></head><body>{STORY}",
    # characters and encodings
    "a billion laughs": lambda: (
        "<!DOCTYPE html [<!ENTITY a 'ha'>"
        + "".join(f"<!ENTITY {chr(98 + k)} '{f'&{chr(97 + k)};' * 10}'>" for k in range(10))
        + f"]><html><body>&k;{STORY}"
    ),
    "200,000 character references": lambda: page(f"<p>{'&amp;&#x41;&nbsp;&unknown;' * 50_000}</p>"),
    "references to no character": lambda: page(f"<p>{'&#0;&#xD800;&#x110000;&#99999999999;' * 20_000}</p>"),
    "NULs": lambda: page("\0".join(STORY[:2_000])) + "\0" * MB,
    "lone surrogates": lambda: page("<p>" + "\ud800quay\udfff " * 50_000),
    "one encoding called another": lambda: page(
        "<p>" + ("Hafenmeisterin Öhl überquert die Förde. " * 5_000).encode().decode("latin-1"), "<meta charset=utf-16>"
    ),
    "bytes that are no text": lambda: page("<p>" + bytes(range(256)).decode("latin-1") * 4_000),
    "text from right to left and back": lambda: page("<p>" + "\u202equay\u202c \u2067\u05d0\u2069 " * 50_000),
    "letters under 1,000 accents": lambda: page("<p>" + ("q" + "\u0301" * 1_000 + " ") * 1_000),
    # bait for patterns
    "a doctype of 100 KB of slashes": lambda: "<!doctype " + "/" * 100_000 + f"><html><body>{STORY}",
    "<html repeated": lambda: "<html " * 200_000 + f"/>{STORY}",
    "a picture's address of dots": lambda: page(f'<img src="{"." * 16_000}"><img src="/{"a." * 8_000}jpg.">' * 3),
    "JSON-LD of 200 KB of types": lambda: _json_ld('"@type":[' * 22_000),
    "JSON-LD of quotes": lambda: _json_ld('{"headline": "' + '\\"' * 100_000),
    "JSON-LD nested 100,000 deep": lambda: _json_ld("[" * 100_000 + "]" * 100_000),
    "JSON-LD of 5,000 authors": lambda: _graph(5_000),
    "nicknames": lambda: page(
        f"<p class=author>By {'(' * 20_000}Quill{')' * 20_000}</p><p class=author>{'‘' * 50_000}</p>"
    ),
    "an author of @ and dots": lambda: page(f'<span class="author-name">{"a@b." * 30_000}</span>'),
    "addresses without end": lambda: page(f"<p>{'http://' * 20_000}{'www.' * 20_000}</p>"),
    "dots, dashes and spaces": lambda: page(f"<p>{'. ' * 50_000}</p><p>{'- ' * 50_000}</p><p>{' ' * 200_000}x</p>"),
    "quotation marks": lambda: page(f"<p>{'“' * 20_000}{'quay ” « ' * 20_000}</p>"),
    "brackets": lambda: page(f"<p>{'(' * 30_000}{'[' * 30_000}{'{' * 30_000}</p>"),
    "digits like dates": lambda: page(f"<p>{'12.12.2012 2012-12-12 12:12 ' * 40_000}</p>"),
    "datelines": lambda: page("").replace("<p>On", f"<p>{'NEW PORT, ' * 5_000}(AP) — On", 1),
    "phrases of the spotter": lambda: page(f"<p>{'follow us on read more sign up for our newsletter ' * 20_000}</p>"),
    "5,000 lines that call for a click": lambda: page("<p>Read more: <a href=/x>the quay</a></p>" * 5_000),
    "abbreviations": lambda: page(f"<p>{'Dr. St. No. U.S. a.m. e.g. ' * 20_000}</p>"),
    "a language a line": lambda: page(
        "<p>The quay. Der Kai. Le quai. El muelle. Причал. 码头。 波止場。 المرسى.</p>" * 5_000
    ),
}


def broken(name: str) -> str:
    """A hostile page by its name."""
    return HOSTILE[name]()
