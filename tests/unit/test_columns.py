"""Readings in Parquet: the same rows as in lines of JSON, whole or not at all."""

from __future__ import annotations

import builtins
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from nutgraf import columns
from nutgraf.cli import main
from unit.test_resume import rows


def batch(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["batch", *map(str, arguments)])


def stored(path: Path) -> list[dict[str, Any]]:
    return list(columns.rows_of(str(path)))


def without_times(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "timings": None}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same pages as lines of JSON and as Parquet."""
    folder = tmp_path_factory.mktemp("both")
    source = rows(folder, 25)
    lines, table = folder / "out.jsonl", folder / "out.parquet"
    assert (batch(source, lines).exit_code, batch(source, table).exit_code) == (0, 0)
    return lines, table


def test_the_rows_are_those_of_the_lines(both: tuple[Path, Path]) -> None:
    lines, table = both
    expected = [columns.columns(json.loads(line)) for line in lines.read_text().splitlines()]
    names = columns.schema().names

    found = stored(table)

    assert [without_times(row) for row in found] == [
        without_times({name: row.get(name) for name in names}) for row in expected
    ]
    assert found[1]["timings"]["total"] > 0
    assert sum(row["error"] is not None for row in found) == 3
    assert found[5]["id"] == "6", "a line without an id goes by its number"


def test_every_field_of_a_reading_has_its_column(both: tuple[Path, Path]) -> None:
    readings = (json.loads(line) for line in both[0].read_text().splitlines())
    fields = {name for reading in readings for name in reading}

    assert fields == set(columns.schema().names)


def test_the_schema_does_not_depend_on_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "empty.parquet"
    columns.write([], path)

    assert pq.read_schema(path).equals(columns.schema())
    assert stored(path) == []


def test_nothing_is_left_of_the_lines_on_the_way(both: tuple[Path, Path]) -> None:
    assert sorted(path.name for path in both[1].parent.iterdir()) == ["out.jsonl", "out.parquet", "rows.jsonl"]


def test_a_run_that_was_killed_goes_on_and_is_whole_at_last(tmp_path: Path, both: tuple[Path, Path]) -> None:
    source, out = rows(tmp_path, 25), tmp_path / "out.parquet"
    begun = "".join(both[0].read_text().splitlines(keepends=True)[:9])
    (tmp_path / "out.parquet.part.jsonl").write_text(begun + '{"id": "row 9", "tex')

    done = batch("--resume", source, out)

    assert done.exit_code == 0, done.output
    assert "16 rows read" in done.stderr
    assert [without_times(row) for row in stored(out)] == [without_times(row) for row in stored(both[1])]
    before = out.read_bytes()
    assert batch("--resume", source, out).exit_code == 0
    assert out.read_bytes() == before


def test_rows_may_come_from_parquet(tmp_path: Path) -> None:
    pages = [
        {"id": "a", "text": "The tram runs again.\n\nIt was late.", "url": None},
        {"id": "b", "text": "", "url": ""},
    ]
    pq.write_table(pa.Table.from_pylist(pages), tmp_path / "in.parquet")
    out = tmp_path / "out.jsonl"

    assert batch(tmp_path / "in.parquet", out).exit_code == 0

    first, second = map(json.loads, out.read_text().splitlines())
    assert (first["id"], first["summary"][0]["text"]) == ("a", "The tram runs again.")
    assert second == {"id": "b", "error": "wrong-field: a row needs `html` or `text`"}


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "in.parquet"
    path.write_bytes(b"PAR1 and no more")

    done = batch(path, tmp_path / "out.jsonl")

    assert done.exit_code == 1
    assert "not a whole Parquet file" in done.stderr


def test_without_pyarrow_it_is_said_before_anything_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    imported = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return imported(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)

    done = batch(rows(tmp_path, 1), tmp_path / "out.parquet")

    assert done.exit_code == 1
    assert "pip install 'nutgraf[parquet]'" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["rows.jsonl"]
