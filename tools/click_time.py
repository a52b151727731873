"""How long a reader waits from the click to the summary, in headless Chromium, and where the time goes.

    python tools/click_time.py [--clicks 10] [PAGE.html]

PAGE.html is a saved news page; without one, a made-up story on a page of 100 kB is clicked. Every click meets an empty
cache. The parts come from the popup's own performance marks; `open` is what the browser takes from the click to the
popup's first line of code, on the machine's clock.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))  # the browser tests know how to press the icon

from browser.chromium import Chromium, chromium, settled  # noqa: E402
from browser.news_pages import heavy_story  # noqa: E402
from browser.servers import nutgraf_server, serve  # noqa: E402

PARTS = {
    "open": "click to the popup's first line of code",
    "capture": "copying the page's DOM",
    "check": "asking whether the server is ours",
    "request": "sending the page, reading it, receiving the answer",
    "render": "building the popup, to the frame that shows it",
    "total": "click to shown summary",
}
_MARKS = """() => ({
  origin: performance.timeOrigin,
  ...Object.fromEntries(performance.getEntriesByType("mark").map((mark) => [mark.name, mark.startTime])),
})"""


def main() -> None:
    """Click, and print a table of the parts: median, fastest and slowest."""
    arguments = parse_arguments()
    html = arguments.page.read_bytes() if arguments.page else heavy_story().encode()
    clicks = measure(html, arguments.clicks)
    print(f"{len(html) / 1000:.0f} kB page, {len(clicks)} clicks, milliseconds\n")
    print(f"{'part':8} {'median':>7} {'min':>7} {'max':>7}")
    for part, meaning in PARTS.items():
        times = [click[part] for click in clicks]
        print(f"{part:8} {statistics.median(times):7.1f} {min(times):7.1f} {max(times):7.1f}  {meaning}")


def parse_arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description="Measure click to shown summary.")
    parser.add_argument("page", nargs="?", type=Path, help="a saved HTML page")
    parser.add_argument("--clicks", type=int, default=10)
    return parser.parse_args()


def measure(html: bytes, clicks: int) -> list[dict[str, float]]:
    """Milliseconds of every part, for each of `clicks` clicks on the page; one more click before them warms up."""
    with (
        tempfile.TemporaryDirectory() as profile,
        serve(lambda _method, _path: (200, "text/html; charset=utf-8", html)) as port,
        nutgraf_server() as server,
        chromium(ROOT / "extension", Path(profile)) as window,
    ):
        window.use_server(server)
        return [click(window, f"http://news.test:{port}/") for _ in range(clicks + 1)][1:]


def click(window: Chromium, url: str) -> dict[str, float]:
    """Milliseconds of every part of one click on a page that was not read before."""
    window.forget_readings()
    window.open(url)
    popup = settled(window.click_icon())
    popup.wait_for_function("() => performance.getEntriesByName('shown').length")
    problem = popup.locator(".problem")
    if problem.count():
        raise SystemExit(f"there was no summary: {problem.inner_text()}")
    return parts(window.pressed_at * 1000, popup.evaluate(_MARKS))


def parts(clicked: float, marks: dict[str, float]) -> dict[str, float]:
    """The time between the marks; `clicked` is milliseconds since 1970, as is the popup's own origin of time."""
    opened = marks["origin"] + marks["start"] - clicked
    return {
        "open": opened,
        "capture": marks["captured"] - marks["start"],
        "check": marks["checked"] - marks["captured"],
        "request": marks["answered"] - marks["checked"],
        "render": marks["shown"] - marks["answered"],
        "total": opened + marks["shown"] - marks["start"],
    }


if __name__ == "__main__":
    main()
