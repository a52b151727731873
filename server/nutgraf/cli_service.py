"""`nutgraf service`: the server started with the session, by the system."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from nutgraf import __version__

if TYPE_CHECKING:
    from nutgraf.settings import Settings

START_SECONDS = 20


@click.group()
def service() -> None:
    """Have the system start the server with every session."""


@service.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.  [default: 8731]")
def install(port: int | None) -> None:
    """Start the server now and with every session; after an upgrade, start it anew."""
    from nutgraf.service import ServiceError, command, manager
    from nutgraf.web.serve import who_is_there

    settings = _settings(port)
    try:
        system = manager()
        if not system.installed:
            _require_free(settings)
        system.install(command(settings.port))
    except ServiceError as error:
        raise click.ClickException(str(error)) from None
    deadline = time.monotonic() + START_SECONDS
    while who_is_there(settings) != __version__:
        if time.monotonic() > deadline:
            raise click.ClickException(
                f"it is installed, and does not answer on port {settings.port}. Its log: {system.logs}"
            )
        time.sleep(0.2)
    click.echo(f"nutgraf {__version__} answers on port {settings.port}, now and with every session. Log: {system.logs}")


@service.command()
def remove() -> None:
    """Stop it, and start it no more."""
    from nutgraf.service import ServiceError, manager

    try:
        gone = manager().remove()
    except ServiceError as error:
        raise click.ClickException(str(error)) from None
    click.echo("nutgraf is started with the session no more." if gone else "It was not installed.")


@service.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port that it should be on.  [default: 8731]")
def status(port: int | None) -> None:
    """Say whether it is installed, and whether it runs in this version."""
    from nutgraf.service import ServiceError, manager
    from nutgraf.web.serve import who_is_there

    settings = _settings(port)
    try:
        system = manager()
    except ServiceError as error:
        raise click.ClickException(str(error)) from None
    if not system.installed:
        raise click.ClickException("it is not installed. Install it with: nutgraf service install")
    version = who_is_there(settings)
    if version is None:
        raise click.ClickException(f"it is installed, and nothing answers on port {settings.port}. Log: {system.logs}")
    if version != __version__:
        raise click.ClickException(
            f"{version} runs, this is {__version__}. Start it anew with: nutgraf service install"
        )
    click.echo(f"nutgraf {version} answers on port {settings.port}. Log: {system.logs}")


def _settings(port: int | None) -> Settings:
    from nutgraf.settings import SettingsError, load_settings

    try:
        return load_settings(**({"port": port} if port else {}))
    except SettingsError as error:
        raise click.ClickException(str(error)) from None


def _require_free(settings: Settings) -> None:
    """ClickException when another program, or a server that somebody started, has the port."""
    from nutgraf.web.serve import open_socket

    try:
        open_socket(settings).close()
    except SystemExit as error:
        raise click.ClickException(str(error).removeprefix("nutgraf: ")) from None
