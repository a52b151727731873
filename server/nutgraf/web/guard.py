"""Who may ask: the reader's extension, programs on this machine, the server's own page. Nobody's web page may.

Checked on the headers alone, before a body is parsed. A web page can send requests to this machine, but it can choose
neither `Origin` nor `Sec-Fetch-Site`, and under DNS rebinding `Host` gives it away. No reader has to set anything up.

Where others can reach the server (`Settings.exposed`), every request has to show a token besides, and no client may ask
more often than is set (`rate`). docs/security.md says what this is for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from flask import Flask, Response, request

from nutgraf.settings import Settings
from nutgraf.web.errors import ProblemError
from nutgraf.web.token import Token
from nutgraf.web.user import note_token, shown_token

CHROMIUM_EXTENSIONS = ("cankmbikhiffmaapdomdamlfaecmaekh",)
"""Extension ids that Chromium may send: pinned by the key in the extension's manifest."""

_FIREFOX = re.compile(r"moz-extension://[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_CHROMIUM = frozenset(f"chrome-extension://{extension}" for extension in CHROMIUM_EXTENSIONS)
_ADDRESS = r"[0-9]{1,3}(\.[0-9]{1,3}){3}|\[[0-9a-f:.]+\]"
_OPEN = "/healthz"
"""What is answered without a token, for those who watch over a server: its name, version and state."""
_SMALLER = "Send a smaller one, or raise the limit with NUTGRAF_MAX_BODY (bytes)."
_OTHER_NAME = (
    "It was sent to a name that this server does not go by, or asks for an upgrade. "
    "If the name is right, tell the server with --hosts (NUTGRAF_HOSTS)."
)

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    # binds web pages that embed an answer; fetches of an extension are cross-origin requests with CORS, not embeddings
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Tokens(Protocol):
    """Those who may ask an exposed server: a `Token`, or a `TokenFile` with many."""

    def found_in(self, authorization: str | None) -> Token | None:
        """The token that a header `Authorization` carries, where it is one of them."""


@dataclass(frozen=True)
class Rules:
    """Who may ask: the names the server goes by, the most a body may have (bytes), and for an exposed server tokens."""

    hosts: re.Pattern[str]
    max_body: int
    tokens: Tokens | None = None


def register(app: Flask, settings: Settings, tokens: Tokens | None) -> None:
    """Put the guard before every request and the security headers on every answer."""
    rules = rules_of(settings, tokens)
    app.before_request(partial(admit, rules))
    if rules.tokens is not None and settings.requests_per_minute:
        from nutgraf.web import rate  # here: on the reader's own machine nothing is counted

        rate.register(app, settings.requests_per_minute, settings.rate_at)
    app.before_request(partial(check, rules))
    app.after_request(add_headers)


def rules_of(settings: Settings, tokens: Tokens | None) -> Rules:
    """The rules of a server; ValueError when others can reach it and there is no token."""
    if not settings.exposed:
        return Rules(host_pattern(settings.port), settings.max_body)
    if tokens is None:
        raise ValueError("others can reach this server, and it has no token")
    return Rules(host_pattern(settings.port, settings.hosts, exposed=True), settings.max_body, tokens)


def host_pattern(port: int, names: tuple[str, ...] = (), *, exposed: bool = False) -> re.Pattern[str]:
    """What `Host` must match in full; browsers leave port 80 out.

    An exposed server answers to its names, and to any address: rebinding takes a name. A proxy in front may listen on
    another port, so a name without one goes with the server's port and with none.
    """
    suffix = rf"(:{port})?" if port == 80 else f":{port}"
    allowed = [rf"(127\.0\.0\.1|localhost|\[::1\]){suffix}"]
    if exposed:
        allowed.append(f"({_ADDRESS}){suffix}")
        allowed += [re.escape(name) + ("" if ":" in name else f"(:{port})?") for name in names]
    return re.compile("|".join(allowed))


def admit(rules: Rules) -> Response | None:
    """Refuse a sender that may not ask by a ProblemError; answer a preflight; note the token that is shown."""
    _check_sender(rules)
    if "Access-Control-Request-Method" in request.headers and request.method == "OPTIONS":
        return _answer_preflight()
    if rules.tokens is not None:
        note_token(rules.tokens.found_in(request.headers.get("Authorization")))
    return None


def check(rules: Rules) -> None:
    """Refuse what may not be asked by a ProblemError: without a token, too large, no JSON."""
    if rules.tokens is not None:
        _check_token()
    if (request.content_length or 0) > rules.max_body:
        raise ProblemError("too-large", f"It is larger than the limit of {rules.max_body / 1e6:g} MB. {_SMALLER}")
    if request.method == "POST" and request.mimetype != "application/json":
        raise ProblemError("not-json")


def add_headers(answer: Response) -> Response:
    """Security headers for every answer, and leave for an allowed extension to read it."""
    answer.headers.update(HEADERS)
    answer.headers["Vary"] = "Origin"
    if is_extension(request.headers.get("Origin", "")):
        answer.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
    return answer


def is_extension(origin: str) -> bool:
    """Whether it is our extension's. Firefox gives each install a UUID of its own, so there any extension passes."""
    return origin in _CHROMIUM or _FIREFOX.fullmatch(origin) is not None


def _check_sender(rules: Rules) -> None:
    headers = request.headers
    host = headers.get("Host", "").lower()
    if not rules.hosts.fullmatch(host) or "Upgrade" in headers:
        raise ProblemError("not-allowed", _OTHER_NAME if rules.tokens else None)
    origin = headers.get("Origin")
    if origin is None:
        allowed = headers.get("Sec-Fetch-Site") in (None, "none", "same-origin")
    else:
        # https is a proxy's in front of an exposed server
        own = {f"http://{host}", f"https://{host}"} if rules.tokens else {f"http://{host}"}
        allowed = is_extension(origin) or origin in own
    if not allowed:
        raise ProblemError("not-allowed")


def _check_token() -> None:
    if request.path == _OPEN or shown_token() is not None:
        return
    wrong = ', error="invalid_token"' if "Authorization" in request.headers else ""  # RFC 6750, section 3
    raise ProblemError("no-token", headers={"WWW-Authenticate": f'Bearer realm="nutgraf"{wrong}'})


def _answer_preflight() -> Response:
    """What a browser asks before an extension's POST when its reader has taken the host permission away."""
    if not is_extension(request.headers.get("Origin", "")):
        raise ProblemError("not-allowed")
    answer = Response(status=204)
    answer.headers["Access-Control-Allow-Methods"] = "GET, POST"
    answer.headers["Access-Control-Allow-Headers"] = "Content-Type, Authorization"
    answer.headers["Access-Control-Max-Age"] = "600"
    if request.headers.get("Access-Control-Request-Private-Network") == "true":
        answer.headers["Access-Control-Allow-Private-Network"] = "true"
    return answer
