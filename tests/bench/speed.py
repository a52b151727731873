"""What a Reading costs, against trafilatura alone: CPU time in one process, the contenders taking turns on each page.

    python tests/bench/speed.py [PAGES.jsonl[.xz]]

PAGES holds rows with `html` and `url`; without it the project's own pages are taken. Prints ratios of medians: figures
in milliseconds differ from machine to machine, and on a busy one from minute to minute.
"""

from __future__ import annotations

import json
import lzma
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import trafilatura

from nutgraf.boilerplate.classifier import label_blocks
from nutgraf.extraction import extract
from nutgraf.model import NoArticleError, Page
from nutgraf.reader import read_page
from nutgraf.summary.summarizer import summarize

CORPUS = Path(__file__).parents[1] / "corpus"
ROUNDS = 3
MOST_PAGES = 200


def pages() -> Iterator[Page]:
    """The pages to read."""
    if len(sys.argv) > 1:
        path = Path(sys.argv[1])
        opener = lzma.open if path.suffix == ".xz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            for _, line in zip(range(MOST_PAGES), lines):
                row = json.loads(line)
                yield Page(html=row["html"], url=row.get("url"))
        return
    for folder in sorted(CORPUS.iterdir()):
        if (folder / "page.html").exists():
            yield Page(html=(folder / "page.html").read_text("utf-8"), url="https://news.example/story")


def cpu(work: Callable[[], object]) -> float:
    """Milliseconds of CPU that a piece of work takes, at best of a few rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return 1000 * best


def stages(page: Page) -> dict[str, float]:
    """Each contender's and each stage's cost on one page."""
    article = extract(page)
    labels = label_blocks(article)
    html, url = page.html or "", page.url
    return {
        "trafilatura.extract": cpu(lambda: trafilatura.extract(html, url=url)),
        "trafilatura.extract(with_metadata)": cpu(lambda: trafilatura.extract(html, url=url, with_metadata=True)),
        "Reading": cpu(lambda: read_page(page)),
        "  extraction": cpu(lambda: extract(page)),
        "  boilerplate": cpu(lambda: label_blocks(article)),
        "  summary": cpu(lambda: summarize(article.blocks, labels, title=article.title, language=article.language)),
    }


def main() -> None:
    """Print the table."""
    costs = defaultdict(list)
    count = 0
    for page in pages():
        try:
            found = stages(page)
        except NoArticleError:
            continue
        count += 1
        for name, cost in found.items():
            costs[name].append(cost)
    medians = {name: statistics.median(values) for name, values in costs.items()}
    base = medians["trafilatura.extract(with_metadata)"]
    print(f"{count} pages, median CPU per page")
    for name, cost in medians.items():
        print(f"{name:36} {cost:7.1f} ms   {cost / base:5.2f} x extract(with_metadata)")


if __name__ == "__main__":
    main()
