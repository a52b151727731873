"""The register of a team's tokens: a file with a line for each user, with the digest of their token, never the token.

Changed by `nutgraf tokens`, by putting a new file in the place of the old one, so that a server never sees half of it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from nutgraf.settings import SettingsError

HEAD = "# nutgraf tokens:"
"""How a register begins, which no token does."""
_HEADING = f"{HEAD} user, SHA-256 of the token, day it was made. See nutgraf tokens --help"
_USER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class RegisterError(Exception):
    """The register cannot be changed as asked; the message says why, in words for a person."""


@dataclass(frozen=True)
class Entry:
    """A user in the register."""

    user: str
    digest: str
    """SHA-256 of the token, in hex digits."""
    made: str
    """The day, as ISO 8601 has it."""


def entries(text: str, path: Path) -> tuple[Entry, ...]:
    """The users in a register; SettingsError for a line that is none, since nobody knows whom it lets in."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        user, digest, made = (*line.split(), "", "", "")[:3]
        if not (_USER.fullmatch(user) and _DIGEST.fullmatch(digest)):
            raise SettingsError(f"line {number} of the token file {path} is no user with a digest of their token")
        found.append(Entry(user, digest, made))
    return tuple(found)


def read(path: Path) -> tuple[Entry, ...]:
    """The users in a file; RegisterError when it is no register."""
    try:
        text = path.read_text("ascii")
    except OSError as error:
        raise RegisterError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        text = ""
    if not text.startswith(HEAD):
        raise RegisterError(f"{path} holds no users: one token that all share, or something else. Name another file.")
    try:
        return entries(text, path)
    except SettingsError as error:
        raise RegisterError(str(error)) from None


def add(path: Path, user: str, digest: bytes, day: date) -> None:
    """Put a user into a register, which is made where there is none. RegisterError when they are in it already."""
    if not _USER.fullmatch(user):
        raise RegisterError(f"{user!r} is no name: letters, digits and ._@+-, 64 at most.")
    path = path.resolve()  # a link stays one
    known = read(path) if path.exists() else ()
    if any(entry.user == user for entry in known):
        raise RegisterError(f"{user} has a token already. Take it away first: nutgraf tokens revoke {path} {user}")
    _write(path, (*known, Entry(user, digest.hex(), day.isoformat())))


def revoke(path: Path, user: str) -> None:
    """Take a user out of a register. RegisterError when they are not in it."""
    path = path.resolve()
    known = read(path)
    left = [entry for entry in known if entry.user != user]
    if len(left) == len(known):
        raise RegisterError(f"{user} has no token in {path}. See: nutgraf tokens list {path}")
    _write(path, left)


def _write(path: Path, users: Iterable[Entry]) -> None:
    lines = [_HEADING, *(f"{entry.user} {entry.digest} {entry.made}" for entry in users)]
    draft = path.with_name(f"{path.name}.new")
    try:
        # Nobody else may read it, and of two who change it at once the second is told.
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise RegisterError(f"{draft} is there: somebody is changing it just now. Or else remove that file.") from None
    except OSError as error:
        raise RegisterError(f"{draft} cannot be written: {error.strerror}.") from None
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write("\n".join(lines) + "\n")
            file.flush()
            os.fsync(file.fileno())
            if os.name == "posix" and os.getuid() == 0:
                # root adds users; who has to read the file is the server's user, whose folder it lies in
                owner = (path if path.exists() else path.parent).stat()
                os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
