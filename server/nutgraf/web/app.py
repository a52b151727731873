"""The Flask app, put together: guard, API, errors, and the pages that a person sees."""

from __future__ import annotations

from flask import Response, jsonify, render_template
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI
from pydantic import ValidationError
from werkzeug.exceptions import NotFound

from nutgraf import __version__
from nutgraf.settings import Settings
from nutgraf.web import errors, guard, logs
from nutgraf.web.api import LIFE, LOCATION, METRICS, MODE, TOKEN, WORKERS, StrictRequest, api
from nutgraf.web.howto import loading_steps
from nutgraf.web.lifecycle import Lifecycle
from nutgraf.web.schema import Problem
from nutgraf.workers import Workers

_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "Needed where others than this machine's programs can reach the server.",
}


class NutgrafApp(OpenAPI):
    """Flask with OpenAPI, and bodies that are one JSON object or refused."""

    request_class = StrictRequest


def create_app(
    settings: Settings, workers: Workers, tokens: guard.Tokens | None = None, life: Lifecycle | None = None
) -> NutgrafApp:
    """The app for a server on `settings.port`, which must be the real one: the guard compares `Host` with it.

    `life` tells when it is about to end. ValueError when others can reach the server (`settings.exposed`) and there is
    no token; SettingsError when the place where requests are counted is none.
    """
    app = NutgrafApp(
        __name__,
        info=Info(
            title="nutgraf", version=__version__, description="What a news page says, with the clutter labelled."
        ),
        doc_ui=False,  # its pages load scripts from elsewhere
        security_schemes={TOKEN: _BEARER},
        validation_error_model=Problem,
        validation_error_callback=_refuse_fields,
        template_folder="pages",
        static_folder="pages/static",
    )
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body
    app.config[MODE] = settings.mode
    app.config[LOCATION] = settings.memory_location
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions[WORKERS] = workers
    app.extensions[LIFE] = life
    logs.register(app)
    if settings.exposed:
        from nutgraf.web import metrics  # here: nobody watches over the server of one reader

        app.extensions[METRICS] = metrics.register(app, workers)
    guard.register(app, settings, tokens)
    errors.register(app)
    app.register_api(api)
    _register_pages(app)
    return app


def _register_pages(app: NutgrafApp) -> None:
    app.add_url_rule("/", view_func=_home)
    app.add_url_rule("/openapi.json", view_func=lambda: jsonify(app.api_doc), endpoint="openapi")
    app.add_url_rule("/favicon.ico", view_func=lambda: app.send_static_file("icon.svg"), endpoint="favicon")
    app.add_url_rule("/problems/<name>", view_func=_problem)


def _home() -> str:
    return render_template("home.html", version=__version__, steps=loading_steps())


def _problem(name: str) -> Response:
    """The page behind a problem's `type`, for whoever follows it."""
    if name not in errors.KINDS:
        raise NotFound
    kind = errors.KINDS[name]
    return Response(f"{kind.title} ({kind.status})\n\n{kind.detail}\n", content_type="text/plain; charset=utf-8")


def _refuse_fields(error: ValidationError) -> Response:
    raise errors.wrong_fields(error)
