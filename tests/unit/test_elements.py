"""Elements around blocks as values: looks, siblings alike, pictures. Names and paths are tested with `dom`."""

from __future__ import annotations

import pytest

from nutgraf.dom import PageIndex
from nutgraf.elements import SMALL, paths
from nutgraf.model import Element
from nutgraf.parsing import parse

CARD = '<div class="card"><a href="/{0}"><img src="{0}.jpg"> Story number {0}</a></div>'


def path_of(text: str, body: str) -> tuple[Element, ...]:
    tree = parse(f"<html><body>{body}</body></html>")
    index = PageIndex(tree)
    return paths(index, index.locate([text]))[0]


@pytest.mark.parametrize("cards", [1, 2, 5])
def test_siblings_that_look_alike_and_link_are_counted(cards: int) -> None:
    body = f"<div>{''.join(CARD.format(n) for n in range(cards))}<div class='card'>no link at all here</div></div>"
    link, card, *_ = path_of("Story number 0", body)
    assert card.alike == cards - 1
    assert card.classes == "card"
    assert link.alike == 0


def test_another_look_is_not_alike() -> None:
    body = f"<div>{CARD.format(0)}{CARD.format(1).replace('card', 'box')}</div>"
    assert path_of("Story number 0", body)[1].alike == 0


def test_pictures_are_seen_in_small_elements_only() -> None:
    link, card, around = path_of("Story number 0", f"<div>{CARD.format(0)}<p>{'long text ' * SMALL}</p></div>")
    assert (link.pictured, card.pictured, around.pictured) == (True, True, False)


def test_an_element_of_two_paths_is_one_value() -> None:
    tree = parse("<html><body><div><p>The first line</p><p>The second line</p></div></body></html>")
    index = PageIndex(tree)
    first, second = paths(index, index.locate(["The first line", "The second line"]))
    assert first[1] is second[1]
    assert first[0] is not second[0]


def test_many_siblings_are_counted_once_for_all() -> None:
    """A row of n cards is walked once, not once for each of them."""
    body = f"<div>{''.join(CARD.format(n) for n in range(3000))}</div>"
    tree = parse(f"<html><body>{body}</body></html>")
    index = PageIndex(tree)
    found = paths(index, index.locate([f"Story number {n}" for n in range(2000, 3000)]))
    assert {path[1].alike for path in found} == {2999}
