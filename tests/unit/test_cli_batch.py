"""`nutgraf batch`: files and pipes, its options, and files that it cannot use."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from nutgraf.reader import read
from unit.test_cli import COMMAND, PAGE, PARAGRAPHS, TEXT, in_shell, invoke
from unit.test_cli_summarize import CARD


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
    assert no_source.stderr.startswith(f"Error: {broken}: not a whole file")
