"""Pages packed into bytes come out again, the last MOST of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nutgraf.seen import MOST
from nutgraf.sites.postings import PAGES, letters_at, pages_of, with_letters, with_page, without

PAGE = st.integers(0, PAGES - 1)


@given(st.lists(PAGE, max_size=30))
def test_pages_come_out_as_they_went_in(pages: list[int]) -> None:
    packed = b""
    for page in pages:
        packed = with_page(packed, page)

    assert pages_of(packed) == tuple(pages[-MOST:])
    assert len(packed) == 3 * min(len(pages), MOST)


@given(st.lists(st.tuples(PAGE, st.integers(0, 100_000), st.integers(0, 100_000)), max_size=30))
def test_letters_come_out_as_they_went_in_up_to_the_widest(entries: list[tuple[int, int, int]]) -> None:
    packed = b""
    for entry in entries:
        packed = with_letters(packed, *entry)

    assert letters_at(packed) == tuple((p, min(c, 65535), min(n, 65535)) for p, c, n in entries[-MOST:])
    assert len(packed) == 7 * min(len(entries), MOST)


def test_numbers_begin_anew_after_sixteen_million_pages() -> None:
    assert pages_of(with_page(b"", PAGES + 3)) == (3,)


def test_related_pages_do_not_count() -> None:
    assert without((1, 2, 3), frozenset({2, 9})) == 2
