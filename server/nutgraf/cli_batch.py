"""`nutgraf batch`: many pages, by this machine's workers or on datatrove."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nutgraf.cli_options import options_of, with_choices
from nutgraf.options import Options

if TYPE_CHECKING:
    from nutgraf.settings import Settings


@click.command()
@click.argument("source", metavar="IN", type=click.Path(allow_dash=True))
@click.argument("target", metavar="OUT", type=click.Path(allow_dash=True))
@click.option(
    "--workers", type=click.IntRange(1, 256), help="Processes that read pages.  [default: one per processor, at most 4]"
)
@click.option("--resume", is_flag=True, help="Go on where an earlier run to the same OUT was stopped or killed.")
@click.option("--learn", is_flag=True, help="Use site memory, and learn from every page.")
@click.option(
    "--engine",
    type=click.Choice(("own", "datatrove")),
    default="own",
    show_default=True,
    help="Who hands the pages out; with datatrove, IN is a folder of files and OUT a folder.",
)
@click.option("--format", "form", type=click.Choice(("jsonl", "parquet")), help="With datatrove: what is written.")
@click.option(
    "--skip-unreadable",
    is_flag=True,
    help="With datatrove: a file that its store does not give is a row that says so, and does not end the run.",
)
@with_choices
def batch(
    source: str,
    target: str,
    workers: int | None,
    resume: bool,
    learn: bool,
    engine: str,
    form: str | None,
    skip_unreadable: bool,
    **chosen: Any,
) -> None:
    """Read many pages: rows of JSON from IN to OUT (.jsonl, .gz, .xz, or - for a pipe), the pages of a WARC file, or
    Parquet.

    A row holds `id`, `html` or `text`, and as far as known `url`, `title`, `lang`. Each gives one row, in the same
    order: the Reading with its `id`, or `{id, error}`.

    With --engine datatrove, IN may be any address that fsspec knows. A run goes on where an earlier one to the same OUT
    was stopped; with --learn the sites are counted first, and every page is read with the counts of all.
    """
    from nutgraf.settings import SettingsError, load_settings
    from nutgraf.sites.database import MemoryFailedError

    if "://" not in source and source != "-" and not Path(source).exists():
        raise click.BadParameter(f"{source!r} does not exist", param_hint="IN")
    try:
        options = options_of(**chosen)
        settings = load_settings(**({"workers": workers} if workers else {}), **({} if learn else {"memory": False}))
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    try:
        if engine == "datatrove":
            more = {"learn": learn, "form": form or "jsonl", "skip_unreadable": skip_unreadable}
            total, failed = run_crawl(source, target, settings, options, **more)
        elif form is not None:
            raise click.UsageError("--format goes with --engine datatrove; here the ending of OUT says it.")
        elif skip_unreadable:
            raise click.UsageError("--skip-unreadable goes with --engine datatrove; here IN is one file.")
        else:
            total, failed = run_batch(source, target, settings, options, resume=resume)
    except MemoryFailedError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename or target}: {error.strerror}") from None
    click.echo(f"{total} rows read, {failed} of them with an error", err=True)


def run_batch(source: str, target: str, settings: Settings, options: Options, *, resume: bool) -> tuple[int, int]:
    """Read the rows of one file on this machine's workers: see `batch.run`."""
    from nutgraf.batch import run
    from nutgraf.workers import Workers

    if source != "-" and Path(source).is_dir():
        raise click.UsageError(f"{source} is a folder. Name a file in it, or read it whole with --engine datatrove.")
    workers = Workers(settings)
    try:
        return run(source, target, workers, options, resume=resume)
    finally:
        workers.stop()


def run_crawl(source: str, target: str, settings: Settings, options: Options, **more: Any) -> tuple[int, int]:
    """Read the files of a folder by datatrove's tasks: see `crawl.run`."""
    try:
        from nutgraf.crawl.run import Crawl, run
    except ImportError:
        raise click.ClickException("datatrove is not installed. Get it with: pip install 'nutgraf[batch]'") from None
    return run(Crawl(source, Path(target), options, settings, **more), settings.workers)
