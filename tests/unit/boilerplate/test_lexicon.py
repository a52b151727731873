"""The lexicon of names: groups that load, tokens an element can have, hosts a link can lead to."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from nutgraf.boilerplate import lexicon
from nutgraf.boilerplate.lexicon import host_groups, path_pieces, tag_groups, token_groups
from nutgraf.boilerplate.signals import CLUTTER
from nutgraf.elements import describe
from nutgraf.parsing import parse

TWO_MEANINGS = {"label": {"tags", "form"}, "copyright": {"legal", "caption"}, "about": {"contact", "author_bio"}}
"""Tokens that pages use for two things."""
MESSENGERS = {"whatsapp", "telegram"}
"""Groups of hosts that stand in `messenger` once more."""


def test_a_token_stands_for_one_group_unless_two_are_meant() -> None:
    assert {token: set(groups) for token, groups in token_groups().items() if len(groups) > 1} == TWO_MEANINGS


@pytest.mark.parametrize("part", ["tokens", "hosts", "paths"])
def test_no_group_is_empty_or_says_a_thing_twice(part: str) -> None:
    for group, names in lexicon._tables()[part].items():
        assert names, group
        assert [name for name, count in Counter(names).items() if count > 1] == [], group


def test_tokens_are_what_an_element_can_be_known_by() -> None:
    """An element's attributes are cut into lower-case tokens: another token in the lexicon could never be met."""
    for token in token_groups():
        element = parse(f'<html><body><div class="{token}">x</div></body></html>').find(".//div")
        assert element is not None
        assert token in describe(element).tokens


def test_tags_stand_for_groups_that_tokens_stand_for_too() -> None:
    groups = {group for found in token_groups().values() for group in found}
    assert set(tag_groups().values()) <= groups
    assert groups >= CLUTTER


def test_hosts_are_bare_and_lower_case() -> None:
    bare = re.compile(r"(?!www\.)[a-z0-9-]+(?:\.[a-z0-9-]+)+")
    assert [host for _, hosts in host_groups() for host in hosts if not bare.fullmatch(host)] == []


def test_a_host_stands_in_one_group_but_for_messengers() -> None:
    groups: dict[str, set[str]] = {}
    for group, hosts in host_groups():
        for host in hosts:
            groups.setdefault(host, set()).add(group)
    twice = {host: found for host, found in groups.items() if len(found) > 1}
    assert all("messenger" in found and found - {"messenger"} <= MESSENGERS for found in twice.values()), twice
    assert {host for host, found in groups.items() if found & MESSENGERS} <= twice.keys()


def test_pieces_of_addresses_are_lower_case() -> None:
    """They are looked for in addresses in lower case."""
    assert [piece for _, pieces in path_pieces() for piece in pieces if piece != piece.lower().strip()] == []


@pytest.mark.parametrize(
    ("classes", "group"),
    [
        ("jp-relatedposts", "related"),
        ("yarpp yarpp-related", "related"),
        ("OUTBRAIN", "related"),
        ("wp-block-jetpack-subscriptions", "newsletter"),
        ("mc4wp-form", "newsletter"),
        ("addtoany_share_save_container", "share"),
        ("social-warfare swp_social_panel", "share"),
        ("viafoura", "comments"),
        ("liste-des-commentaires", "comments"),
        ("adngin-incontent", "promo"),
        ("wpforms-container", "form"),
        ("onetrust-consent-sdk", "cookie"),
        ("zephr-registration", "subscribe"),
        ("meistgelesen-liste", "trending"),
    ],
)
def test_a_plug_in_is_known_by_its_classes(classes: str, group: str) -> None:
    found = parse(f'<html><body><div class="{classes}">x</div></body></html>').find(".//div")
    assert found is not None
    assert group in {name for token in describe(found).tokens for name in token_groups().get(token, ())}


@pytest.mark.parametrize(
    "classes",
    [
        "elementor-widget-text-editor",
        "field--name-body",
        "accordion",
        "paywall-content",
        "margin-top",
        "ez-toc-section",
    ],
)
def test_a_class_that_page_builders_put_around_stories_stands_for_no_clutter(classes: str) -> None:
    found = parse(f'<html><body><div class="{classes}">x</div></body></html>').find(".//div")
    assert found is not None
    assert not CLUTTER & {name for token in describe(found).tokens for name in token_groups().get(token, ())}
