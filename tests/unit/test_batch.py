from __future__ import annotations

import gzip
import io
import json
import lzma
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from nutgraf import batch
from nutgraf.batch import read_rows, run
from nutgraf.model import Page
from nutgraf.options import Options
from nutgraf.rows import open_rows
from nutgraf.settings import Settings
from nutgraf.workers import Workers
from web.entries import obey


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """Workers that do what a row's text orders, two at a time and four under way."""
    pool = Workers(Settings(workers=2, queue=2), obey)
    pool.read(Page(text="warm"), Options())
    yield pool
    pool.stop()


@pytest.fixture(scope="module")
def hasty() -> Iterator[Workers]:
    """The same with a limit that is soon reached, also by what a busy machine delays; both are up."""
    pool = Workers(Settings(workers=2, queue=2, page_seconds=2), obey)
    pids: set[Any] = set()
    while len(pids) < 2:
        pages = [pool.submit(Page(text="sleep 0.1"), Options()) for _ in range(2)]
        pids |= {page.result()["pid"] for page in pages}
    yield pool
    pool.stop()


def row(**fields: Any) -> str:
    return json.dumps(fields) + "\n"


def numbered(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def answers(workers: Workers, *lines: str, sentences: int = 3) -> list[dict[str, Any]]:
    return list(read_rows(numbered(lines), workers, Options(sentences=sentences)))


def test_rows_come_out_in_order_however_long_they_take(workers: Workers) -> None:
    lines = [row(id=f"row {i}", text="sleep 0.2" if i % 5 == 0 else "go") for i in range(12)]

    assert [a["id"] for a in answers(workers, *lines)] == [f"row {i}" for i in range(12)]


def test_several_workers_read_at_once(workers: Workers, tmp_path: Path) -> None:
    found = answers(workers, *[row(text=f"meet 2 {tmp_path}")] * 6, sentences=7)

    assert len({a["pid"] for a in found}) == 2
    assert {a["sentences"] for a in found} == {7}


def test_behind_a_page_that_takes_long_others_are_read(hasty: Workers) -> None:
    begun: list[int] = []
    found = read_rows(one_hangs(begun), hasty, Options())

    assert next(found)["error"].startswith("page-timeout")
    assert len(begun) > hasty.capacity + 1, "which were under way when it began"
    assert [a["id"] for a in found] == list(range(2, 30))


def one_hangs(begun: list[int]) -> Iterator[tuple[int, str]]:
    """Rows, the first of which takes its worker with it; each is noted when it is taken."""
    for number in range(1, 30):
        begun.append(number)
        yield number, row(id=number, text="hang" if number == 1 else "go " + "x" * 3_000)


@pytest.mark.parametrize(("limit", "most"), [("AHEAD", 3), ("AHEAD_CHARACTERS", 18_000)])
def test_no_more_wait_than_may(hasty: Workers, monkeypatch: pytest.MonkeyPatch, limit: str, most: int) -> None:
    monkeypatch.setattr(batch, limit, most)
    begun: list[int] = []
    found = read_rows(one_hangs(begun), hasty, Options())

    assert "error" in next(found)
    assert len(begun) <= 7
    assert [a["id"] for a in found] == list(range(2, 30))


def test_ids_are_kept_and_lines_numbered_where_there_are_none(workers: Workers) -> None:
    lines = [
        row(id=0, text="go"),
        row(text="go"),
        "\n",
        "  \n",
        row(id={"a": [1]}, text="go"),
        row(id="", text="go"),
        "{",
    ]

    assert [a["id"] for a in answers(workers, *lines)] == [0, 2, {"a": [1]}, "", 7]


def test_blank_lines_are_no_rows(workers: Workers) -> None:
    assert answers(workers, "\n", "", " \t\n") == []


def test_every_failure_is_a_row_in_its_place(hasty: Workers) -> None:
    found = answers(
        hasty,
        row(id="a", text="go"),
        '{"id": "broken", "text": \n',
        "[1, 2]\n",
        row(id="none"),
        row(id="type", html=7),
        row(id="empty", text="nothing here"),
        row(id="slow", text="sleep 30"),
        row(id="crash", text="segfault"),
        row(id="raise", text="fail"),
        "[" * 100_000,
        row(id="z", text="go"),
    )

    assert [(a["id"], a.get("error", "").split(":")[0]) for a in found] == [
        ("a", ""),
        (2, "broken-json"),
        (3, "wrong-field"),
        ("none", "wrong-field"),
        ("type", "wrong-field"),
        ("empty", "no-article"),
        ("slow", "page-timeout"),
        ("crash", "page-crashed"),
        ("raise", "page-crashed"),
        (10, "broken-json"),
        ("z", ""),
    ]
    assert [sorted(a) for a in found if "error" in a] == [["error", "id"]] * 9
    assert found[0]["order"] == found[-1]["order"] == "go"


def test_errors_say_what_happened_and_where(hasty: Workers) -> None:
    errors = [a["error"] for a in answers(hasty, "\n", "no json\n", row(text="sleep 9"), row(text="fail secret words"))]

    assert errors[0].startswith("broken-json: line 2 is not JSON (Expecting value")
    assert errors[1] == "page-timeout: over 2 s"
    assert errors[2] == "page-crashed: UnpicklableError"


def test_a_page_without_an_article_says_what_it_looks_like(workers: Workers) -> None:
    (found,) = answers(workers, row(id=1, text="nothing Zwetschgenmus"))

    assert found["error"] == "no-article: This looks like a front page: its address is that of a whole site."


def test_the_mode_reaches_every_page(workers: Workers) -> None:
    lines = [row(text="go")] * 3

    assert {a["mode"] for a in read_rows(numbered(lines), workers, Options(mode="strict"))} == {"strict"}
    assert {a["mode"] for a in read_rows(numbered(lines), workers, Options())} == {"normal"}


def test_more_rows_than_workers_take_are_read_as_there_is_room(workers: Workers) -> None:
    taken = 0

    def lines() -> Iterator[str]:
        nonlocal taken
        for _ in range(50):
            taken += 1
            yield row(text="go")

    rows = read_rows(numbered(lines()), workers, Options())
    next(rows)

    assert taken == workers.capacity + 1
    assert len(list(rows)) == 49


# files


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".jsonl.xz"])
def test_files_plain_and_compressed(tmp_path: Path, workers: Workers, ending: str) -> None:
    source, target = tmp_path / f"in{ending}", tmp_path / f"out{ending}"
    openers: dict[str, Any] = {".jsonl.gz": gzip.open, ".jsonl.xz": lzma.open}
    opener = openers.get(ending, open)
    with opener(source, "wt", encoding="utf-8") as file:
        file.write(row(id="fähre", text="go") + "{\n" + row(text="go"))

    assert run(str(source), str(target), workers, Options()) == (3, 1)

    with opener(target, "rt", encoding="utf-8") as file:
        lines = file.read().splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["fähre", 2, 3]
    assert '"fähre"' in lines[0]


def test_standard_input_and_output(monkeypatch: pytest.MonkeyPatch, workers: Workers) -> None:
    raw = b'{"id": "\xff", "text": "go"}\n' + row(id="\ud83d", text="go").encode()
    stdin, stdout = io.BytesIO(raw), io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stdin, "ascii"))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(stdout, "ascii"))

    assert run("-", "-", workers, Options()) == (2, 0)

    assert [json.loads(line)["id"] for line in stdout.getvalue().decode("utf-8").splitlines()] == ["\ufffd", "?"]


def test_bytes_that_are_not_utf8_cost_no_row(tmp_path: Path, workers: Workers) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b'{"id": "\xe9", "text": "go"}\n' + row(id="half \ud83d", text="go").encode())

    assert run(str(source), str(target), workers, Options()) == (2, 0)
    assert [json.loads(line)["id"] for line in target.read_text("utf-8").splitlines()] == ["\ufffd", "half ?"]


def test_a_missing_file_is_an_os_error(tmp_path: Path, workers: Workers) -> None:
    with pytest.raises(FileNotFoundError):
        run(str(tmp_path / "none.jsonl"), "-", workers, Options())


@pytest.mark.parametrize("ending", [".gz", ".xz"])
def test_a_compressed_file_that_is_none_is_an_os_error_of_that_file(
    tmp_path: Path, workers: Workers, ending: str
) -> None:
    source = tmp_path / f"in{ending}"
    source.write_bytes(b"not compressed at all")

    with pytest.raises(OSError, match="not a whole file") as caught:
        run(str(source), str(tmp_path / "out"), workers, Options())
    assert caught.value.filename == str(source)


def test_a_compressed_file_that_is_cut_short_keeps_what_was_read(tmp_path: Path, workers: Workers) -> None:
    source, target = tmp_path / "in.gz", tmp_path / "out"
    lines = "".join(row(id=i, text="go") for i in range(4000))
    source.write_bytes(gzip.compress(lines.encode())[:-200])

    with pytest.raises(OSError, match="not a whole file"):
        run(str(source), str(target), workers, Options())
    ids = [json.loads(line)["id"] for line in target.read_text("utf-8").splitlines()]
    assert ids == list(range(len(ids)))
    assert len(ids) > 100


def test_a_file_is_closed_whatever_happens(tmp_path: Path) -> None:
    path = tmp_path / "rows.gz"
    with open_rows(str(path), "wt") as out:
        out.write("{}\n")

    with pytest.raises(KeyError), open_rows(str(path), "rt") as lines:
        raise KeyError
    assert lines.closed
