"""The secret that clients show where others than this machine's programs can reach the server.

A bearer token as RFC 6750 has it: made here, kept by the reader in a file of their own, compared in constant time.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from nutgraf.settings import SettingsError

LEAST = 32
"""Characters that a token must have: what `make_token` makes has 43, of six bits each."""
_BYTES = 32
_FORM = re.compile(r"[A-Za-z0-9\-._~+/]+=*")  # RFC 6750, section 2.1
_HOW = "Make one with: nutgraf token FILE"


@dataclass(frozen=True)
class Token:
    """A token without its letters: only its digest (SHA-256) is kept, so that no log can ever hold it."""

    digest: bytes

    def is_sent_in(self, authorization: str | None) -> bool:
        """Whether a header `Authorization` carries it; as long in coming whatever part of it is right."""
        scheme, _, sent = (authorization or "").partition(" ")
        same = hmac.compare_digest(self.digest, _digest(sent.strip()))
        return same and scheme.lower() == "bearer"


def make_token() -> str:
    """A new token of 256 random bits."""
    return secrets.token_urlsafe(_BYTES)


def write_token(path: Path) -> None:
    """Put a new token into a new file that nobody else may read. OSError when it exists or cannot be made."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(make_token() + "\n")


def read_token(path: Path) -> Token:
    """The token in a file; SettingsError when there is none, others may read it, or it could be guessed."""
    try:
        with path.open("rb") as file:
            _refuse_open_file(path, os.fstat(file.fileno()).st_mode)
            text = file.read(10_000).decode("ascii", "replace").strip()
    except OSError as error:
        raise SettingsError(f"the token file {path} cannot be read: {error.strerror}. {_HOW}") from None
    if len(text) < LEAST or not _FORM.fullmatch(text):
        raise SettingsError(
            f"the token file {path} holds no token: one line of at least {LEAST} letters, digits and -._~+/. {_HOW}"
        )
    return Token(_digest(text))


def _refuse_open_file(path: Path, mode: int) -> None:
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingsError(f"others may read the token file {path}. Keep it to yourself: chmod 600 {path}")


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
