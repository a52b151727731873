"""The command as a whole: help, wrong arguments and settings, `doctor` and `token`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from nutgraf import __version__, doctor
from nutgraf.cli import main
from nutgraf.doctor import Finding
from nutgraf.options import ALGORITHMS

COMMAND = [str(Path(sys.executable).with_name("nutgraf"))]
MODULE = [sys.executable, "-m", "nutgraf"]
PARAGRAPHS = (
    "The harbour town of Brell has reopened its old salt works, and the first barrels left on Monday morning.",
    "Workers spent eleven months drying the brick vaults, which a flood in spring had filled to the roof.",
    "A barrel will cost ninety crowns, a third more than before, because the wood for it has become scarce.",
    "The next barrels will leave by train in June, when the line to the capital is open again after the flood.",
)
TEXT = "\n\n".join(PARAGRAPHS)
PAGE = f"""<!doctype html><html lang="en"><head><title>Salt works reopen</title>
<meta property="og:site_name" content="The Brell Post"><meta name="author" content="Mara Quill"></head>
<body><article>{"".join(f"<p>{p}</p>" for p in PARAGRAPHS)}</article></body></html>"""


def invoke(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin)


def in_shell(*command: str, stdin: str = "", env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, input=stdin, env=env, capture_output=True, text=True, encoding="utf-8", timeout=60)


# the command


def test_version() -> None:
    assert invoke("--version").output == f"nutgraf, version {__version__}\n"


@pytest.mark.parametrize("command", [COMMAND, MODULE], ids=["nutgraf", "python -m nutgraf"])
def test_the_command_and_the_module_are_one(command: list[str]) -> None:
    done = in_shell(*command, "--version")

    assert (done.returncode, done.stdout, done.stderr) == (0, f"nutgraf, version {__version__}\n", "")


def test_help_names_every_command() -> None:
    result = invoke("-h")

    assert result.exit_code == 0
    assert list(main.commands) == ["serve", "summarize", "doctor", "batch", "token", "tokens", "sites", "service"]
    assert all(f"\n  {name}" in result.output for name in main.commands)


@pytest.mark.parametrize("command", ["serve", "token", "summarize", "batch", "doctor"])
def test_every_option_is_explained(command: str) -> None:
    options = [p for p in main.commands[command].params if isinstance(p, click.Option)]

    assert invoke(command, "--help").exit_code == 0
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["summarize", "missing.html"], "'missing.html' does not exist"),
        (["summarize", "."], "is a directory"),
        (["summarize", "--sentences", "0"], "0 is not in the range 1<=x<=10"),
        (["summarize", "--sentences", "11"], "11 is not in the range 1<=x<=10"),
        (["summarize", "--mode", "gentle"], "'gentle' is not one of 'careful', 'normal', 'strict'"),
        (["summarize", "--words", "0"], "0 is not in the range 1<=x<=1000"),
        (["summarize", "--algorithm", "best"], f"'best' is not one of {', '.join(map(repr, ALGORITHMS))}"),
        (["batch", "-", "-", "--words", "1001"], "1001 is not in the range 1<=x<=1000"),
        (["batch", "-", "-", "--algorithm", "best"], f"'best' is not one of {', '.join(map(repr, ALGORITHMS))}"),
        (["batch", "-", "-", "--mode", "gentle"], "'gentle' is not one of 'careful', 'normal', 'strict'"),
        (["batch", "missing.jsonl", "-"], "'missing.jsonl' does not exist"),
        (["batch", "-"], "Missing argument 'OUT'"),
        (["serve", "--port", "65536"], "65536 is not in the range 0<=x<=65535"),
        (["doctor", "--port", "http"], "'http' is not a valid integer"),
        (["read"], "No such command 'read'"),
    ],
)
def test_wrong_arguments_are_named(arguments: list[str], said: str) -> None:
    result = invoke(*arguments)

    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.output


# doctor, settings


@pytest.fixture
def findings(monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """What the doctor will find; fill it."""
    found: list[Finding] = []

    def examine(host: str, port: int) -> list[Finding]:
        return [Finding(True, f"looked at {host}:{port}"), *found]

    monkeypatch.setattr(doctor, "examine", examine)
    return found


def test_doctor_finds_all_in_order(findings: list[Finding], monkeypatch: pytest.MonkeyPatch) -> None:
    assert findings == []
    monkeypatch.delenv("NUTGRAF_PORT", raising=False)

    assert invoke("doctor").output == "ok    looked at 127.0.0.1:8731\n"
    assert invoke("doctor", "--port", "9000").output == "ok    looked at 127.0.0.1:9000\n"
    assert invoke("doctor").exit_code == 0


def test_doctor_says_what_to_do(findings: list[Finding]) -> None:
    findings.append(Finding(False, "nothing listens", "start it"))

    result = invoke("doctor", "--port", "9000")

    assert result.exit_code == 1
    assert result.output == "ok    looked at 127.0.0.1:9000\nlook  nothing listens\n      -> start it\n"


def test_doctor_asks_an_exposed_server_from_this_machine(
    monkeypatch: pytest.MonkeyPatch, findings: list[Finding]
) -> None:
    asked: list[tuple[str, int]] = []
    monkeypatch.setattr(doctor, "examine", lambda *where: asked.append(where) or findings)
    monkeypatch.setenv("NUTGRAF_HOST", "0.0.0.0")
    monkeypatch.setenv("NUTGRAF_TOKEN_FILE", "token")

    invoke("doctor", "--port", "9000")

    assert asked == [("127.0.0.1", 9000)]


def test_doctor_in_a_shell(free_port: int) -> None:
    done = in_shell(*COMMAND, "doctor", env={**os.environ, "NUTGRAF_PORT": str(free_port)})

    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith(f"look  nothing listens on 127.0.0.1:{free_port}; the port is free\n      -> start")


@pytest.mark.parametrize("command", [["doctor"], ["serve"], ["batch", "-", "-"]])
def test_a_wrong_setting_is_named(command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTGRAF_PORT", "http")

    result = invoke(*command, stdin="")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: NUTGRAF_PORT: ")


@pytest.mark.parametrize("command", ["doctor", "serve"])
def test_a_host_that_others_reach_is_refused(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTGRAF_HOST", "0.0.0.0")

    result = invoke(command)

    assert result.exit_code == 1
    assert "nutgraf" in result.output
    assert "0.0.0.0" in result.output
    assert "Traceback" not in result.output


# token


def test_a_token_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    result = invoke("token", str(tmp_path / "token"))

    assert result.exit_code == 0
    assert f"nutgraf serve --token-file {tmp_path / 'token'}" in result.output
    assert (tmp_path / "token").read_text().strip() not in result.output


def test_a_token_that_is_there_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("mine")

    result = invoke("token", str(path))

    assert (result.exit_code, path.read_text()) == (1, "mine")
    assert "is there already" in result.output


def test_a_token_without_a_folder_is_said(tmp_path: Path) -> None:
    result = invoke("token", str(tmp_path / "nowhere" / "token"))

    assert result.exit_code == 1
    assert "cannot be written: No such file or directory." in result.output
