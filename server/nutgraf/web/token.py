"""The secrets that clients show where others than this machine's programs can reach the server.

Bearer tokens as RFC 6750 has them, of 256 random bits, so that a plain digest (SHA-256) of one gives nothing away. A
token file holds one token that all share, or a register of users with the digest of each one's token (`nutgraf
tokens`). The server looks at the file anew with every request: a revoked token opens nothing from then on.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import re
import secrets
import stat
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nutgraf.settings import SettingsError
from nutgraf.web.register import HEAD, entries

LEAST = 32
"""Characters that a token must have: what `make_token` makes has 43, of six bits each."""
_BYTES = 32
_MOST = 10_000_000
"""Bytes of a token file that are read: 100,000 users."""
_FORM = re.compile(r"[A-Za-z0-9\-._~+/]+=*")  # RFC 6750, section 2.1
_HOW = "Make one with: nutgraf token FILE"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Token:
    """A token without its letters: only its digest (SHA-256) is kept, so that no log can ever hold it."""

    digest: bytes
    user: str | None = None
    """Whose it is; None for the one that all share."""

    def is_sent_in(self, authorization: str | None) -> bool:
        """Whether a header `Authorization` carries it; as long in coming whatever part of it is right."""
        scheme, _, sent = (authorization or "").partition(" ")
        same = hmac.compare_digest(self.digest, digest_of(sent.strip()))
        return same and scheme.lower() == "bearer"

    def found_in(self, authorization: str | None) -> Token | None:
        """Itself, where a header `Authorization` carries it."""
        return self if self.is_sent_in(authorization) else None


class TokenFile:
    """The tokens in a file, as it is when they are asked for; safe to use from many threads.

    SettingsError when it is no good at first. Later it keeps everybody out until it is good again, and logs why.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._seen = _state(path)  # first: what is changed from here on is seen
        self._tokens: Sequence[Token] = read_tokens(path)
        self._complained = False

    def found_in(self, authorization: str | None) -> Token | None:
        """The token that a header `Authorization` carries, None where that is none of the file's."""
        scheme, _, sent = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        digest, found = digest_of(sent.strip()), None
        for token in self._current():
            if hmac.compare_digest(token.digest, digest):
                found = token
        return found

    def _current(self) -> Sequence[Token]:
        with self._lock:
            state = _state(self._path)
            if state is None or state != self._seen:
                self._read_anew(state)
            return self._tokens

    def _read_anew(self, state: tuple[int, ...] | None) -> None:
        """Take what the file holds now. While that cannot be told nobody is let in, and it is tried each time."""
        try:
            self._tokens, self._seen, self._complained = read_tokens(self._path), state, False
        except SettingsError as error:
            self._tokens, self._seen = (), None
            if not self._complained:
                log.error("nobody is let in: %s", error)
            self._complained = True


def make_token() -> str:
    """A new token of 256 random bits."""
    return secrets.token_urlsafe(_BYTES)


def write_token(path: Path) -> None:
    """Put a new token into a new file that nobody else may read. OSError when it exists or cannot be made."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(make_token() + "\n")


def read_tokens(path: Path) -> tuple[Token, ...]:
    """The tokens in a file; SettingsError when there is none, others may read it, or it could be guessed."""
    text = _read(path)
    if text.startswith(HEAD):
        return tuple(Token(bytes.fromhex(entry.digest), entry.user) for entry in entries(text, path))
    if len(text) < LEAST or not _FORM.fullmatch(text):
        raise SettingsError(
            f"the token file {path} holds no token: one line of at least {LEAST} letters, digits and -._~+/. {_HOW}"
        )
    return (Token(digest_of(text)),)


def digest_of(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            _refuse_open_file(path, os.fstat(file.fileno()).st_mode)
            return file.read(_MOST).decode("ascii", "replace").strip()
    except OSError as error:
        raise SettingsError(f"the token file {path} cannot be read: {error.strerror}. {_HOW}") from None


def _refuse_open_file(path: Path, mode: int) -> None:
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingsError(f"others may read the token file {path}. Keep it to yourself: chmod 600 {path}")


def _state(path: Path) -> tuple[int, ...] | None:
    """What differs when a file was changed, or put in the place of another."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_ctime_ns, status.st_size
