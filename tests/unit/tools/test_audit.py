"""What the audits say, read from what pip-audit and npm print: also when they could not ask."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

TOOL = Path(__file__).parents[3] / "tools" / "audit.py"


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", TOOL)
    assert spec
    assert spec.loader
    module = sys.modules["audit"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pip(*packages: dict[str, Any]) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


GOOD = {"name": "quince", "version": "1.0", "vulns": []}
BAD = {"name": "medlar", "version": "2.1", "vulns": [{"id": "PYSEC-2026-1"}, {"id": "PYSEC-2026-2"}]}
SKIPPED = {"name": "sorb", "skip_reason": "Dependency not found"}
NPM_BAD = json.dumps({"vulnerabilities": {"medlar": {"severity": "high", "range": "<2"}}})


def test_all_checked_and_nothing_known(audit: ModuleType) -> None:
    found = audit.read_pip("server", pip(GOOD, GOOD))

    assert (found.checked, found.unchecked, found.known) == (2, (), ())
    assert audit.told(found) == ["server: 2 packages checked, 0 advisories"]
    assert audit.exit_code((found,)) == 0


def test_each_advisory_is_named(audit: ModuleType) -> None:
    found = audit.read_pip("server", pip(GOOD, BAD))

    assert audit.told(found)[1:] == ["  vulnerable: medlar 2.1: PYSEC-2026-1", "  vulnerable: medlar 2.1: PYSEC-2026-2"]
    assert audit.exit_code((found,)) == 1


def test_what_was_skipped_was_not_checked(audit: ModuleType) -> None:
    found = audit.read_pip("server", pip(GOOD, *[SKIPPED] * 7))

    assert (found.checked, len(found.unchecked)) == (1, 7)
    assert "  NOT CHECKED: sorb, sorb, sorb, sorb, sorb and 2 more" in audit.told(found)
    assert audit.exit_code((found,)) == 2


@pytest.mark.parametrize("output", ["", "{}", "Traceback"])
def test_no_answer_is_no_good_answer(audit: ModuleType, output: str) -> None:
    audits = (audit.read_pip("server", output), audit.read_npm("extension", output, 3))

    assert all("NOT CHECKED" in "\n".join(audit.told(found)) for found in audits)
    assert [audit.exit_code((found,)) for found in audits] == [2, 2]


def test_what_is_known_comes_before_what_is_not(audit: ModuleType) -> None:
    assert audit.exit_code((audit.read_pip("server", ""), audit.read_npm("extension", NPM_BAD, 3))) == 1


def test_npm_s_advisories(audit: ModuleType) -> None:
    found = audit.read_npm("extension", NPM_BAD, 3)

    assert audit.told(found)[1] == "  vulnerable: medlar <2: high"


def test_where_nothing_is_shipped_npm_need_not_be_asked(audit: ModuleType) -> None:
    found = audit.read_npm("extension", "", audit.shipped_by_npm())

    assert audit.told(found) == ["extension: ships no package, so there is nothing to check"]
    assert audit.exit_code((found,)) == 0


def test_a_command_that_is_not_there_has_no_answer(audit: ModuleType) -> None:
    assert audit.output_of(["a-command-that-nobody-has"]) == ""


@pytest.mark.parametrize(("printed", "shown"), [("all is well", ""), ("", "No known vulnerabilities found\n\n")])
def test_complaints_are_shown_only_without_an_answer(
    audit: ModuleType, capsys: pytest.CaptureFixture[str], printed: str, shown: str
) -> None:
    code = f"import sys; print({printed!r}, end=''); print('No known vulnerabilities found', file=sys.stderr)"

    assert audit.output_of([sys.executable, "-c", code]) == printed
    assert capsys.readouterr().err == shown
