"""`nutgraf token` and `nutgraf tokens`: who may ask a server that others can reach."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.command()
@FILE
def token(file: Path) -> None:
    """Write a new token into FILE, for a server that others may reach."""
    from nutgraf.web.token import write_token

    try:
        write_token(file)
    except FileExistsError:
        raise click.ClickException(f"{file} is there already. Choose another name, or remove it first.") from None
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from None
    click.echo(
        f"A token is in {file}; nobody else may read it. Start the server with: nutgraf serve --token-file {file}"
    )


@click.group()
def tokens() -> None:
    """Give each user of a server a token of their own, list them, take one away.

    FILE is the server's token file (nutgraf serve --token-file FILE). It holds no token, only what a token can be known
    by. A server that runs takes every change at once.
    """


@contextmanager
def _in_words() -> Iterator[None]:
    from nutgraf.web.register import RegisterError

    try:
        yield
    except RegisterError as error:
        raise click.ClickException(str(error)) from None


@tokens.command()
@FILE
@click.argument("user")
def add(file: Path, user: str) -> None:
    """Make a token for USER and print it: it is kept nowhere, so pass it on."""
    from datetime import datetime, timezone

    from nutgraf.web import register
    from nutgraf.web.token import digest_of, make_token

    made = make_token()
    with _in_words():
        register.add(file, user, digest_of(made), datetime.now(timezone.utc).date())
    click.echo(made)
    click.echo(f"This is the token of {user}; it cannot be shown again.", err=True)


@tokens.command("list")
@FILE
def list_users(file: Path) -> None:
    """List the users that have a token, and since when."""
    from nutgraf.web import register

    with _in_words():
        users = register.read(file)
    for entry in users:
        click.echo(f"{entry.made}  {entry.user}")
    click.echo(f"{len(users)} with a token", err=True)


@tokens.command()
@FILE
@click.argument("user")
def revoke(file: Path, user: str) -> None:
    """Take the token of USER away: from now on it opens nothing."""
    from nutgraf.web import register

    with _in_words():
        register.revoke(file, user)
    click.echo(f"{user} has no token any more.")
