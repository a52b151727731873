"""How long a reader waits from the click to the summary, in headless Chromium, and where the time goes.

    python -m bench.click [PAGES.jsonl[.xz]] [--most 30]

PAGES holds rows with `html` and `url`; without it the project's own pages are clicked. Every page is clicked twice and
the second click counts, each with an empty cache. The parts come from the popup's own performance marks; `open` is
what the browser takes from the click to the popup's origin of time, on the machine's clock; `server` is the server's
own time, as its answer says it. Beside it Readability.js (Mozilla, Apache-2.0) reads the same page in the page.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from bench.speed.pages import read_pages
from browser.chromium import Chromium, chromium, settled
from browser.servers import nutgraf_server, serve

if TYPE_CHECKING:
    from browser.servers import Answer

ROOT = Path(__file__).parents[2]
READABILITY = ROOT / "node_modules/@mozilla/readability/Readability.js"
PARTS = {
    "open": "click to the first byte of the popup's document: the browser's own work",
    "load": "the popup's document, style and modules",
    "capture": "copying the page's DOM",
    "check": "asking whether the server is ours",
    "server": "the server's own time for the page",
    "transfer": "sending the page and receiving the answer",
    "render": "building the popup, to the frame that shows it",
    "total": "click to shown summary",
    "readability": "Readability.js on the same page, in the page: the text alone, no summary",
}
_MARKS = """() => ({
  origin: performance.timeOrigin,
  server: performance.getEntriesByName("answered")[0].detail,
  ...Object.fromEntries(performance.getEntriesByType("mark").map((mark) => [mark.name, mark.startTime])),
})"""
_READABILITY = """() => {
  const begin = performance.now();
  new Readability(document.cloneNode(true)).parse();
  return performance.now() - begin;
}"""


def main() -> None:
    """Click every page, and print a table of the parts: median, fastest and slowest."""
    ask = argparse.ArgumentParser(prog="bench.click", description=__doc__)
    ask.add_argument("pages", nargs="?", help="file of pages; default: the project's own")
    ask.add_argument("--most", type=int, default=30)
    given = ask.parse_args()
    pages = [page.html or "" for _, page in zip(range(given.most), read_pages(given.pages))]
    print(table(measure(pages), pages))


def table(clicks: list[dict[str, float]], pages: list[str]) -> str:
    """The parts of all clicks, in milliseconds and as shares of the whole."""
    size = statistics.median(len(page) for page in pages) / 1000
    whole = statistics.median(click["total"] for click in clicks)
    lines = [f"{len(clicks)} pages, {size:.0f} kB by median; milliseconds", ""]
    lines += ["| part | median | least | most | of the whole | |", "|---|---|---|---|---|---|"]
    for part, meaning in PARTS.items():
        times = [click[part] for click in clicks]
        middle = statistics.median(times)
        numbers = (f"{middle:.1f}", f"{min(times):.1f}", f"{max(times):.1f}", f"{middle / whole:.0%}")
        lines.append(f"| {part} | {' | '.join(numbers)} | {meaning} |")
    ours = statistics.median((click["total"] - click["open"]) / click["server"] for click in clicks)
    ratio = statistics.median(click["total"] / click["server"] for click in clicks)
    lines += ["", f"Click to shown: {ratio:.2f} × the server's own time by median; without `open` {ours:.2f} ×."]
    return "\n".join(lines)


def measure(pages: list[str]) -> list[dict[str, float]]:
    """Milliseconds of every part, a row for each page that has a summary."""

    def newspaper(_method: str, path: str) -> Answer:
        number = path.strip("/")
        if not number.isdecimal() or int(number) >= len(pages):
            return 404, "text/plain", b"no such page"
        return 200, "text/html; charset=utf-8", pages[int(number)].encode("utf-8", "replace")

    with (
        tempfile.TemporaryDirectory() as profile,
        serve(newspaper) as port,
        nutgraf_server() as server,
        chromium(ROOT / "extension", Path(profile), offline=True) as window,
    ):
        window.use_server(server)
        found = [click(window, f"http://news.test:{port}/{i}") for i in tqdm(range(len(pages)), unit="page")]
    return [row for row in found if row is not None]


def click(window: Chromium, url: str) -> dict[str, float] | None:
    """Milliseconds of every part of the second click on a page; None where it gives no summary."""
    window.open(url)
    marks: dict[str, Any] = {}
    for _ in range(2):
        window.forget_readings()
        popup = settled(window.click_icon())
        popup.wait_for_function("() => performance.getEntriesByName('shown').length")
        if popup.locator(".problem").count():
            tqdm.write(f"{url}: {popup.locator('.problem').inner_text()}")
            return None
        marks = popup.evaluate(_MARKS)
        window.close_popup()
    return {**parts(window.pressed_at * 1000, marks), "readability": readability(window)}


def readability(window: Chromium) -> float:
    """Milliseconds that Readability.js takes for the page in the tab, the second time."""
    window.tab.evaluate(f"() => {{ {READABILITY.read_text('utf-8')}\nglobalThis.Readability = Readability; }}")
    return [float(window.tab.evaluate(_READABILITY)) for _ in range(2)][1]


def parts(clicked: float, marks: dict[str, float]) -> dict[str, float]:
    """The time between the marks; `clicked` is milliseconds since 1970, as is the popup's own origin of time."""
    opened = marks["origin"] - clicked
    return {
        "open": opened,
        "load": marks["start"],
        "capture": marks["captured"] - marks["start"],
        "check": marks["checked"] - marks["captured"],
        "server": marks["server"],
        "transfer": marks["answered"] - marks["checked"] - marks["server"],
        "render": marks["shown"] - marks["answered"],
        "total": opened + marks["shown"],
    }


if __name__ == "__main__":
    main()
