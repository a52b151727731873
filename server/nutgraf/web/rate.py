"""The one importer of Flask-Limiter: how often a client may ask, where others than this machine's programs can.

Counted for a minute from a client's first request: in this process's memory, or in Redis, so that several processes
count together. While Redis is away each counts by itself.
"""

from __future__ import annotations

import ipaddress
import math
import time

from flask import Flask, Response, request
from flask_limiter import Limiter, RateLimitExceeded, RequestLimit
from limits.errors import ConfigurationError

from nutgraf.settings import SettingsError
from nutgraf.web.errors import ProblemError, answer_problem
from nutgraf.web.user import shown_token

_IPV6_NETWORK = 64
"""Bits of an IPv6 address that tell clients apart: a client has all addresses behind them."""


def register(app: Flask, per_minute: int, storage: str | None) -> None:
    """Refuse, before a request is answered, a client that has made `per_minute` of them in the minute it is counted.

    `storage` is where they are counted (`redis://…`), None for this process's memory; SettingsError when it is no
    address of a store.
    """
    try:
        SteadyLimiter(
            client,
            app=app,
            application_limits=[f"{per_minute} per minute"],
            storage_uri=storage or "memory://",
            storage_options={"socket_connect_timeout": 1, "socket_timeout": 1} if storage else {},
            strategy="fixed-window",  # of a moving one, limits (5.8) keeps every client it has met in memory, for ever
            in_memory_fallback_enabled=storage is not None,
            key_prefix="nutgraf",
            request_identifier=lambda: "any",  # what is asked for does not matter, nor whether it is there
            on_breach=refuse,
        )
    except ConfigurationError as error:
        raise SettingsError(f"NUTGRAF_RATE_AT: {error}. Redis needs its client: pip install 'nutgraf[team]'") from None


class SteadyLimiter(Limiter):
    """Flask-Limiter (4.1) counts by itself from the request on which its store fails, and raises what the store has
    raised for all others that are under way then. Here those are counted as well."""

    def _check_request_limit(self, callable_name: str | None = None, in_middleware: bool = True) -> None:
        try:
            super()._check_request_limit(callable_name, in_middleware)
        except RateLimitExceeded:
            raise
        except Exception:
            self.context.seen_limits.clear()
            super()._check_request_limit(callable_name, in_middleware)


def client() -> str:
    """Who asks: a user by their token, wherever they are; with a token that all share, or none, by the address."""
    token, address = shown_token(), client_of(request.remote_addr or "")
    if token is None:
        return f"at {address}"
    return f"user {token.user}" if token.user else f"with a token at {address}"


def refuse(limit: RequestLimit) -> Response:
    """The answer to one request too many, which says when the next may come."""
    seconds = max(1, math.ceil(limit.window.reset_time - time.time()))
    return answer_problem(ProblemError("too-many", headers={"Retry-After": str(seconds)}))


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
