"""A crawl's files as bytes: read from wherever they are stored, and unpacked.

A store that fails in the middle of a file (a connection that breaks) is not a file that is broken: the one can be read
again, the other cannot. What unpacks or parses a file would take both for the same, or panic, so it meets with the end
of the file, and `Stored.check` raises what happened.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from io import SEEK_CUR, SEEK_SET, BufferedReader, RawIOBase
from pathlib import PurePosixPath
from typing import IO, Any, cast

from datatrove.io import DataFolder

from nutgraf.rows import CUT_SHORT, OPENERS

ZSTANDARD = ".zst"
_PIECE = 2**14
"""Bytes of a file that are unpacked at a time."""


class StoreError(OSError):
    """A file's store has failed, for now as far as one can tell: whatever it says but that there is no such file.

    A token that has run out is `PermissionError` with some stores, for one.
    """


class Stored(RawIOBase):
    """An open file, which ends where it can be read no further; `check` says whether that was its end."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file = file
        self._name = name
        self._at = 0
        self._error: Exception | None = None

    def check(self) -> None:
        """Raise what reading the file has raised: StoreError, or an OSError that will not pass."""
        if self._error is not None:
            raise _as_error(self._error, self._name) from self._error

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is, as far as to say where it stands: fastwarc asks even a stream for that."""
        return True

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        """As the file does."""
        if (offset, whence) != (0, SEEK_CUR):
            self._at = self._file.seek(offset, whence)
        return self._at

    def readinto(self, buffer: Any) -> int:
        """What the file gives, or nothing from when it has failed."""
        if self._error is not None:
            return 0
        try:
            piece = self._file.read(len(buffer))
        except Exception as error:  # stores have exceptions of their own
            self._error = error
            return 0
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


class _Pieces(RawIOBase):
    """A file of pieces that come one after the other."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        some, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(some)] = some
        return len(some)


@contextmanager
def opened(folder: DataFolder, name: str) -> Iterator[Stored]:
    """A file of a folder. StoreError, or an OSError that will not pass, when it cannot be opened; the same in place of
    what came of its early end, when it can be read no further."""
    try:
        file = folder.open(name, "rb", compression=None)
    except Exception as error:
        if isinstance(error, PermissionError) and folder.is_local():
            raise
        raise _as_error(error, name) from error
    with file:
        stored = Stored(file, name)
        try:
            yield stored
        except (*CUT_SHORT, OSError):
            stored.check()
            raise
        stored.check()


def _as_error(error: Exception, name: str) -> OSError:
    if isinstance(error, FileNotFoundError):
        return error
    return StoreError(errno.EIO, getattr(error, "strerror", None) or str(error) or type(error).__name__, name)


def unpacked(file: IO[bytes], name: str) -> IO[bytes]:
    """An open file, unpacked as the ending of its name says. Reading it raises `rows.CUT_SHORT` or OSError where it is
    not what the name says, or not whole."""
    ending = PurePosixPath(name).suffix.lower()
    if ending == ZSTANDARD:
        return BufferedReader(_Pieces(_frames(file)))
    opener = OPENERS.get(ending)
    return cast("IO[bytes]", opener(file, "rb")) if opener else file


def _frames(file: IO[bytes]) -> Iterator[bytes]:
    """What a file of Zstandard holds, a piece at a time: fsspec takes one that is cut short for whole."""
    from zstandard import ZstdDecompressor, ZstdError

    frame, packed = None, b""
    try:
        while packed or (packed := file.read(_PIECE)):
            frame = frame or ZstdDecompressor().decompressobj()
            yield frame.decompress(packed)
            packed = frame.unused_data if frame.eof else b""
            frame = None if frame.eof else frame
    except ZstdError as error:
        raise OSError(errno.EIO, str(error)) from error
    if frame:
        raise EOFError("Compressed file ended before the end-of-stream marker was reached")
