from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import assert_linear
from nutgraf.phrasebook import Phrasebook, words_of

BOOK = Phrasebook(["=404", "^sign in", "not found", "未找到", "^登录"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("404", True),
        ("404 pages", False),
        ("Sign in!", True),
        ("Sign in to read", True),
        ("Sign inside", False),
        ("You sign in", False),
        ("The page was not found.", True),
        ("not foundation", False),
        ("knot found", False),
        ("页面未找到了", True),
        ("登录您的帐户", True),
        ("请登录", False),
        ("", False),
    ],
)
def test_what_is_said(text: str, said: bool) -> None:
    assert BOOK.is_said_in(words_of(text)) == said


def test_words() -> None:
    assert words_of(" Couldn't FIND-it_\n(42) ") == "couldn t find it 42"


def test_letters() -> None:
    assert set(BOOK.letters) == {"404", "signin", "notfound", "未找到", "登录"}


@given(st.lists(st.sampled_from(["sign", "in", "not", "found", "404"]), max_size=6).map(" ".join))
def test_it_agrees_with_the_plain_way(text: str) -> None:
    plain = text == "404" or f"{text} ".startswith("sign in ") or " not found " in f" {text} "

    assert BOOK.is_said_in(text) == plain


def test_it_is_linear() -> None:
    assert_linear(lambda n: BOOK.is_said_in(words_of("sign not found in " * n + "未")), 5_000)
