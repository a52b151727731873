"""Rows apart by shard in one file: each comes out in its shard, in its order, and once."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nutgraf.crawl.shards import ShardFile, rows_of_shard

ROWS = st.lists(
    st.tuples(st.sampled_from([0, 1, 11, 99_999, 123_456]), st.dictionaries(st.text(), st.integers() | st.text()))
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, piece=st.integers(1, 200))
def test_each_row_comes_out_in_its_shard(rows: list[tuple[int, dict[str, Any]]], piece: int, tmp_path: Path) -> None:
    path = tmp_path / "rows.zip"
    with ShardFile(path, piece) as file:
        for shard, row in rows:
            file.add(shard, row)

    for shard in {0, 1, 11, 99_999, 123_456, 7}:
        assert list(rows_of_shard(path, shard)) == [row for where, row in rows if where == shard]


def test_what_waits_is_packed_when_it_is_much(tmp_path: Path) -> None:
    path = tmp_path / "rows.zip"
    with ShardFile(path, piece=1000) as file:
        for number in range(600):
            file.add(number % 2, {"number": number, "text": "a line of some length"})

    with ZipFile(path) as archive:
        sizes = [info.file_size for info in archive.infolist()]
    assert len(sizes) > 30
    assert max(sizes) < 1100


def test_a_failure_leaves_a_file_that_says_nothing_of_what_waited(tmp_path: Path) -> None:
    path = tmp_path / "rows.zip"

    def fail() -> None:
        with ShardFile(path) as file:
            file.add(0, {})
            raise LookupError

    with pytest.raises(LookupError):
        fail()

    assert list(rows_of_shard(path, 0)) == []
