"""The `nutgraf` command: serve, summarize and doctor here, the others beside this module."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from nutgraf import __version__
from nutgraf.cli_batch import batch
from nutgraf.cli_options import options_of, with_choices
from nutgraf.cli_service import service
from nutgraf.cli_sites import sites
from nutgraf.cli_tokens import token, tokens
from nutgraf.model import NoArticleError, Page, Reading

_MARKUP = ("<!doctype", "<html", "<head", "<body", "<?xml", "<!--", "<article", "<main", "<div", "<p>")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="nutgraf")
def main() -> None:
    """Read what a news story says, with the clutter gone."""


@main.command()
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on.  [default: 8731]")
@click.option("--token-file", type=click.Path(path_type=Path), help="File with the token that clients must send.")
@click.option("--hosts", help="Names that clients call the server by, apart by commas.")
def serve(**options: Any) -> None:
    """Start the server that the extension asks.

    It listens for this machine alone. With a token file, others may be let in: --host 0.0.0.0.
    """
    from nutgraf.settings import SettingsError, load_settings
    from nutgraf.web.serve import serve as start

    try:
        start(load_settings(**{name: value for name, value in options.items() if value is not None}))
    except SettingsError as error:
        raise click.ClickException(str(error)) from None


@main.command()
@click.argument("file", default="-", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--url", help="Where the page came from.")
@with_choices
@click.option("--why", is_flag=True, help="Say of each sentence why it was chosen.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole Reading as JSON.")
def summarize(file: str, url: str | None, why: bool, as_json: bool, **chosen: Any) -> None:
    """Read one page (HTML) or article (text) from FILE or standard input."""
    from nutgraf.extractor import decode
    from nutgraf.pagekind import describe
    from nutgraf.reader import read_page
    from nutgraf.settings import SettingsError

    text = decode(sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes())
    html = looks_like_html(text)
    page = Page(html=text if html else None, text=None if html else text, url=url)
    try:
        reading = read_page(page, options_of(**chosen))
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    except NoArticleError as error:
        said = describe(error.kind, error.reason) or (
            "nutgraf reads the page of one story: its HTML, or its text with a blank line between paragraphs."
        )
        place = "standard input" if file == "-" else file
        raise click.ClickException(f"no article found in {place}. {said}") from None
    for warning in reading.warnings:
        click.echo(f"Warning: {warning}", err=True)
    click.echo(json.dumps(reading.to_dict(), ensure_ascii=False, indent=2) if as_json else readable(reading, why))


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port the server should be on.")
def doctor(port: int | None) -> None:
    """Check the server, its port, and that extension and server are of one version."""
    from nutgraf.doctor import examine
    from nutgraf.settings import SettingsError, load_settings

    try:
        settings = load_settings(**({"port": port} if port else {}))
        findings = list(examine(settings.own_address, settings.port))
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    for finding in findings:
        click.echo(f"{'ok  ' if finding.good else 'look'}  {finding.seen}")
        if finding.todo:
            click.echo(f"      -> {finding.todo}")
    if not all(f.good for f in findings):
        raise SystemExit(1)


main.add_command(batch)
main.add_command(token)
main.add_command(tokens)
main.add_command(sites)
main.add_command(service)


def looks_like_html(text: str) -> bool:
    """Whether a text is a page rather than an article's plain text: a tag of HTML opens near its beginning."""
    beginning = text[:5000].lower()
    return beginning.lstrip().startswith("<") or any(mark in beginning for mark in _MARKUP)


def readable(reading: Reading, why: bool = False) -> str:
    """A Reading for a terminal: what it is, the summary (with `why`, what for), what was stripped and why."""
    about = " · ".join(filter(None, (reading.site, reading.byline, reading.date)))
    lines = [*filter(None, (reading.title, about)), ""]
    lines += [f"  {s.text}" + (f"  [{', '.join(s.why)}]" if why and s.why else "") for s in reading.summary]
    if reading.short:
        lines += ["", "The page is already as short as a summary."]
    lines += ["", f"{reading.words} words, {reading.minutes:g} min; the summary saves {reading.minutes_saved:g} min"]
    stripped = [(b, label) for b, label in zip(reading.blocks, reading.labels) if label.role == "boilerplate"]
    if stripped:
        lines += ["", f"Left out ({len(stripped)}):"]
        lines += [f"  {_short(block.text)}  [{label.reason}]" for block, label in stripped]
    return "\n".join(lines)


def _short(text: str, most: int = 90) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
