from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from nutgraf import __version__, doctor
from nutgraf.cli import looks_like_html, main, readable
from nutgraf.doctor import Finding
from nutgraf.model import Block, Label, Reading, Sentence
from nutgraf.options import ALGORITHMS, MODES, Mode
from nutgraf.reader import read

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


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return str(path)


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


# summarize


def test_a_page_from_a_file(page: str) -> None:
    result = invoke("summarize", page)

    assert result.exit_code == 0
    assert result.output.startswith("Salt works reopen\nThe Brell Post · Mara Quill\n\n  ")
    shown = [line.strip() for line in result.output.splitlines() if line.startswith("  ")]
    assert len(shown) == 1, "the page is short"
    assert set(shown) <= set(PARAGRAPHS)
    assert "the summary saves" in result.output


def test_a_page_from_standard_input() -> None:
    assert invoke("summarize", stdin=PAGE).output == invoke("summarize", "-", stdin=PAGE).output
    assert invoke("summarize", stdin=PAGE).output.startswith("Salt works reopen\n")


def test_a_text(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(TEXT, encoding="utf-8")

    for result in (invoke("summarize", str(path), "--json"), invoke("summarize", "--json", stdin=TEXT)):
        reading = json.loads(result.output)
        assert [b["text"] for b in reading["blocks"]] == list(PARAGRAPHS)
        assert reading["title"] is None


def test_json(page: str) -> None:
    result = invoke("summarize", page, "--json", "--sentences", "2", "--url", "https://brell.example/salt")
    reading = json.loads(result.output)

    assert result.exit_code == 0
    assert (reading["url"], reading["title"], reading["language"]) == (
        "https://brell.example/salt",
        "Salt works reopen",
        "en",
    )
    assert len(reading["summary"]) == 1, "the page is short"
    assert set(reading["timings"]) == {"extraction", "boilerplate", "summary", "total"}


def test_json_is_readable_in_any_script() -> None:
    assert "Паром" in invoke("summarize", "--json", stdin="Паром снова ходит через озеро.").output


def test_bytes_of_another_encoding() -> None:
    raw = PAGE.replace("Monday", "Märzmontag").replace("<head>", "<head><meta charset=windows-1252>")

    assert "Märzmontag" in invoke("summarize", "--json", stdin=raw.encode("windows-1252")).output


@pytest.mark.parametrize("stdin", ["", " \n ", "<html><body></body></html>", "\0"])
def test_what_has_no_article_is_said_kindly(stdin: str) -> None:
    result = invoke("summarize", stdin=stdin)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "Error: no article found in standard input. nutgraf reads the page of one story: its HTML, or its text with a "
        "blank line between paragraphs.\n"
    )


def test_the_file_without_an_article_is_named(tmp_path: Path) -> None:
    path = tmp_path / "empty.html"
    path.write_text("<html></html>")

    result = invoke("summarize", str(path))

    assert result.exit_code == 1
    assert f"no article found in {path}." in result.stderr


def test_a_page_that_is_no_article_is_told_by_its_kind(tmp_path: Path) -> None:
    path = tmp_path / "gone.html"
    path.write_text(
        "<html><head><title>Page not found</title></head><body><p>The page you requested is gone.</p></body>"
    )

    result = invoke("summarize", str(path))

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"Error: no article found in {path}. This looks like an error page: its title says that there is no such page "
        "and its text is an excuse for a page that is not there. Check the address, or look for the story on the "
        "site's front page.\n"
    )


def test_a_doubt_is_said_beside_the_summary() -> None:
    result = invoke("summarize", "--json", stdin=PAGE.replace("<title>Salt", "<title>404: Salt"))

    assert result.exit_code == 0
    assert result.stderr.startswith("Warning: This looks like an error page: its title says")
    assert json.loads(result.stdout)["warnings"] == [result.stderr.removeprefix("Warning: ").strip()]


def test_a_budget_of_words_and_an_algorithm() -> None:
    text = "\n\n".join((*PARAGRAPHS, *(f"Cellar {n} of the works will be dry in week {n}." for n in range(8))))

    def shown(*arguments: str) -> list[str]:
        reading = json.loads(invoke("summarize", "--json", "--algorithm", "lead", *arguments, stdin=text).output)
        return [sentence["text"] for sentence in reading["summary"]]

    assert shown() == list(PARAGRAPHS[:3])
    assert shown("--words", "40") == list(PARAGRAPHS[:2])
    assert shown("--words", "40", "--sentences", "1") == [PARAGRAPHS[0]]


def test_why_is_said_when_asked_for() -> None:
    plain, curious = invoke("summarize", stdin=PAGE).output, invoke("summarize", "--why", stdin=PAGE).output
    why = json.loads(invoke("summarize", "--json", stdin=PAGE).output)["summary"][0]["why"]

    assert why
    assert f".  [{', '.join(why)}]\n" in curious
    assert "  [" not in plain
    assert ".  [lead]\n" in invoke("summarize", "--why", "--algorithm", "lead", stdin=PAGE).output


CARD = '<p>Read more: <a href="/x">The salt works of Brell and their long history, told in pictures</a></p>'


def labels_by(*arguments: str) -> list[str]:
    page = PAGE.replace("</article>", f"{CARD}</article>")
    return [b["role"] for b in json.loads(invoke("summarize", "--json", *arguments, stdin=page).stdout)["blocks"]]


@pytest.mark.parametrize("mode", MODES)
def test_the_mode_by_option_and_by_setting(mode: Mode, monkeypatch: pytest.MonkeyPatch) -> None:
    page = PAGE.replace("</article>", f"{CARD}</article>")
    expected = [label.role for label in read(page, mode=mode).labels]

    assert labels_by("--mode", mode) == expected
    monkeypatch.setenv("NUTGRAF_MODE", mode)
    assert labels_by() == expected


def test_a_wrong_mode_in_the_environment_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTGRAF_MODE", "gentle")

    result = invoke("summarize", stdin=TEXT)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: NUTGRAF_MODE: input should be 'careful', 'normal' or 'strict'")
    assert invoke("summarize", "--mode", "strict", stdin=TEXT).exit_code == 0


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


def test_summarize_in_a_shell(page: str) -> None:
    done = in_shell(*COMMAND, "summarize", page)
    failed = in_shell(*MODULE, "summarize", "-", stdin="<html></html>")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Salt works reopen\n")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith("Error: no article found in standard input.")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (PAGE, True),
        ("\n\n<p>One</p>", True),
        ("\ufeff<!DOCTYPE HTML>", True),
        ("<!-- saved from a browser -->\n<HTML>", True),
        ('<?xml version="1.0"?>', True),
        ("Saved by my tool\n<div class=x>One</div>", True),
        (TEXT, False),
        ("If a < b and b > c, then what?", False),
        ("", False),
        ("word " * 2000 + "<p>late</p>", False),
    ],
)
def test_pages_are_told_from_texts(text: str, html: bool) -> None:
    assert looks_like_html(text) is html


# readable


READING = Reading(
    blocks=(
        Block(0, "The ferry is back.", "p"),
        Block(1, "Follow us " + "and more " * 20, "p"),
        Block(2, "Photo", "p"),
    ),
    labels=(
        Label("content"),
        Label("boilerplate", "follow", "asks you to follow a channel"),
        Label("aside", "caption"),
    ),
    summary=(Sentence("The ferry is back.", 0, 0, 18),),
)


def test_readable_names_what_was_left_out_and_why() -> None:
    assert readable(READING).splitlines() == [
        "",
        "  The ferry is back.",
        "",
        "5 words, 0 min; the summary saves 0 min",
        "",
        "Left out (1):",
        "  Follow us and more and more and more and more and more and more and more and more and mor…"
        "  [asks you to follow a channel]",
    ]


def test_readable_says_nothing_of_nothing_left_out() -> None:
    kept = Reading(READING.blocks[:1], READING.labels[:1], READING.summary, title="Ferry", date="2021-04-07")

    assert readable(kept).startswith("Ferry\n2021-04-07\n\n  The ferry")
    assert "Left out" not in readable(kept)


def test_readable_says_when_the_page_is_short_already() -> None:
    assert "\n\nThe page is already as short as a summary.\n\n5 words" in readable(replace(READING, short=True))
    assert "as short as" not in readable(READING)


def test_readable_says_why_of_sentences_that_know_it() -> None:
    chosen = replace(READING, summary=(replace(READING.summary[0], why=("lead", "title words")),))

    assert "  The ferry is back.  [lead, title words]\n" in readable(chosen, why=True)
    assert readable(READING, why=True) == readable(READING)


# batch


def rows(*found: dict[str, Any]) -> str:
    return "".join(json.dumps(row) + "\n" for row in found)


def test_batch_on_files(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl.gz"
    source.write_text(
        rows({"id": "a", "html": PAGE, "url": "https://brell.example/salt"}, {"id": "b", "html": "<html></html>"})
        + "broken\n"
        + rows({"text": TEXT, "title": "Salt", "lang": "en"}),
        encoding="utf-8",
    )

    result = invoke("batch", str(source), str(target), "--workers", "1", "--sentences", "2")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "4 rows read, 2 of them with an error\n"
    with gzip.open(target, "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    assert [row["id"] for row in found] == ["a", "b", 3, 4]
    assert [row.get("error", "").split(":")[0] for row in found] == ["", "no-article", "broken-json", ""]
    assert (found[0]["url"], found[0]["title"], found[3]["title"]) == (
        "https://brell.example/salt",
        "Salt works reopen",
        "Salt",
    )
    for row in (found[0], found[3]):
        assert len(row["summary"]) == 1, "the page is short"
        assert all(row["blocks"][s["block"]]["text"][s["start"] : s["end"]] == s["text"] for s in row["summary"])


def test_batch_takes_a_mode(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    page = PAGE.replace("</article>", f"{CARD}</article>")
    source.write_text(rows({"id": "a", "html": page}), encoding="utf-8")

    assert invoke("batch", str(source), str(target), "--workers", "1", "--mode", "strict").exit_code == 0
    found = json.loads(target.read_text("utf-8"))
    assert [b["role"] for b in found["blocks"]] == [label.role for label in read(page, mode="strict").labels]


def test_batch_takes_the_mode_that_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    page = PAGE.replace("</article>", f"{CARD}</article>")
    source.write_text(rows({"id": "a", "html": page}), encoding="utf-8")
    monkeypatch.setenv("NUTGRAF_MODE", "strict")

    assert invoke("batch", str(source), str(target), "--workers", "1").exit_code == 0
    found = json.loads(target.read_text("utf-8"))
    assert [b["role"] for b in found["blocks"]] == [label.role for label in read(page, mode="strict").labels]


def test_batch_takes_words_and_an_algorithm(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    text = "\n\n".join((*PARAGRAPHS, *(f"Cellar {n} of the works will be dry in week {n}." for n in range(8))))
    source.write_text(rows({"id": "a", "text": text}), encoding="utf-8")
    given = ["--workers", "1", "--words", "40", "--algorithm", "lead"]

    assert invoke("batch", str(source), str(target), *given).exit_code == 0
    found = json.loads(target.read_text("utf-8"))
    assert [s["text"] for s in found["summary"]] == list(PARAGRAPHS[:2])
    assert [s["why"] for s in found["summary"]] == [["lead"], ["lead"]]


def test_batch_in_a_pipe() -> None:
    done = in_shell(*COMMAND, "batch", "-", "-", "--workers", "1", stdin=rows({"id": "ä", "text": TEXT}) + "\n{\n")

    assert (done.returncode, done.stderr) == (0, "2 rows read, 1 of them with an error\n")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["ä", 3]


def test_batch_names_the_file_that_it_cannot_use(tmp_path: Path) -> None:
    broken = tmp_path / "in.gz"
    broken.write_bytes(b"not compressed")
    fine = tmp_path / "in.jsonl"
    fine.write_text("")
    target = tmp_path / "none" / "out.jsonl"

    no_target = invoke("batch", str(fine), str(target))
    no_source = invoke("batch", str(broken), "-")

    assert (no_target.exit_code, no_target.stderr) == (1, f"Error: {target}: No such file or directory\n")
    assert no_source.exit_code == 1
    assert no_source.stderr.startswith(f"Error: {broken}: not a whole compressed file")


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
