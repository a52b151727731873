"""The one importer of limits: how often a client may ask, where others than this machine's programs can.

Counted in memory, over a moving window of a minute, so a server that is started again has forgotten everybody.
"""

from __future__ import annotations

import ipaddress
import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

_IPV6_NETWORK = 64
"""Bits of an IPv6 address that tell clients apart: a client has all addresses behind them."""


class Rate:
    """Counts the requests of each client; safe to use from many threads."""

    def __init__(self, per_minute: int) -> None:
        self._limit = RateLimitItemPerMinute(per_minute)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def wait(self, address: str) -> int:
        """Count a request of the client at an address: 0 when it may pass, else the seconds until the next one may."""
        client = client_of(address)
        if self._limiter.hit(self._limit, client):
            return 0
        until = self._limiter.get_window_stats(self._limit, client).reset_time
        return max(1, math.ceil(until - time.time()))


def client_of(address: str) -> str:
    """The client behind an address: IPv6 by its network, IPv4 in IPv6's clothes as IPv4, a name as it is."""
    try:
        parsed = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(parsed), _IPV6_NETWORK), strict=False))
