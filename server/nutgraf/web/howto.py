"""What comes after the start, in words: how the extension gets into a browser, what an exposed server asks for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Step:
    """A line of the instructions: for which browser or whom, and what to do there."""

    where: str
    what: str


def loading_steps(checkout: Path = _CHECKOUT) -> tuple[Step, ...]:
    """Three steps. Without a checkout around it (installed as a wheel), the folder is named as the source has it."""
    folder = checkout / "extension"
    known = (folder / "manifest.json").is_file()
    place = str(folder) if known else "the folder extension/ of nutgraf's source (see its README)"
    manifest = (
        str(folder / "manifest.json") if known else "extension/manifest.json of nutgraf's source (see its README)"
    )
    return (
        Step("Chromium", f"open chrome://extensions, switch on Developer mode, choose Load unpacked: {place}"),
        Step("Firefox", f"open about:debugging#/runtime/this-firefox, choose Load Temporary Add-on: {manifest}"),
        Step("Then", "click the nutgraf icon on a news page, or press Alt+Shift+S"),
    )


def team_steps(token_file: Path) -> tuple[Step, ...]:
    """Three lines for a server that others can reach."""
    return (
        Step("Clients", f"send the header Authorization: Bearer, with a token that {token_file} lets in"),
        Step("TLS", "there is none here: let a proxy with TLS stand between this server and any network"),
        Step("Then", "docs/security.md says what the server promises, and what it does not"),
    )
