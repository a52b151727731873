"""Every error that leaves the server, as `application/problem+json` (RFC 9457): one table, and the way into it.

A problem says what happened and what to do next. It never holds a stack trace or text of the page.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, request
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from werkzeug.exceptions import HTTPException

from nutgraf.model import NoArticleError
from nutgraf.pagekind import describe
from nutgraf.work import PageTimeoutError, WorkerCrashError, WorkersBusyError, frames

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 2
FIELD_NAME_LENGTH = 60

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its HTTP status, its title, and what happened and what to do next, in general."""

    status: int
    title: str
    detail: str


KINDS = {
    "broken-json": Kind(
        400, "The request is not valid JSON", "Send one JSON object, as RFC 8259 has it, encoded as UTF-8."
    ),
    "bad-request": Kind(400, "The request is not valid HTTP", "Check the program that sent it."),
    "no-token": Kind(
        401,
        "The token is missing or wrong",
        "Send the header Authorization: Bearer, with the token that whoever runs this server has given you.",
    ),
    "not-allowed": Kind(
        403,
        "This request is refused",
        "It did not come from the nutgraf extension, a program on this machine or this server's own page. "
        "To see the page of the server, type its address into the address bar.",
    ),
    "not-found": Kind(404, "There is nothing here", "GET /openapi.json lists what this server answers."),
    "method-not-allowed": Kind(
        405, "This address does not take that method", "GET /openapi.json lists what this server answers."
    ),
    "too-large": Kind(
        413, "The page is too large", "Send a smaller one, or raise the limit with NUTGRAF_MAX_BODY (bytes)."
    ),
    "not-json": Kind(415, "The request is not JSON", "Send it with the header Content-Type: application/json."),
    "wrong-field": Kind(422, "A field is missing or wrong", "See errors; GET /openapi.json describes every field."),
    "no-article": Kind(
        422,
        "No article was found",
        "The page holds no running text that could be read as an article. "
        "Open a story, or select its text and send that.",
    ),
    "too-many": Kind(
        429,
        "Too many requests",
        "This client has asked more often than it may. Wait as many seconds as Retry-After says, then ask again.",
    ),
    "memory-off": Kind(
        409,
        "Site memory is off",
        "This server keeps nothing of sites. Start it without NUTGRAF_MEMORY=false to have it learn.",
    ),
    "internal": Kind(
        500, "The server made a mistake", "Try again; if it happens again, report it with what the server has logged."
    ),
    "page-crashed": Kind(
        500,
        "The page could not be read",
        "Reading it failed, and trying again is unlikely to help. The server goes on; "
        "please report the address of the page.",
    ),
    "busy": Kind(503, "The server is busy", "Many pages are waiting to be read. Try again in a few seconds."),
    "memory-failed": Kind(
        503,
        "Site memory cannot be used",
        "Nothing was kept. What the server has logged says why; nutgraf sites shows whether it can be read.",
    ),
    "not-ready": Kind(503, "The server takes no pages now", "It is starting or ending. Try again in a few seconds."),
    "page-timeout": Kind(
        503,
        "Reading the page took too long",
        "It was given up so that others need not wait. Raise the limit with NUTGRAF_PAGE_SECONDS (seconds), "
        "or select the text and send that.",
    ),
}

_BY_STATUS = {400: "bad-request", 404: "not-found", 405: "method-not-allowed", 413: "too-large", 415: "not-json"}
_BY_ERROR: dict[type[Exception], str] = {
    NoArticleError: "no-article",
    PageTimeoutError: "page-timeout",
    WorkerCrashError: "page-crashed",
    WorkersBusyError: "busy",
}


class ProblemError(Exception):
    """Ends a request with a problem: a name in KINDS, a detail that fits better, headers, further members."""

    def __init__(
        self, name: str, detail: str | None = None, headers: dict[str, str] | None = None, **members: Any
    ) -> None:
        super().__init__(name)
        self.name = name
        self.detail = detail
        self.headers = headers or {}
        self.members = members


def register(app: Flask) -> None:
    """Have every error of the app answered as a problem."""
    app.register_error_handler(ProblemError, answer_problem)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_mistake)
    for error in _BY_ERROR:
        app.register_error_handler(error, _answer_known)


def problem(name: str, detail: str | None = None, **more: Any) -> dict[str, Any]:
    """The members of a problem, those of `more` last. `type` is relative to the server: GET it for the same there."""
    kind = KINDS[name]
    members: dict[str, Any] = {"type": f"/problems/{name}", "title": kind.title, "status": kind.status}
    members["detail"] = detail or kind.detail
    return members | more


def wrong_fields(error: ValidationError) -> ProblemError:
    """What pydantic found wrong, field by field, without the values."""
    found = error.errors(include_url=False, include_input=False)
    return ProblemError("wrong-field", errors=[{"field": _field(e), "message": _message(e)} for e in found])


def _field(error: ErrorDetails) -> str:
    name = ".".join(str(part) for part in error["loc"]) or str(error.get("ctx", {}).get("field", "body"))
    return name.encode("utf-8", "replace").decode()[:FIELD_NAME_LENGTH]


def _message(error: ErrorDetails) -> str:
    if error["type"] == "extra_forbidden":
        return "There is no such field"
    return error["msg"].removeprefix("Value error, ")


def answer_problem(error: ProblemError) -> Response:
    """A problem as the answer to a request."""
    members = problem(error.name, error.detail, **error.members)
    answer = Response(json.dumps(members), status=members["status"], content_type=MEDIA_TYPE)
    answer.headers.update(error.headers)
    if error.name == "busy":
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def _answer_known(error: Exception) -> Response:
    name = next(name for kind, name in _BY_ERROR.items() if isinstance(error, kind))
    if isinstance(error, NoArticleError) and (detail := describe(error.kind, error.reason)):
        return answer_problem(ProblemError(name, detail, page_kind=error.kind))
    return answer_problem(ProblemError(name))


def _answer_http(error: HTTPException) -> Response:
    if isinstance(error.response, Response):  # a problem already: one request too many
        return error.response
    answer = answer_problem(ProblemError(_BY_STATUS.get(error.code or 500, "internal")))
    for name, value in error.get_headers():
        if name == "Allow":
            answer.headers[name] = value
    return answer


def _answer_mistake(error: Exception) -> Response:
    path = request.url_rule.rule if request.url_rule else "other"  # not what somebody has sent
    log.error("%s %s failed: %s %s", request.method, path, type(error).__name__, frames(error))
    return answer_problem(ProblemError("internal"))
