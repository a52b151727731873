"""Reasons: one for every kind, in words of a reader, and by the first signal that fits."""

from __future__ import annotations

import re

import pytest

from nutgraf.boilerplate import weights
from nutgraf.boilerplate.classifier import ASIDES
from nutgraf.boilerplate.lexicon import host_groups, path_pieces, token_groups
from nutgraf.boilerplate.reasons import _reasons, reason_for

KINDS = frozenset(
    """related promo byline caption subscribe author_bio newsletter title disclaimer tags navigation comments contact
    follow credit copyright references form player event share other cookie legal app correction trending
    poll""".split()
)
"""Every kind of line in a story that is not the story, from the labelling of pages by hand."""
JARGON = re.compile(
    r"\b(?:boilerplate|blocks?|elements?|signals?|tokens?|tags?|classes|class|dom|html|css|cta|ui|chrome|aside|kinds?|url"
    r"|metadata|widget|snippet|teaser|link density|regression|weights?|probability|class(?:ified|ifier)|affiliate)\b",
    re.I,
)
REASONS = [(kind, signal, words) for kind, table in _reasons().items() for signal, words in table.items()]
FAMILIES = {
    "leads": {group for group, _ in host_groups()},
    "path": {group for group, _ in path_pieces()},
    "within": {group for groups in token_groups().values() for group in groups},
    "named": {group for groups in token_groups().values() for group in groups},
    "says": KINDS,
    "hints": KINDS,
}


def test_every_kind_has_a_reason_and_no_other_has() -> None:
    assert set(_reasons()) == KINDS
    assert set(weights.load().kinds) <= KINDS
    assert ASIDES <= KINDS


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_line_that_shows_nothing_has_a_reason(kind: str) -> None:
    assert reason_for(kind, set()) == _reasons()[kind]["else"]


@pytest.mark.parametrize("words", sorted({words for _, _, words in REASONS}))
def test_reasons_are_plain_words_that_finish_a_sentence(words: str) -> None:
    """They follow "left out because it ...": a verb first, no full stop, no term of the trade."""
    assert re.fullmatch(r"(?:is|says|asks|leads|points|advertises|tells|lists|belongs|announces|names) [^.]+", words)
    assert JARGON.search(words) is None
    assert 2 <= len(words.split()) <= 12


@pytest.mark.parametrize(("kind", "signal", "words"), [r for r in REASONS if r[1] != "else"])
def test_a_signal_that_decides_exists_and_gives_its_words(kind: str, signal: str, words: str) -> None:
    family, _, group = signal.partition("_")
    plain = {"asks", "has_email", "has_phone", "mentions_whatsapp", "mentions_telegram", "links_all"}
    assert signal in plain or group in FAMILIES[family]
    assert reason_for(kind, {signal}) == words


def test_the_first_signal_of_the_table_decides() -> None:
    both = {"leads_social", "leads_whatsapp"}
    assert reason_for("follow", both) == "asks you to follow a WhatsApp channel"
    assert reason_for("follow", {"leads_social"}) == "asks you to follow on social media"


def test_a_kind_without_a_table_is_an_error() -> None:
    with pytest.raises(KeyError):
        reason_for("no such kind", set())
