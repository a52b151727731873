"""What `Options` holds, as options of the commands that read pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from nutgraf.options import ALGORITHMS, MODES, MOST_SENTENCES, MOST_WORDS, SENTENCES, Mode, Options

CHOICES = (
    click.option(
        "--sentences",
        type=click.IntRange(1, MOST_SENTENCES),
        default=SENTENCES,
        show_default=True,
        help="Most sentences that a summary has.",
    ),
    click.option(
        "--words", type=click.IntRange(1, MOST_WORDS), help="Most words that it has; one sentence is always given."
    ),
    click.option(
        "--algorithm",
        type=click.Choice(ALGORITHMS),
        default="news",
        show_default=True,
        help="Who picks the sentences: nutgraf's own summariser, or one of sumy's, for comparison.",
    ),
    click.option(
        "--mode",
        type=click.Choice(MODES),
        help="How much is taken for boilerplate: only what is sure, what is likely, whatever looks like it."
        "  [default: NUTGRAF_MODE, else normal]",
    ),
)


def with_choices(command: Callable[..., None]) -> Callable[..., None]:
    """The command with each of CHOICES, in their order."""
    for choice in reversed(CHOICES):
        command = choice(command)
    return command


def options_of(mode: Mode | None, **chosen: Any) -> Options:
    """What was chosen on the command line; the mode is the setting's where none is given. Raises SettingsError."""
    from nutgraf.settings import load_settings

    return Options(mode=mode or load_settings().mode, **chosen)
