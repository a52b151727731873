from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import assert_linear
from nutgraf import guards
from nutgraf.guards import DEEPEST, LONGEST_TAG, MOST_BROKEN_DATA, MOST_DATA, MOST_TAGS, are_readable, flattened
from nutgraf.guards import within_limits as guarded
from nutgraf.parsing import read_tree
from nutgraf.reader import read
from story_lines import PRICE, SALT, VAULTS

STORY = f"<p>{SALT}</p><p>{VAULTS}</p><p>{PRICE}</p>"


def test_a_page_within_the_limits_is_left_alone() -> None:
    raw = f"<html><body class=story>{STORY} 1 < 2</body>".encode()

    assert guarded(raw).raw is raw
    assert guarded(raw).warnings == ()


def test_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "MOST_BYTES", 2_000_000)
    found = guarded(b"<p>" + b"a" * 3_000_000)

    assert len(found.raw) == 2_000_000
    assert found.warnings == ("The page is very large: only its first 2 MB were read.",)


def test_tags() -> None:
    found = guarded(b"<p>a" * (MOST_TAGS + 5))

    assert found.raw == b"<p>a" * MOST_TAGS
    assert found.warnings == ("The page has more than 60,000 tags: what comes behind them was not read.",)
    assert guarded(b"<p>a" * MOST_TAGS).warnings == ()


@pytest.mark.parametrize(
    ("attributes", "kept"),
    [
        (" ".join(f"a{n}=1" for n in range(9_000)), ""),
        (f'class="by line" id=x data-json="{{a > b}} {"q" * LONGEST_TAG}" href=/y', ' class="by line" id=x'),
        (f"title='{'>' * LONGEST_TAG}' class=x", ""),
    ],
)
def test_a_tag_that_is_too_long_keeps_what_tells(attributes: str, kept: str) -> None:
    page = f"<div>{{}}<p {attributes}>text <b>bold</b></p>"

    assert guarded(page.encode()).raw.decode() == page.replace(f" {attributes}", kept)


def test_text_is_no_tag_however_long() -> None:
    for text in ("<p>" + "a" * 3 * LONGEST_TAG, "a <" + " b" * LONGEST_TAG, "<p title='" + "a" * 2 * LONGEST_TAG):
        assert guarded(text.encode()).raw.decode() == text


def test_depth_costs_structure_and_no_text() -> None:
    for levels in (DEEPEST + 100, 20_000):
        parsed = read_tree("<div>" * levels + f"<p>{SALT}</p><p>{VAULTS}" + "</div>" * levels + f"<p>{PRICE}")

        assert " ".join(" ".join(parsed.tree.itertext()).split()) == f"{SALT} {VAULTS} {PRICE}"
        assert parsed.warnings == (
            "The page is nested more than 200 levels deep: what stands deeper was read without its structure.",
        )


def test_depth_that_is_common_costs_nothing() -> None:
    assert read_tree("<div>" * 150 + f"<p>{SALT}").warnings == ()
    assert read_tree(f"<p>{SALT}" * 5_000).warnings == ()


def test_flattening_leaves_words_apart_and_inline_elements_within_them() -> None:
    deep = b"<div>" * DEEPEST
    found = flattened(deep + b"<p>one</p><p>tw<b>o</b> <br>three</p></x>").raw.removeprefix(deep)

    assert b" ".join(found.replace(b"</x>", b"").split()) == b"one two <br>three"


def test_the_reader_is_told() -> None:
    reading = read("<body>" + "<div>" * 300 + STORY)

    assert reading.warnings[0].startswith("The page is nested more than 200 levels deep")
    assert SALT in reading.text


@pytest.mark.parametrize(
    ("data", "readable"),
    [
        ("{", True),
        ("", True),
        (json.dumps({"a": "b" * MOST_BROKEN_DATA}), True),
        (json.dumps({"a": "b" * MOST_BROKEN_DATA})[:-1], False),
        (json.dumps({"a": "b" * MOST_DATA}), False),
        ("[" * 90_000 + "]" * 90_000, False),
    ],
    ids=["broken, short", "empty", "sound, long", "broken, long", "too long", "too deep"],
)
def test_data(data: str, readable: bool) -> None:
    assert are_readable(data) == readable


@given(st.lists(st.sampled_from([b"<p", b"<div>", b"</div>", b">", b"'", b'"', b"<", b"a", b"<br/>"]), max_size=60))
def test_flattening_keeps_all_that_is_no_tag(pieces: list[bytes]) -> None:
    raw = b"".join(pieces)

    assert flattened(raw).raw == raw  # nothing of it is deep
    assert guarded(raw).raw == raw


@pytest.mark.parametrize("bait", ["<p ", "<p a='", '<p a="b" ', "<", "<div>", "<p title=' class=\"", "</div", "'"])
def test_the_guards_are_linear(bait: str) -> None:
    def work(n: int) -> None:
        raw = f"<p {bait * n}".encode()
        flattened(guarded(raw).raw)

    assert_linear(work, 20_000)
