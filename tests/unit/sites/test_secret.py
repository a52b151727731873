"""The secret of the machine, and names under its seal."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.sites.database import MemoryFailedError
from nutgraf.sites.secret import BYTES, read_secret, seal, unseal
from unit.sites.pages import SECRET


def test_it_is_made_once_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "secret"

    secret = read_secret(path)

    assert len(secret) == BYTES
    assert read_secret(path) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret"]


@pytest.mark.parametrize("content", ["", "not hex", "00ff", "00" * 64])
def test_one_that_is_no_good_is_said_to_be(tmp_path: Path, content: str) -> None:
    path = tmp_path / "secret"
    path.write_text(content)

    with pytest.raises(MemoryFailedError, match="secret of the site memory"):
        read_secret(path)


@given(
    st.text(st.characters(blacklist_characters="\0", blacklist_categories=("Cs",)), max_size=16),
    st.integers(-(2**63), 2**63 - 1),
)
def test_a_name_comes_out_from_under_its_seal(name: str, site: int) -> None:
    sealed = seal(SECRET, site, name)

    assert unseal(SECRET, site, sealed) == name
    assert len(sealed) == 64
    assert unseal(SECRET[::-1], site, sealed) != name or not name
