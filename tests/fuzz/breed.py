"""Bytes bred by libFuzzer against the branches of our code (atheris; Linux), from a corpus that is always the same.

    python -m fuzz.breed [SEEDS] [libFuzzer's options, such as -max_total_time=600]

Without a folder of seeds the corpus is made anew: the project's own pages, what is left of the hostile ones when they
are cut to LONGEST, and the bytes that once did harm. A find ends the run with a traceback, and leaves `crash-*`: put
it into `found/` and mend what it broke.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["nutgraf"]):
    from nutgraf.extractor import decode
    from nutgraf.model import NoArticleError, Page
    from nutgraf.reader import read_page

from hostile import HOSTILE, broken
from invariants import check

TESTS = Path(__file__).parents[1]
FOUND = Path(__file__).parent / "found"
LONGEST = 4_096
"""Bytes of a page: a longer one costs more than it finds."""


def read_bytes(raw: bytes) -> None:
    """Read a page as the command reads a file; anything but a sound Reading or NoArticleError is a find."""
    try:
        reading = read_page(Page(html=decode(raw), url="https://brell.example/news/quay"))
    except NoArticleError:
        return
    check(reading)
    json.dumps(reading.to_dict(), allow_nan=False).encode()


def sow(folder: Path) -> None:
    """Write the seeds into a folder."""
    for page in sorted(TESTS.glob("corpus/*/page.html")):
        (folder / page.parent.name).write_bytes(page.read_bytes()[:LONGEST])
    for n, name in enumerate(HOSTILE):
        (folder / f"hostile-{n}").write_bytes(broken(name)[-LONGEST:].encode("utf-8", "surrogatepass"))
    for found in FOUND.glob("crash-*"):
        (folder / found.name).write_bytes(found.read_bytes())


def main() -> None:
    """Breed until an option of libFuzzer's says that it is enough."""
    with tempfile.TemporaryDirectory() as folder:
        given = sys.argv[1:]
        if not any(Path(argument).is_dir() for argument in given):
            sow(Path(folder))
            given.append(folder)
        options = [f"-max_len={LONGEST}", "-seed=1", "-timeout=20", "-rss_limit_mb=4096", *given]
        atheris.Setup([sys.argv[0], *options], read_bytes)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
