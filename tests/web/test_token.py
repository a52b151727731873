from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from nutgraf.settings import SettingsError
from nutgraf.web.token import LEAST, Token, make_token, read_tokens, write_token

LETTERS = "kW3-" * 10


def read_one(path: Path) -> Token:
    (token,) = read_tokens(path)
    return token


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "token"


def kept(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


def test_what_is_written_can_be_read_and_shown(path: Path) -> None:
    write_token(path)
    token = read_one(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert token.is_sent_in(f"Bearer {path.read_text().strip()}")


def test_no_two_are_alike() -> None:
    made = {make_token() for _ in range(100)}

    assert len(made) == 100
    assert all(len(token) > LEAST for token in made)


def test_a_file_that_is_there_is_not_written_over(path: Path) -> None:
    kept(path, "mine")

    with pytest.raises(FileExistsError):
        write_token(path)
    assert path.read_text() == "mine"


def test_no_letter_of_it_is_kept(path: Path) -> None:
    assert LETTERS not in repr(read_one(kept(path, LETTERS)))


@pytest.mark.parametrize("sent", [f"Bearer {LETTERS}", f"bearer {LETTERS}", f"BEARER  {LETTERS} "])
def test_the_right_one(path: Path, sent: str) -> None:
    assert read_one(kept(path, f"{LETTERS}\n")).is_sent_in(sent)


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        LETTERS,
        f"Basic {LETTERS}",
        f"Bearer {LETTERS[:-1]}",
        f"Bearer {LETTERS}x",
        f"Bearer {LETTERS.swapcase()}",
        f"Bearer {LETTERS}, Bearer {LETTERS}",
        f"Bearer{LETTERS}",
        "Bearer \xe4\xff",
    ],
)
def test_any_other(path: Path, sent: str | None) -> None:
    assert not read_one(kept(path, LETTERS)).is_sent_in(sent)


def test_it_is_compared_in_constant_time(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []
    monkeypatch.setattr("hmac.compare_digest", lambda *both: compared.append(both))
    token = read_one(kept(path, LETTERS))

    for sent in (None, f"Basic {LETTERS}", f"Bearer {LETTERS}", "Bearer x"):
        token.is_sent_in(sent)

    assert [len(digest) for both in compared for digest in both] == [32] * 8


@pytest.mark.parametrize(
    "text", ["", "\n", "short", "a" * (LEAST - 1), "two words " * 10, "zwölf" * 10, f"{LETTERS}\n{LETTERS}", "{" * 40]
)
def test_what_is_no_token_is_refused(path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match=r"holds no token.*nutgraf token FILE"):
        read_one(kept(path, text))


def test_the_shortest_token_is_taken(path: Path) -> None:
    assert isinstance(read_one(kept(path, "a" * LEAST)), Token)


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps who may read a file elsewhere")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o601])
def test_a_file_that_others_may_read_is_refused(path: Path, mode: int) -> None:
    with pytest.raises(SettingsError, match=r"others may read.*chmod 600 "):
        read_one(kept(path, LETTERS, mode))


def test_a_file_that_is_not_there_is_named(path: Path) -> None:
    with pytest.raises(SettingsError, match=r"token cannot be read: No such file or directory\. Make one"):
        read_one(path)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        read_one(tmp_path)
