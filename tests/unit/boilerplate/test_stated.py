"""Signals of the metadata: a story's text that is stated for machines, and keywords."""

from __future__ import annotations

from nutgraf.boilerplate.signals.place import Layout
from nutgraf.boilerplate.signals.stated import stated_signals
from nutgraf.dom import letters
from nutgraf.model import Article, Block

FIRST = "The tower clock of Hollin stopped on Sunday, and nobody in the village noticed it before Tuesday noon."
SECOND = "The sexton, who is ninety, says that the spring is older than he is and that both of them need oil."
PLUG = "More stories from the valley"


def signals(*texts: str, stated: str = "", topics: frozenset[str] = frozenset()) -> list[set[str]]:
    blocks = tuple(Block(i, text, "p") for i, text in enumerate(texts))
    article = Article(blocks, stated=letters(stated), topics=topics)
    return [set(names) for names in stated_signals(article, Layout.of(article))]


def test_what_the_stated_text_leaves_out_is_told_from_what_it_holds() -> None:
    assert signals(FIRST, PLUG, SECOND, stated=f"{FIRST} {SECOND}") == [{"stated"}, {"not_stated"}, {"stated"}]


def test_other_marks_and_spaces_make_no_difference() -> None:
    assert signals(FIRST, stated=FIRST.replace(",", " –").upper()) == [{"stated"}]


def test_a_stated_text_that_holds_little_of_the_story_says_nothing() -> None:
    assert signals(FIRST, SECOND, stated=PLUG * 20) == [set(), set()]
    assert signals(FIRST, SECOND) == [set(), set()]


def test_a_line_that_is_a_keyword_is_told() -> None:
    assert signals("Tower clocks", FIRST, topics=frozenset({"towerclocks"})) == [{"page_topic"}, set()]
