"""What can be asked of the server, besides its pages: a summary, and whether it is up."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any, NoReturn

from flask import Request, Response, current_app, jsonify
from flask_openapi3.blueprint import APIBlueprint

from nutgraf import __version__
from nutgraf.sites.location import Location
from nutgraf.web.errors import MEDIA_TYPE, ProblemError
from nutgraf.web.schema import CorrectionAnswer, CorrectionRequest, Health, Ready, SummaryAnswer, SummaryRequest
from nutgraf.workers import Workers

if TYPE_CHECKING:
    from nutgraf.web.lifecycle import Lifecycle
    from nutgraf.web.metrics import Metrics

log = logging.getLogger(__name__)

WORKERS = "nutgraf.workers"
"""Key of the app's Workers among its extensions."""
MODE = "NUTGRAF_MODE"
"""Key of the mode that is set, in the app's configuration."""
LIFE = "nutgraf.life"
"""Key of the app's Lifecycle, or None, among its extensions."""
METRICS = "nutgraf.metrics"
"""Key of the app's Metrics among its extensions, where they are kept."""
LOCATION = "NUTGRAF_MEMORY_LOCATION"
"""Key of where site memory lies, None where it is off, in the app's configuration."""
TOKEN = "token"
"""Name of the security scheme by which an exposed server is asked."""


class StrictRequest(Request):
    """A request whose body must be one JSON object in UTF-8; flask-openapi3 would take None for anything broken."""

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:  # noqa: ARG002
        """The body as a dict, or a ProblemError; the arguments, Flask's own, change nothing."""
        return parse_object(self.get_data(cache=cache))


def parse_object(body: bytes) -> dict[str, Any]:
    """A JSON object from its bytes; ProblemError broken-json or wrong-field."""
    try:
        value = json.loads(body.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        raise ProblemError("broken-json", "The body is not UTF-8. Send one JSON object encoded as UTF-8.") from None
    except (ValueError, RecursionError):
        raise ProblemError("broken-json") from None
    if not isinstance(value, dict):
        errors = [{"field": "body", "message": "Input should be a JSON object"}]
        raise ProblemError("wrong-field", errors=errors)
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)  # NaN and Infinity, which Python reads and JSON does not have


def _problem(description: str) -> dict[str, Any]:
    return {
        "description": description,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


api = APIBlueprint("api", __name__)


@api.get(
    "/healthz",
    summary="Is the server up?",
    responses={200: Health, 403: _problem("not-allowed"), 429: _problem("too-many (where the server needs a token)")},
)
def health() -> Response:
    """Name, version and state."""
    return jsonify(name="nutgraf", version=__version__, state=_state())


@api.get(
    "/readyz",
    summary="Does it take pages?",
    security=[{}, {TOKEN: []}],
    responses={
        200: Ready,
        401: _problem("no-token (where the server needs one)"),
        403: _problem("not-allowed"),
        429: _problem("too-many (where the server needs a token)"),
        503: _problem("not-ready"),
    },
)
def ready() -> Response:
    """Whether a proxy should send pages here: not while the server starts or ends.

    Without its site memory it reads pages all the same; that is said and is no reason to send none.
    """
    state = _state()
    if state != "ready":
        raise ProblemError("not-ready", state=state)
    return jsonify(state=state, memory=_memory_state())


@api.post(
    "/v1/summary",
    summary="Read a page",
    security=[{}, {TOKEN: []}],
    responses={
        200: SummaryAnswer,
        400: _problem("broken-json"),
        401: _problem("no-token (where the server needs one)"),
        403: _problem("not-allowed"),
        413: _problem("too-large"),
        415: _problem("not-json"),
        422: _problem("wrong-field, no-article"),
        429: _problem("too-many (where the server needs a token)"),
        500: _problem("page-crashed, internal"),
        503: _problem("page-timeout, busy"),
    },
)
def summary(body: SummaryRequest) -> Response:
    """What the page says, in a few of its own sentences, with every block labelled."""
    reading = _workers().read(body.page(), body.options(current_app.config[MODE]))
    metrics: Metrics | None = current_app.extensions.get(METRICS)
    if metrics is not None:
        metrics.note_reading(reading)
    return jsonify(reading)


@api.post(
    "/v1/corrections",
    summary="Say what a line is",
    security=[{}, {TOKEN: []}],
    responses={
        200: CorrectionAnswer,
        400: _problem("broken-json"),
        401: _problem("no-token (where the server needs one)"),
        403: _problem("not-allowed"),
        409: _problem("memory-off"),
        413: _problem("too-large"),
        415: _problem("not-json"),
        422: _problem("wrong-field"),
        429: _problem("too-many (where the server needs a token)"),
        500: _problem("internal"),
        503: _problem("memory-failed"),
    },
)
def correct(body: CorrectionRequest) -> Response:
    """Keep what a reader says of a line; it holds for the same line on every page of the site, and wins."""
    # Here, not above: the process that answers starts without them.
    from nutgraf.sites.database import MemoryFailedError
    from nutgraf.sites.memory import open_memory

    location: Location | None = current_app.config[LOCATION]
    if location is None:
        raise ProblemError("memory-off")
    try:
        kept = open_memory(location).say(body.url, body.text, body.verdict, body.language and body.language[:2].lower())
    except MemoryFailedError as error:
        log.warning("%s", error)
        raise ProblemError("memory-failed") from None
    return jsonify(kept=kept)


def _workers() -> Workers:
    workers: Workers = current_app.extensions[WORKERS]
    return workers


def _state() -> str:
    life: Lifecycle | None = current_app.extensions[LIFE]
    if life is not None and life.draining:
        return "ending"
    return "ready" if _workers().ready else "starting"


def _memory_state() -> str:
    from nutgraf.sites.database import MemoryFailedError
    from nutgraf.sites.memory import open_memory

    location: Location | None = current_app.config[LOCATION]
    if location is None:
        return "off"
    try:
        open_memory(location).database.check()
    except MemoryFailedError as error:
        log.warning("%s", error)
        return "failed"
    return "on"
