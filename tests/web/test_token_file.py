"""A file of tokens as a server looks at it: one token, or many users', changed while it runs."""

from __future__ import annotations

import logging
import os
import stat
import threading
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nutgraf.cli import main
from nutgraf.settings import SettingsError
from nutgraf.web import register
from nutgraf.web.register import HEAD, RegisterError
from nutgraf.web.token import TokenFile, digest_of

DAY = date(2026, 11, 1)
FIRST, SECOND = "first-token-" * 4, "second-token-" * 4


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tokens"


@pytest.fixture
def users(path: Path) -> Path:
    """A register of two users."""
    register.add(path, "ada", digest_of(FIRST), DAY)
    register.add(path, "ben", digest_of(SECOND), DAY)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["tokens", *map(str, arguments)])


def owner(tokens: TokenFile, sent: str) -> str | None:
    found = tokens.found_in(f"Bearer {sent}")
    return found.user if found else None


def test_each_token_is_somebody_s(users: Path) -> None:
    tokens = TokenFile(users)

    assert [owner(tokens, sent) for sent in (FIRST, SECOND, "third-token-" * 4, "")] == ["ada", "ben", None, None]
    assert tokens.found_in(None) is None
    assert tokens.found_in(f"Basic {FIRST}") is None
    assert tokens.found_in(f"bearer  {FIRST} ") is not None


def test_the_file_holds_no_token_and_is_nobody_else_s(users: Path) -> None:
    text = users.read_text()

    assert FIRST not in text
    assert text.startswith(HEAD)
    assert "ada " in text
    assert stat.S_IMODE(users.stat().st_mode) == 0o600


def test_the_digest_in_the_file_is_no_token(users: Path) -> None:
    assert owner(TokenFile(users), digest_of(FIRST).hex()) is None


def test_a_token_that_was_taken_away_opens_nothing(users: Path) -> None:
    tokens = TokenFile(users)
    register.revoke(users, "ada")

    assert (owner(tokens, FIRST), owner(tokens, SECOND)) == (None, "ben")
    register.add(users, "ada", digest_of("third-token-" * 4), DAY)
    assert (owner(tokens, FIRST), owner(tokens, "third-token-" * 4)) == (None, "ada")


def test_the_last_one_may_go_too(users: Path) -> None:
    tokens = TokenFile(users)
    register.revoke(users, "ada")
    register.revoke(users, "ben")

    assert (owner(tokens, FIRST), register.read(users)) == (None, ())


def test_one_token_that_all_share_may_be_changed_as_well(path: Path) -> None:
    path.write_text(FIRST)
    path.chmod(0o600)
    tokens = TokenFile(path)
    assert tokens.found_in(f"Bearer {FIRST}") is not None

    path.write_text(SECOND)

    assert tokens.found_in(f"Bearer {FIRST}") is None
    assert tokens.found_in(f"Bearer {SECOND}") is not None


@pytest.mark.parametrize("harm", ["gone", "open to others", "broken"])
def test_a_file_that_is_no_good_any_more_lets_nobody_in_until_it_is(
    users: Path, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    tokens, text = TokenFile(users), users.read_text()
    if harm == "gone":
        users.unlink()
    elif harm == "open to others":
        users.chmod(0o644)
    else:
        users.write_text(f"{text}eve 0123\n")

    with caplog.at_level(logging.ERROR):
        assert [owner(tokens, FIRST) for _ in range(3)] == [None] * 3
    assert caplog.text.count("nobody is let in") == 1, "said once"

    users.write_text(text)
    users.chmod(0o600)
    assert owner(tokens, FIRST) == "ada"


@pytest.mark.parametrize("line", ["eve", "eve 0123", f"{'e' * 65} {'0' * 64}", f"-eve {'0' * 64}", f"eve {'G' * 64}"])
def test_a_line_that_is_none_is_named(users: Path, line: str) -> None:
    users.write_text(users.read_text() + line + "\n")

    with pytest.raises(SettingsError, match="line 4 of the token file"):
        TokenFile(users)


def test_what_is_changed_while_it_is_first_read_is_seen(users: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nutgraf.web import token

    read = token.read_tokens

    def slow(path: Path) -> tuple[token.Token, ...]:
        found = read(path)
        monkeypatch.undo()
        register.revoke(path, "ada")
        return found

    monkeypatch.setattr(token, "read_tokens", slow)

    assert owner(TokenFile(users), FIRST) is None


def test_what_could_not_be_read_once_is_read_when_it_can_be(users: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nutgraf.web import token

    tokens = TokenFile(users)
    register.add(users, "eve", digest_of("third-token-" * 4), DAY)

    def full(_: Path) -> str:
        raise SettingsError("Too many open files")

    with monkeypatch.context() as patch:
        patch.setattr(token, "read_tokens", full)
        assert owner(tokens, FIRST) is None

    assert owner(tokens, FIRST) == "ada"


def test_a_link_stays_a_link(users: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(users)

    register.revoke(link, "ada")

    assert link.is_symlink()
    assert [entry.user for entry in register.read(users)] == ["ben"]


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="root alone makes files for others")
def test_root_makes_the_file_for_the_server_s_user(tmp_path: Path) -> None:
    folder = tmp_path / "nutgraf"
    folder.mkdir()
    os.chown(folder, 65534, 65534)
    for user in ("ada", "ben"):
        register.add(folder / "tokens", user, digest_of(user), DAY)

    assert (folder / "tokens").stat().st_uid == 65534
    assert stat.S_IMODE((folder / "tokens").stat().st_mode) == 0o600


def test_many_threads_find_what_is_there_while_it_changes(users: Path) -> None:
    tokens = TokenFile(users)
    found: list[str | None] = []
    askers = [
        threading.Thread(target=lambda: found.extend(owner(tokens, SECOND) for _ in range(300))) for _ in range(4)
    ]
    for asker in askers:
        asker.start()
    for number in range(30):
        register.add(users, f"user{number}", digest_of(f"token {number}"), DAY)
    for asker in askers:
        asker.join()

    assert found == ["ben"] * 1200


def test_of_two_who_change_it_at_once_the_second_is_told(users: Path) -> None:
    users.with_name("tokens.new").touch()

    with pytest.raises(RegisterError, match="somebody is changing it"):
        register.revoke(users, "ada")
    assert len(register.read(users)) == 2


def test_a_change_that_fails_leaves_the_file_as_it_was(users: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        register.revoke(users, "ada")

    assert len(register.read(users)) == 2
    assert [entry.name for entry in users.parent.iterdir()] == ["tokens"]


def test_the_commands(path: Path) -> None:
    made = run("add", path, "ada")
    token = made.stdout.strip()
    assert (made.exit_code, len(token)) == (0, 43)
    assert "cannot be shown again" in made.stderr
    assert token not in made.stderr + path.read_text()
    assert run("add", path, "ben@brell.example").exit_code == 0

    listed = run("list", path)
    assert [line.split()[1] for line in listed.stdout.splitlines()] == ["ada", "ben@brell.example"]
    assert owner(TokenFile(path), token) == "ada"

    assert run("revoke", path, "ada").stdout == "ada has no token any more.\n"
    assert owner(TokenFile(path), token) is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "{path}", "ada"), "ada has a token already"),
        (("add", "{path}", "two words"), "is no name"),
        (("revoke", "{path}", "eve"), "eve has no token in"),
        (("list", "{path}.none"), "cannot be read: No such file"),
        (("add", "{folder}/none/tokens", "ada"), "cannot be written: No such file"),
        (("list", "{shared}"), "holds no users"),
        (("add", "{shared}", "ada"), "holds no users"),
    ],
)
def test_what_cannot_be_done_is_said(users: Path, arguments: tuple[str, ...], said: str) -> None:
    shared = users.with_name("shared")
    shared.write_text(FIRST)
    before = users.read_text()

    done = run(*(text.format(path=users, folder=users.parent, shared=shared) for text in arguments))

    assert (done.exit_code, said in done.stderr) == (1, True), done.stderr
    assert "Traceback" not in done.stderr
    assert (users.read_text(), shared.read_text()) == (before, FIRST)
