"""The pages that are read: of a file, or the project's own."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from pathlib import Path

from nutgraf.model import NoArticleError, Page
from nutgraf.reader import read_page

CORPUS = Path(__file__).parents[2] / "corpus"
MOST = 200


def read_pages(source: str | None) -> Iterator[Page]:
    """The articles among the first pages of `source` (rows of JSON with `html` and `url`), or among our own."""
    return filter(_is_article, _own() if source is None else _rows(Path(source)))


def _is_article(page: Page) -> bool:
    try:
        read_page(page)
    except NoArticleError:
        return False
    return True


def _rows(path: Path) -> Iterator[Page]:
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for _, line in zip(range(MOST), lines):
            row = json.loads(line)
            yield Page(html=row["html"], url=row.get("url"))


def _own() -> Iterator[Page]:
    for folder in sorted(CORPUS.iterdir()):
        if (folder / "page.html").exists():
            yield Page(html=(folder / "page.html").read_text("utf-8"), url="https://news.example/story")
