"""Whatever a page points at stays where it is: reading it opens no connection and no file that the page names."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

# An audit hook sees every connection, every look-up of a name and every file that Python opens, in any library.
READ = """
import json, sys
from nutgraf import read

seen = []
page = sys.stdin.read()
read(page, url="https://news.test/first")  # what is loaded once is loaded now

def note(event, given):
    if event.startswith(("socket.", "urllib.", "http.", "subprocess.", "os.system", "webbrowser.")) or event == "open":
        seen.append([event, str(given[0])])

sys.addaudithook(note)
{before}
reading = read(page, url="https://news.test/story", sentences=2)
print(json.dumps({{"seen": seen, "text": reading.text}}))
"""
PARAGRAPH = (
    "The lighthouse at Corran was lit again on Friday, eleven years after its keeper had moved to the mainland. "
)
PAGE = f"""<?xml version="1.0"?>
<!DOCTYPE html SYSTEM "http://evil.test/page.dtd" [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<html lang="en"><head><title>Corran is lit again</title>
<base href="http://evil.test/"><link rel="canonical" href="http://evil.test/story">
<link rel="stylesheet" href="http://evil.test/style.css"><link rel="next" href="http://evil.test/story/2">
<link rel="amphtml" href="http://evil.test/amp"><link rel="alternate" type="application/rss+xml" href="/feed">
<meta property="og:url" content="http://evil.test/story"><meta property="og:image" content="http://evil.test/a.png">
<meta http-equiv="refresh" content="0; url=http://evil.test/">
<script src="http://evil.test/code.js"></script>
<script type="application/ld+json">{{"@context": "http://evil.test/context", "@type": "NewsArticle",
 "url": "http://evil.test/story", "image": "http://evil.test/a.png", "datePublished": "2026-10-13"}}</script></head>
<body xmlns:xi="http://www.w3.org/2001/XInclude"><article><h1>Corran is lit again</h1>
<p>{PARAGRAPH * 3}</p><xi:include href="file:///etc/hosts" parse="text"/><p>&secret; {PARAGRAPH * 2}</p>
<img src="http://evil.test/a.png"><iframe src="http://evil.test/frame"></iframe><object data="file:///etc/hosts"></object>
<p><a href="http://evil.test/more">{PARAGRAPH}</a></p></article></body></html>"""


def read_watched(before: str = "") -> dict[str, list[list[str]]]:
    command = [sys.executable, "-c", READ.format(before=before)]
    done = subprocess.run(command, input=PAGE, capture_output=True, text=True, timeout=60, check=True)
    return dict(json.loads(done.stdout))


def test_reading_a_page_asks_nobody() -> None:
    told = read_watched()

    assert "The lighthouse at Corran" in told["text"]
    assert "root:" not in told["text"]
    assert "localhost" not in told["text"]
    assert told["seen"] == []


@pytest.mark.parametrize(
    "before", ["open('/dev/null').close()", "import socket; socket.socket().close()", "import os; os.system('true')"]
)
def test_the_watch_sees_what_is_done(before: str) -> None:
    assert read_watched(before)["seen"]
