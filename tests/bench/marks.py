"""How many sentences and left-out lines are found again on real pages, in a real Chromium, and how long that takes.

    python -m bench.marks PAGES.jsonl[.xz] [--most 200]

PAGES holds rows with `html` and `url`. Each page is opened in a tab, taken as the extension takes it, read, and marked
by the extension's own scripts. A line counts as found where the marked text has the line's letters and no others.
"""

from __future__ import annotations

import argparse
import contextlib
import http.server
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error, sync_playwright
from tqdm import tqdm

from bench.speed.pages import CORPUS, read_pages
from browser.chromium import executable
from nutgraf.dom import letters
from nutgraf.model import NoArticleError, Page
from nutgraf.reader import read_page

if TYPE_CHECKING:
    from playwright.sync_api import Page as Tab

SCRIPTS = Path(__file__).parents[2] / "extension" / "page"
SHOW = """wish => {
  const begin = performance.now();
  const outcome = nutgrafMarks.show(wish);
  const took = performance.now() - begin;
  const texts = name => [...(CSS.highlights.get(name) ?? [])].map(String);
  return { ...outcome, took, summary: texts("nutgraf-summary"), clutter: texts("nutgraf-clutter") };
}"""


@contextmanager
def served(pages: dict[str, str]) -> Iterator[str]:
    """The pages by path on 127.0.0.1."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path, "").encode("utf-8", "replace")
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            with contextlib.suppress(OSError):  # the tab is closed
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()


def mark(tab: Tab, address: str, url: str | None) -> dict[str, Any] | None:
    """Open a page, read and mark it: what was asked for and what was found; None where there is no article."""
    tab.goto(address, wait_until="domcontentloaded")
    capture = tab.evaluate((SCRIPTS / "capture.js").read_text("utf-8"))
    try:
        reading = read_page(Page(html=capture["html"], url=url, title=capture["title"])).to_dict()
    except NoArticleError:
        return None
    for name in ("letters.js", "marks.js"):
        tab.evaluate((SCRIPTS / name).read_text("utf-8"))
    wish = {"sentences": reading["summary"], "blocks": reading["blocks"], "mark": True, "dim": True}
    return {"reading": reading, **tab.evaluate(SHOW, wish)}


def counts(found: dict[str, Any]) -> tuple[int, int, int, int, int]:
    """Sentences, those marked exactly, stripped lines, those found, and marks that hold what nobody asked for."""
    reading = found["reading"]
    wanted = {letters(s["text"]) for s in reading["summary"]}
    clutter = {letters(b["text"]) for b in reading["stripped"]}
    exact = sum(letters(text) in wanted for text in found["summary"])
    beside = len(found["summary"]) - exact + sum(letters(text) not in clutter for text in found["clutter"])
    stripped = len(reading["stripped"])
    return len(reading["summary"]), exact, stripped, stripped - len(found["undimmed"]), beside


def misses(found: dict[str, Any]) -> list[str]:
    """The sentences and lines that were not found as they are."""
    reading, marked = found["reading"], {letters(text) for text in found["summary"]}
    lost = [s["text"] for s in reading["summary"] if letters(s["text"]) not in marked]
    return lost + [reading["blocks"][i]["text"] for i in found["undimmed"]]


def main() -> None:
    """Mark them all and say how many were found."""
    ask = argparse.ArgumentParser(prog="bench.marks", description=__doc__)
    ask.add_argument("pages", nargs="?", help=f"file of pages; default: the project's own in {CORPUS}")
    ask.add_argument("--most", type=int, default=200)
    ask.add_argument("--misses", action="store_true", help="print the lines that were not found")
    given = ask.parse_args()
    pages = list(read_pages(given.pages))[: given.most]
    html = {f"/{i}": page.html or "" for i, page in enumerate(pages)}
    sums, times, failed = [0] * 5, [], 0
    with served(html) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable(),
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
        )
        for i, page in enumerate(tqdm(pages, unit="page")):
            tab = browser.new_page()
            try:
                found = mark(tab, f"{origin}/{i}", page.url)
            except Error as error:  # the page went elsewhere by itself
                tqdm.write(f"{page.url}: {str(error).splitlines()[0]}")
                found, failed = None, failed + 1
            if found:
                sums = [total + n for total, n in zip(sums, counts(found))]
                times.append(found["took"])
                if given.misses:
                    tqdm.write("\n".join(f"{page.url}: {line}" for line in misses(found)))
            tab.close()
    sentences, exact, stripped, dimmed, beside = sums
    print(
        f"{len(times)} pages ({failed} left themselves): {exact} of {sentences} sentences marked exactly "
        f"({exact / sentences:.2%}), {dimmed} of {stripped} left-out lines found ({dimmed / max(1, stripped):.2%}), "
        f"{beside} marks on anything else; median {statistics.median(times):.0f} ms"
    )


if __name__ == "__main__":
    main()
