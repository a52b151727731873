"""Who asks, as long as a request is answered: the guard finds it out, the rate and the log go by it."""

from __future__ import annotations

from flask import g

from nutgraf.web.token import Token

_KEY = "nutgraf_token"


def note_token(token: Token | None) -> None:
    """Keep the token that a request has shown; None where it showed none that is good."""
    setattr(g, _KEY, token)


def shown_token() -> Token | None:
    """The token that the request has shown."""
    token: Token | None = getattr(g, _KEY, None)
    return token


def user() -> str | None:
    """Whose token it is; None without one, or where all share one."""
    token = shown_token()
    return token.user if token else None
