"""Pages out of a WARC file (ISO 28500), as a crawl leaves them: the only importer of fastwarc."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

ENDINGS = (".warc", ".warc.gz", ".warc.zst", ".warc.lz4")
_HTML = frozenset({"text/html", "application/xhtml+xml"})


def is_warc(name: str) -> bool:
    """Whether a file is one, by its name."""
    return name.lower().endswith(ENDINGS)


def rows_of(file: IO[bytes]) -> Iterator[dict[str, Any]]:
    """A row for each page of HTML in an open file that a server answered with: `id` (the record's), `url`, `html`.

    Other records, answers that are no 200, and other kinds of content are passed over. EOFError after the last whole
    record of a file that ends in the middle of one, unless that is within the first hundred packed bytes of a record,
    which fastwarc takes for none; OSError where what follows is no record.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    from nutgraf.extractor import decode

    for record in ArchiveIterator(file, record_types=WarcRecordType.any_type, parse_http=True):
        holds_page = record.record_type == WarcRecordType.response and _answers_with_page(record)
        body = record.reader.read() if holds_page else None
        read = record.reader.consume() if body is None else len(body)
        if "Content-Length" not in record.headers or read < record.content_length:  # fastwarc gives what there is
            raise EOFError("it ends in the middle of a record")
        if body is not None:
            url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
            yield {"id": record.record_id, "url": url or None, "html": decode(body)}


def _answers_with_page(record: Any) -> bool:
    found = record.http_headers is not None and record.http_headers.status_code == 200
    return found and (record.http_content_type or "").lower() in _HTML
