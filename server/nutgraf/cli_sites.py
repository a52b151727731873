"""`nutgraf sites`: what site memory holds, and how it is filled ahead and emptied."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from nutgraf.sites.memory import SiteMemory

EPOCH = date(1970, 1, 1)


@contextmanager
def memory() -> Iterator[SiteMemory]:
    """The memory that is set, and its failures in words for a person."""
    from nutgraf.settings import SettingsError, load_settings
    from nutgraf.sites.database import MemoryFailedError
    from nutgraf.sites.memory import open_memory

    try:
        location = load_settings().memory_location
        if location is None:
            raise click.ClickException("site memory is off (NUTGRAF_MEMORY): nothing is read or written.")
        yield open_memory(location)
    except (SettingsError, MemoryFailedError) as error:
        raise click.ClickException(str(error)) from None


@click.group(invoke_without_command=True)
@click.pass_context
def sites(context: click.Context) -> None:
    """List, forget or prime what this machine has learnt of sites.

    For each site: pages counted, numbers kept, lines that a reader spoke of, the last day.
    """
    if context.invoked_subcommand is None:
        context.invoke(list_sites)


@sites.command("list")
def list_sites() -> None:
    """List the sites, the one read last first."""
    with memory() as known:
        rows = known.sites()
        size = known.database.size()
    if not rows:
        click.echo("Nothing is known of any site yet.")
        return
    width = max(len(row.name) for row in rows)
    for row in rows:
        said = f", {row.said} said" if row.said else ""
        click.echo(f"{row.name:{width}}  {row.pages:6} pages  {row.marks:7} numbers  {_day(row.day)}{said}")
    click.echo(f"{len(rows)} sites" + (f", {size / 1e6:.1f} MB in {known.database.address}" if size else ""))


@sites.command()
@click.option("--json", "as_json", is_flag=True, help="JSON in place of CSV.")
def counts(as_json: bool) -> None:
    """Print the counts of every site, for another program."""
    with memory() as known:
        rows = known.sites()
    names = ("site", "pages", "numbers", "said", "day")
    values = [(row.name, row.pages, row.marks, row.said, _day(row.day)) for row in rows]
    if as_json:
        click.echo(json.dumps([dict(zip(names, value)) for value in values], ensure_ascii=False, indent=2))
    else:
        csv.writer(sys.stdout, lineterminator="\n").writerows([names, *values])


@sites.command()
@click.argument("site", required=False)
@click.option("--all", "everything", is_flag=True, help="Forget all sites; a broken file is made anew.")
def forget(site: str | None, everything: bool) -> None:
    """Forget SITE, a name as listed or any address on it."""
    from nutgraf.sites.domains import site_of

    if everything == (site is not None):
        raise click.UsageError("Name a site, or give --all.")
    with memory() as known:
        if everything:
            known.forget_all()
            click.echo("Everything is forgotten.")
            return
        named = str(site)
        name = site_of(named if "://" in named else f"https://{named}/") or named
        if not known.forget(name):
            raise click.ClickException(f"nothing is known of {name}. See: nutgraf sites list")
        click.echo(f"{name} is forgotten.")


@sites.command()
@click.argument("source", metavar="PAGES", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
def learn(source: str) -> None:
    """Learn from a crawl: rows of JSON with `html` and `url` (.jsonl, .gz, .xz, or - for a pipe)."""
    from nutgraf.learn import learn_rows
    from nutgraf.settings import load_settings

    with memory() as known:
        try:
            learnt = learn_rows(source, known, load_settings())
        except OSError as error:
            raise click.ClickException(f"{error.filename or source}: {error.strerror}") from None
    click.echo(
        f"{learnt.counted} pages counted; {learnt.same} held an article that was known or were too short, "
        f"{learnt.without} had none, no site, or could not be read.",
        err=True,
    )


def _day(number: int) -> str:
    return str(EPOCH + timedelta(days=number))
