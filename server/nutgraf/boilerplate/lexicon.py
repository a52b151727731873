"""The lexicon of names (`lexicon.toml`), in the shapes that the signals look things up in."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from nutgraf.tables import read_tables


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, Any]]:
    return read_tables("nutgraf.boilerplate", "lexicon.toml")


@lru_cache(maxsize=1)
def token_groups() -> dict[str, tuple[str, ...]]:
    """For each token of an attribute the groups it stands for."""
    groups: dict[str, list[str]] = {}
    for group, tokens in _tables()["tokens"].items():
        for token in tokens:
            groups.setdefault(token, []).append(group)
    return {token: tuple(names) for token, names in groups.items()}


@lru_cache(maxsize=1)
def tag_groups() -> dict[str, str]:
    """For each telling tag the group it stands for."""
    return _tables()["tags"]


@lru_cache(maxsize=1)
def host_groups() -> tuple[tuple[str, frozenset[str]], ...]:
    """Groups of hosts: a name, and the hosts and registered domains in it."""
    return tuple((group, frozenset(hosts)) for group, hosts in _tables()["hosts"].items())


@lru_cache(maxsize=1)
def path_pieces() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Groups of addresses: a name, and pieces of which an address of the group contains one."""
    return tuple((group, tuple(pieces)) for group, pieces in _tables()["paths"].items())
