"""Rows in Parquet files, as data stores take them: the only importer of pyarrow.

Out come the columns of a Reading and `id` and `error`; nested values stay nested. Every file has the same schema,
whatever its pages hold, so that files of many tasks can be read as one table.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any

from nutgraf.model import storable

ENDING = ".parquet"
ROWS = 500
"""Readings that are held in memory at a time, some tens of megabytes."""
_GIVEN = ("url", "title", "byline", "date", "site", "language")
_STAGES = ("extraction", "boilerplate", "memory", "summary", "total")
Row = dict[str, Any]


def is_parquet(name: str) -> bool:
    """Whether a file is one, by its name."""
    return name.lower().endswith(ENDING)


def require(name: str) -> None:
    """OSError, in words for a person, where Parquet cannot be read or written here."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        raise OSError(
            errno.ENOSYS, "Parquet needs pyarrow. Install it with: pip install 'nutgraf[parquet]'", name
        ) from None


def rows_of(file: str | IO[bytes]) -> Iterator[Row]:
    """The rows of a file, by its name or open, a batch at a time; OSError where it is none."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(file) as table:
            for batch in table.iter_batches(ROWS):
                yield from map(_with_plain_id, batch.to_pylist())
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise OSError(errno.EINVAL, f"not a whole Parquet file ({error})", str(file)) from None


def _with_plain_id(row: Row) -> Row:
    """A row with an id that JSON takes: tables number their rows by times, decimals and bytes too."""
    return {**row, "id": json.loads(json.dumps(row["id"], default=str))} if "id" in row else row


def convert(lines: Path, target: Path) -> None:
    """Answers in lines of JSON as one Parquet file, which is there whole or not at all."""
    draft = target.with_name(target.name + ".draft")
    with lines.open(encoding="utf-8") as file:
        write((json.loads(line) for line in file), draft)
    draft.replace(target)


def write(rows: Iterable[Row], path: Path) -> None:
    """Write answers (`batch.answer`) into a file."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    left = map(columns, rows)
    with ParquetWriter(path, schema(), compression="zstd") as out:
        while some := list(islice(left, ROWS)):
            out.write_batch(pa.RecordBatch.from_pylist(some, schema=schema()))


def columns(answer: Row) -> Row:
    """An answer as its columns hold it: the id as a text, since rows number and name as they like, and no halves of
    characters, which a row may bring and Parquet does not take."""
    row_id = answer["id"]
    texts = {name: storable(answer[name]) for name in _GIVEN if answer.get(name)}
    return {**answer, **texts, "id": storable(row_id) if isinstance(row_id, str) else json.dumps(row_id)}


def schema() -> Any:
    """The schema (`pyarrow.Schema`) of an answer: `id`, `error`, and what `Reading.to_dict` gives."""
    import pyarrow as pa

    text, number, real, numbers = pa.string(), pa.int64(), pa.float64(), pa.list_(pa.int64())
    found: dict[str, Any] = {"id": text, "error": text}
    found |= dict.fromkeys(_GIVEN, text)
    found |= {"words": number, "minutes": real, "minutes_saved": real, "text": text}
    sentence = {"text": text, "block": number, "start": number, "end": number, "why": pa.list_(text)}
    label = {"role": text, "kind": text, "reason": text, "confidence": real}
    block = {"id": number, "text": text}
    found["summary"] = pa.list_(pa.struct(sentence))
    found["short"] = pa.bool_()
    found["blocks"] = pa.list_(pa.struct({**block, "tag": text, **label}))
    found["stripped"] = pa.list_(pa.struct({**block, "kind": text, "reason": text, "confidence": real}))
    found["memory"] = pa.struct({"pages": number, "left_out": numbers, "put_back": numbers})
    found["warnings"] = pa.list_(text)
    found["timings"] = pa.struct(dict.fromkeys(_STAGES, real))
    return pa.schema(found)
