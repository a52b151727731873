"""`nutgraf summarize`: where a page comes from, what is asked of it, and what is printed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from nutgraf.cli import looks_like_html, readable
from nutgraf.model import Block, Label, Reading, Sentence
from nutgraf.options import MODES, Mode
from nutgraf.reader import read
from unit.test_cli import COMMAND, MODULE, PAGE, PARAGRAPHS, TEXT, in_shell, invoke


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return str(path)


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
