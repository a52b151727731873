"""Pages grown from elements, attributes and text of all kinds: a sound Reading, or no article."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from invariants import check
from nutgraf.model import NoArticleError, Page
from nutgraf.options import ALGORITHMS, MODES, Options
from nutgraf.reader import read_page

TAGS = [
    *"p p p div span b i em a li ul ol table tr td h1 h2 h3 br hr img figure figcaption blockquote pre".split(),
    *"article main aside nav header footer section time script style noscript template svg math iframe form".split(),
    *'title meta base html body head x-y a:b q"x é details summary video select option textarea'.split(),
]
ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        ["class", "id", "href", "src", "itemprop", "rel", "role", "lang", "datetime", "hidden", "a:b", 'x"']
    ),
    st.sampled_from(
        ["", "related", "article-body", "#x", "javascript:0", "//a", "http://[", "2026-02-31", "noprint", "é"]
    )
    | st.text(max_size=12),
    max_size=3,
)
STORY = "The harbour council of Brell met again on Tuesday and put off the vote on the new quay, for want of money. "
TEXTS = st.text(max_size=60) | st.sampled_from(
    [
        STORY,
        STORY * 4,
        "“No,” said Ivo Lantz. ",
        "Read more:",
        "Share",
        "BRELL (AP) — ",
        "</p>",
        "<!--",
        "&#0;",
        "&amp",
        "\ud83d",
    ]
)


def element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """An element in HTML, now and then without its end."""

    def write(tag: str, attributes: dict[str, str], inside: list[str], closed: bool) -> str:
        said = "".join(f' {name}="{value}"' for name, value in attributes.items())
        return f"<{tag}{said}>{''.join(inside)}{f'</{tag}>' if closed else ''}"

    return st.builds(
        write, st.sampled_from(TAGS), ATTRIBUTES, st.lists(children, max_size=5), st.sampled_from([True] * 7 + [False])
    )


PAGES = st.lists(st.recursive(TEXTS, element, max_leaves=30), min_size=1, max_size=6).map("".join)
OPTIONS = st.builds(
    Options, sentences=st.integers(1, 10), mode=st.sampled_from(MODES), algorithm=st.sampled_from(ALGORITHMS)
)


@given(PAGES, st.sampled_from([None, "https://brell.example/a", "http://[", "x"]), OPTIONS)
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_page_gives_a_sound_reading_or_no_article(html: str, url: str | None, options: Options) -> None:
    try:
        reading = read_page(Page(html=html, url=url), options)
    except NoArticleError:
        return
    check(reading)
    json.dumps(reading.to_dict(), allow_nan=False).encode()
