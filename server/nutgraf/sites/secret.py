"""The secret of this machine that site memory is keyed with, and the seal on the names of sites."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from nutgraf.sites.database import MemoryFailedError

BYTES = 32
_NAME = 64
"""Bytes that a sealed name has, whatever its length."""


def read_secret(path: Path, *, make: bool = True) -> bytes:
    """The secret in a file; nobody else may read it. Where there is none it is made, if it may be.

    MemoryFailedError when it is no good.
    """
    try:
        if make and not path.exists():
            _write(path)
        secret = bytes.fromhex(path.read_text("ascii").strip())
    except (OSError, ValueError) as error:
        raise MemoryFailedError(f"the secret of the site memory, {path}, cannot be used ({error})") from None
    if len(secret) != BYTES:
        raise MemoryFailedError(f"the secret of the site memory, {path}, should hold {BYTES} bytes as hex digits")
    return secret


def _write(path: Path) -> None:
    """Put a new one in place at one go: of two processes that start together, both then use the first one's."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_hex(BYTES) + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def seal(secret: bytes, site: int, name: str) -> bytes:
    """A site's name under a pad that the secret and the site's number give, used for this name alone.

    Whoever has the secret can take it off again (`unseal`); to all others it is noise of one length.
    """
    plain = name.encode()[:_NAME].ljust(_NAME, b"\0")
    return bytes(a ^ b for a, b in zip(plain, _pad(secret, site)))


def unseal(secret: bytes, site: int, sealed: bytes) -> str:
    """The name again."""
    return bytes(a ^ b for a, b in zip(sealed, _pad(secret, site))).rstrip(b"\0").decode("utf-8", "replace")


def _pad(secret: bytes, site: int) -> bytes:
    return hashlib.blake2b(site.to_bytes(8, "big", signed=True), key=secret, digest_size=_NAME, person=b"name").digest()
