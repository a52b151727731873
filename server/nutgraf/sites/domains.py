"""Which site a page is of: the only importer of tld, which knows the Public Suffix List (https://publicsuffix.org)."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from urllib.parse import urlsplit

from tld import get_fld


@lru_cache(maxsize=1024)
def site_of(url: str | None) -> str | None:
    """The registered domain of an http(s) address; None for any other.

    Where one provider hosts the pages of many (`somebody.github.io`), each of them is a site of its own, so that none
    can teach anything about another. A suffix that the list lacks is its last label, as the list's own rule has it; an
    address by numbers is its own site.
    """
    try:
        parts = urlsplit(url or "")
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    if _is_number(host):
        return host
    known = get_fld(f"https://{host}/", fail_silently=True, search_private=True)
    return str(known) if known else ".".join(host.split(".")[-2:])


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
