"""Who may ask: the reader's extension, programs on this machine, the server's own page. Nobody's web page may.

Checked on the headers alone, before a body is parsed. A web page can send requests to this machine, but it can choose
neither `Origin` nor `Sec-Fetch-Site`, and under DNS rebinding `Host` gives it away. No reader has to set anything up.
"""

from __future__ import annotations

import re
from functools import partial

from flask import Flask, Response, request

from nutgraf.web.errors import ProblemError

CHROMIUM_EXTENSIONS = ("cankmbikhiffmaapdomdamlfaecmaekh",)
"""Extension ids that Chromium may send: pinned by the key in the extension's manifest."""

_FIREFOX = re.compile(r"moz-extension://[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_CHROMIUM = frozenset(f"chrome-extension://{extension}" for extension in CHROMIUM_EXTENSIONS)
_SMALLER = "Send a smaller one, or raise the limit with NUTGRAF_MAX_BODY (bytes)."

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


def register(app: Flask, port: int, max_body: int) -> None:
    """Put the guard before every request and the security headers on every answer."""
    hosts = host_pattern(port)
    app.before_request(partial(check, hosts, max_body))
    app.after_request(add_headers)


def host_pattern(port: int) -> re.Pattern[str]:
    """What `Host` must match in full; browsers leave port 80 out."""
    suffix = rf"(:{port})?" if port == 80 else f":{port}"
    return re.compile(rf"(127\.0\.0\.1|localhost|\[::1\]){suffix}")


def check(hosts: re.Pattern[str], max_body: int) -> Response | None:
    """Refuse what may not ask by a ProblemError; answer a preflight; None lets the request through."""
    _check_sender(hosts)
    if "Access-Control-Request-Method" in request.headers and request.method == "OPTIONS":
        return _answer_preflight()
    if (request.content_length or 0) > max_body:
        raise ProblemError("too-large", f"It is larger than the limit of {max_body / 1e6:g} MB. {_SMALLER}")
    if request.method == "POST" and request.mimetype != "application/json":
        raise ProblemError("not-json")
    return None


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


def _check_sender(hosts: re.Pattern[str]) -> None:
    headers = request.headers
    host = headers.get("Host", "")
    if not hosts.fullmatch(host) or "Upgrade" in headers:
        raise ProblemError("not-allowed")
    origin = headers.get("Origin")
    if origin is None:
        allowed = headers.get("Sec-Fetch-Site") in (None, "none", "same-origin")
    else:
        allowed = is_extension(origin) or origin == f"http://{host}"
    if not allowed:
        raise ProblemError("not-allowed")


def _answer_preflight() -> Response:
    """What a browser asks before an extension's POST when its reader has taken the host permission away."""
    if not is_extension(request.headers.get("Origin", "")):
        raise ProblemError("not-allowed")
    answer = Response(status=204)
    answer.headers["Access-Control-Allow-Methods"] = "GET, POST"
    answer.headers["Access-Control-Allow-Headers"] = "Content-Type"
    answer.headers["Access-Control-Max-Age"] = "600"
    if request.headers.get("Access-Control-Request-Private-Network") == "true":
        answer.headers["Access-Control-Allow-Private-Network"] = "true"
    return answer
