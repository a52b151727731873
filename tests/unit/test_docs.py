"""What the documents say of the code is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nutgraf.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
SECURITY = (ROOT / "docs" / "security.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")


def test_every_test_that_a_promise_rests_on_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", SECURITY)

    assert len(named) > 8
    missing = [name for path, name in named if f"def {name}(" not in (ROOT / path).read_text("utf-8")]
    assert missing == []


def test_every_attack_that_is_named_is_made() -> None:
    page = (ROOT / "tests" / "browser" / "attacks.html").read_text("utf-8")
    last = SECURITY.partition("went wrong elsewhere")[2].partition("## If you")[0]
    named = set(re.findall(r"\*([a-z-]+)\*", last)) - {"rebinding"}

    assert named == {"fetch-no-cors", "form-text", "beacon"}
    assert all(f'"{name}": ' in page for name in named)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_in_the_readme(name: str) -> None:
    assert f"`{name}`" in README or f"`{PREFIX}{name.upper()}`" in README
