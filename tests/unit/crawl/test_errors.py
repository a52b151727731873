"""What cannot be crawled is said in words for a person, and nothing is written."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nutgraf.cli import main
from unit.crawl.files import batch, environment


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "00000.jsonl").write_text('{"id": 1}\n')
    return folder


def failed(done: Result, *words: str, code: int = 1) -> bool:
    """Whether it ended so, with one message, and no traceback."""
    said = " ".join(done.stderr.split())
    assert all(word in said for word in words), said
    return done.exit_code == code and "Traceback" not in said and not done.stdout


def test_a_folder_without_a_file_of_rows(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Not rows.")

    assert failed(batch(tmp_path, tmp_path / "out"), str(tmp_path), "no file of rows is in it")
    assert not (tmp_path / "out").exists()


def test_a_folder_without_the_engine(source: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["batch", str(source), str(tmp_path / "out.jsonl")])

    assert failed(done, "is a folder", "--engine datatrove", code=2)


def test_a_format_without_the_engine(source: Path, tmp_path: Path) -> None:
    words = ["batch", "--format", "parquet", str(source / "00000.jsonl"), str(tmp_path / "out.jsonl")]

    assert failed(CliRunner().invoke(main, words), "--format goes with --engine datatrove", code=2)
    assert not (tmp_path / "out.jsonl").exists()


def test_a_file_cannot_be_skipped_where_it_is_the_only_one(source: Path, tmp_path: Path) -> None:
    words = ["batch", "--skip-unreadable", str(source / "00000.jsonl"), str(tmp_path / "out.jsonl")]

    assert failed(CliRunner().invoke(main, words), "--skip-unreadable goes with --engine datatrove", code=2)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert failed(batch(tmp_path / "gone", tmp_path / "out"), "does not exist", code=2)


@pytest.mark.parametrize("address", ["nowhere://bucket/pages", "memory://nothing/there"])
def test_an_address_that_leads_nowhere(tmp_path: Path, address: str) -> None:
    assert failed(batch(address, tmp_path / "out"), address)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("more", "name"),
    [
        (("--sentences", "2"), "00000.jsonl"),
        (("--format", "parquet"), "00000.jsonl"),
        (("--learn",), "00000.jsonl"),
        ((), "another.jsonl"),
    ],
    ids=["options", "format", "memory", "files"],
)
def test_a_folder_that_was_begun_with_something_else(
    source: Path, tmp_path: Path, more: tuple[str, ...], name: str
) -> None:
    out = tmp_path / "out"
    assert batch(source, out).exit_code == 0
    before = sorted(out.rglob("*"))
    (source / "00000.jsonl").rename(source / name)

    assert failed(batch(*more, source, out), str(out), "begun with other files, options or version")
    assert sorted(out.rglob("*")) == before


@pytest.mark.parametrize("where", [".", "out", "further/out"])
def test_a_target_among_the_pages_is_refused(source: Path, where: str) -> None:
    assert failed(batch(source, source / where), "it lies where the pages are")
    assert failed(batch(source / "00000.jsonl", source), "it lies where the pages are")
    assert [path.name for path in source.iterdir()] == ["00000.jsonl"]
    assert (source / "00000.jsonl").read_text() == '{"id": 1}\n'


def test_without_datatrove_it_is_said_how_to_get_it(source: Path, tmp_path: Path) -> None:
    words = ["batch", "--engine", "datatrove", str(source), str(tmp_path / "out")]
    script = f"import sys; sys.modules['datatrove'] = None; from nutgraf.cli import main; main({json.dumps(words)})"

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment())

    assert (done.returncode, done.stderr) == (
        1,
        "Error: datatrove is not installed. Get it with: pip install 'nutgraf[batch]'\n",
    )
    assert not (tmp_path / "out").exists()
