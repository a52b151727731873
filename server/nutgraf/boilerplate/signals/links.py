"""Signals of a block's links: how much of it they cover, and where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from nutgraf.boilerplate.lexicon import host_groups, path_pieces
from nutgraf.boilerplate.signals.text import URL
from nutgraf.model import Block

LONGEST = 600
"""Characters of a block up to which addresses written out in it are looked at."""

_WORD = re.compile(r"[^\W_]{3,}")
_LABEL = re.compile(r"[^:\s][^:]{1,29}:\s")
_NUMBERED = re.compile(r"\d{5,}|/\d{4}/\d{1,2}/")
"""A number or a day in an address: that of one article."""
_DENSITIES = ((0.0, "links_none"), (0.2, "links_few"), (0.5, "links_some"), (0.9, "links_most"))


def link_signals(block: Block, site: str | None) -> Iterator[str]:
    """The names of the signals that a block's links give; `site` is the page's own host."""
    density = block.link_density
    yield next((name for most, name in _DENSITIES if density <= most), "links_all")
    written = URL.findall(block.text) if not block.links and len(block.text) <= LONGEST else []
    for address in written[:5]:
        yield from _leads(address, site, covered=len(address) * 2 > len(block.text))
    if not block.links:
        return
    if len(block.links) == 1 and density > 0.5:
        yield "one_link"
    elif len(block.links) >= 3 and density > 0.5:
        yield "many_links"
    covered = density > 0.5
    if covered:
        yield from _target(block)
    if density > 0.3 and _LABEL.match(block.text):
        yield "label_then_link"
    for href in dict.fromkeys(link.href for link in block.links[:20]):
        yield from _leads(href, site, covered)


def _target(block: Block) -> Iterator[str]:
    """What the address of a block's main link looks like: another article's, or a section's."""
    said = frozenset(_WORD.findall(block.text.lower()))
    if any(_names(link.href, said) for link in block.links[:5]):
        yield "link_is_its_title"
    path = _path(block.links[0].href)
    if _NUMBERED.search(path) or path.count("-") >= 4:
        yield "leads_to_article"
    elif "/" not in path.strip("/"):
        yield "leads_shallow"


def _names(href: str, said: frozenset[str]) -> bool:
    """Whether an address spells out what is said: most of the words of the shorter of the two."""
    words = frozenset(_WORD.findall(unquote(_path(href)).lower().replace("_", " ")))
    return len(words) >= 3 and bool(said) and len(said & words) >= 0.5 * min(len(said), len(words))


def _path(href: str) -> str:
    try:
        return urlsplit(href).path[:LONGEST]
    except ValueError:
        return ""


def _leads(href: str, site: str | None, covered: bool) -> Iterator[str]:
    low = href.lower()
    host = host_of(low)
    for group in _groups(host):
        yield f"leads_{group}"
    for group, pieces in path_pieces():
        if any(piece in low for piece in pieces):
            yield f"path_{group}"
    if low.startswith("#"):
        yield "leads_anchor"
    elif covered and site and (_is_relative(low) or (host and same_site(host, site))):
        yield "leads_own_site"
    elif covered and host and site:
        yield "leads_elsewhere"


def _is_relative(href: str) -> bool:
    """Whether an address leads on within the site: it names neither a host nor another scheme (mailto, tel)."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc


@lru_cache(maxsize=4096)
def _groups(host: str) -> tuple[str, ...]:
    parts = host.split(".")
    names = {".".join(parts[i:]) for i in range(len(parts) - 1)}
    return tuple(group for group, hosts in host_groups() if names & hosts)


def host_of(url: str | None) -> str:
    """The host of an address without `www.`, empty where there is none."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def same_site(host: str, site: str) -> bool:
    """Whether two hosts belong together: one is the other, or a part of it."""
    return host == site or host.endswith("." + site) or site.endswith("." + host)
