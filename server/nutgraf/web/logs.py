"""What is logged, and how: lines for a person, or an object of JSON on each line for a program.

A request is a line of its own (level INFO): who, what, how it went, how long it took. Neither text nor address of a
page is in it, nor what an exception says, which may quote one.
"""

from __future__ import annotations

import json
import logging
import re
import time
import uuid
from datetime import datetime, timezone
from typing import Any

from flask import Flask, Response, g, request

from nutgraf.settings import Settings
from nutgraf.web.user import user
from nutgraf.work import frames

log = logging.getLogger(__name__)
ID_HEADER = "X-Request-ID"
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_FIELDS = "nutgraf_fields"
_BEGIN = "nutgraf_log_begin"


class Lines(logging.Formatter):
    """A record as a line for a person; of an exception only its type and where it was raised."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        record.exc_text = None  # what another formatter may have put there
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        """What stands in place of a traceback."""
        return f"{type(ei[1]).__name__} {frames(ei[1])}"


class JsonLines(logging.Formatter):
    """A record as an object of JSON: time (UTC), level, logger, message, and what it holds besides."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; of an exception only its type and where it was raised."""
        moment = datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds")
        line = {"time": moment, "level": record.levelname, "logger": record.name, "message": record.getMessage()}
        line |= getattr(record, _FIELDS, {})
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            line |= {"error": type(error).__name__, "frames": frames(error)}
        return json.dumps(line, ensure_ascii=False)


def configure(settings: Settings) -> None:
    """Log to standard error as is set."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if settings.log_format == "json" else Lines())
    logging.basicConfig(level=settings.log_level, handlers=[handler])


def register(app: Flask) -> None:
    """Log every request of an app, refused ones too, and name it in its answer (`X-Request-ID`).

    A proxy in front may name it first.
    """

    def begin() -> None:
        named = request.headers.get(ID_HEADER, "")
        setattr(g, _BEGIN, (time.perf_counter(), named if _ID.fullmatch(named) else uuid.uuid4().hex))

    def end(answer: Response) -> Response:
        start, name = getattr(g, _BEGIN, None) or (time.perf_counter(), uuid.uuid4().hex)
        answer.headers[ID_HEADER] = name
        path = request.url_rule.rule if request.url_rule else "other"
        milliseconds = round(1000 * (time.perf_counter() - start), 1)
        fields: dict[str, Any] = {"method": request.method[:10], "path": path, "status": answer.status_code}
        fields |= {"ms": milliseconds, "bytes": request.content_length or 0, "user": user(), "request": name}
        said = f"{fields['method']} {path} {answer.status_code} {milliseconds:.0f} ms {fields['user'] or '-'}"
        log.info("%s", said, extra={_FIELDS: fields})
        return answer

    app.before_request(begin)
    app.after_request(end)
