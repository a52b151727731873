"""Site memory filled from a crawl: the same counts as by a server that read the same pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nutgraf.cli import main
from unit.sites.pages import PLUG, paragraphs

Command = Callable[..., Result]


def rows(folder: Path) -> Path:
    """A crawl of two sites, with pages twice, one too short, one without an address, one that is no page."""
    lines = []
    for site in ("brell.example", "quill.example"):
        for number in (0, 1, 2, 1, 3, 4):
            story = "".join(f"<p>{text}</p>" for text in paragraphs(number))
            foot = f"<div class='foot'><p>{PLUG}</p></div>"
            head = f"<head><title>Story {number}</title></head>"
            html = f"<html lang='en'>{head}<body><article>{story}{foot}</article></body></html>"
            lines.append({"id": f"{site}{number}", "html": html, "url": f"https://www.{site}/{number}"})
    short = f"<html><body><article><p>{paragraphs(9)[0]}</p></article></body></html>"
    lines += [{"html": short, "url": "https://brell.example/9"}, {"html": lines[0]["html"]}, {"html": "<p>No.</p>"}, {}]
    path = folder / "crawl.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


@pytest.fixture
def nutgraf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command with a memory of its own."""
    monkeypatch.setenv("NUTGRAF_MEMORY", "true")
    monkeypatch.setenv("NUTGRAF_MEMORY_SECRET", str(tmp_path / "secret"))

    def run(*arguments: str, memory: str = "sites") -> Result:
        monkeypatch.setenv("NUTGRAF_MEMORY_AT", str(tmp_path / f"{memory}.sqlite"))
        return CliRunner().invoke(main, arguments, catch_exceptions=False)

    return run


def test_a_crawl_is_learnt_and_listed(nutgraf: Command, tmp_path: Path) -> None:
    done = nutgraf("sites", "learn", str(rows(tmp_path)))

    assert done.exit_code == 0
    assert "10 pages counted; 3 held an article that was known or were too short, 3 had none" in done.stderr
    listed = nutgraf("sites").stdout.splitlines()
    assert [line.split()[:2] for line in listed[:2]] == [["brell.example", "5"], ["quill.example", "5"]]
    counted = json.loads(nutgraf("sites", "counts", "--json").stdout)
    assert {(row["site"], row["pages"], row["said"]) for row in counted} == {
        ("brell.example", 5, 0),
        ("quill.example", 5, 0),
    }
    assert nutgraf("sites", "counts").stdout.startswith("site,pages,numbers,said,day\n")


def test_batch_that_learns_has_the_same_counts_and_uses_them(nutgraf: Command, tmp_path: Path) -> None:
    crawl, out = str(rows(tmp_path)), tmp_path / "out.jsonl"
    nutgraf("sites", "learn", crawl, memory="learnt")

    done = nutgraf("batch", "--learn", "--workers", "1", crawl, str(out), memory="read")

    assert done.exit_code == 0
    learnt, read = (nutgraf("sites", "counts", memory=name).stdout for name in ("learnt", "read"))
    assert learnt == read
    readings = [json.loads(line) for line in out.read_text().splitlines()]
    assert readings[0]["memory"] is None
    assert readings[5]["memory"]["pages"] == 4
    assert PLUG in readings[0]["text"]
    assert PLUG not in readings[5]["text"]


def test_batch_alone_neither_reads_nor_writes_memory(nutgraf: Command, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"

    nutgraf("batch", str(rows(tmp_path)), str(out))

    assert not (tmp_path / "sites.sqlite").exists()
    assert {json.loads(line).get("memory") for line in out.read_text().splitlines()} == {None}


def test_sites_are_forgotten_one_by_one_or_all(nutgraf: Command, tmp_path: Path) -> None:
    nutgraf("sites", "learn", str(rows(tmp_path)))

    assert nutgraf("sites", "forget", "https://www.brell.example/news").stdout == "brell.example is forgotten.\n"
    again = nutgraf("sites", "forget", "brell.example")
    assert (again.exit_code, "nothing is known of brell.example" in again.stderr) == (1, True)
    assert nutgraf("sites", "forget", "--all").stdout == "Everything is forgotten.\n"
    assert nutgraf("sites", "list").stdout == "Nothing is known of any site yet.\n"


@pytest.mark.parametrize("arguments", [("forget",), ("forget", "brell.example", "--all")])
def test_what_to_forget_has_to_be_said(nutgraf: Command, arguments: tuple[str, ...]) -> None:
    done = nutgraf("sites", *arguments)

    assert done.exit_code == 2
    assert "Name a site, or give --all." in done.stderr


def test_a_broken_file_is_told_and_made_anew(nutgraf: Command, tmp_path: Path) -> None:
    (tmp_path / "sites.sqlite").write_bytes(b"no database " * 500)

    broken = nutgraf("sites")

    assert broken.exit_code == 1
    assert "nutgraf sites forget --all" in broken.stderr
    assert nutgraf("sites", "forget", "--all").exit_code == 0
    assert nutgraf("sites").stdout == "Nothing is known of any site yet.\n"


def test_switched_off_it_says_so(nutgraf: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTGRAF_MEMORY", "false")

    done = nutgraf("sites")

    assert (done.exit_code, "site memory is off" in done.stderr) == (1, True)


def test_a_crawl_that_is_cut_short_is_told(nutgraf: Command, tmp_path: Path) -> None:
    cut = tmp_path / "crawl.jsonl.gz"
    cut.write_bytes(b"\x1f\x8b\x08\x00broken")

    done = nutgraf("sites", "learn", str(cut))

    assert done.exit_code == 1
    assert "crawl.jsonl.gz" in done.stderr
