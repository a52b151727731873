"""What a worker is forked from: the fork server imports this once, and each new worker starts with it in memory.

processes.py names this module for the fork server; a task of a crawl imports it too, for its sandbox to be forked from.
"""

from __future__ import annotations

import contextlib
import gc
import sys
from threading import Thread

from nutgraf.language import identifier

# Unpacked beside the imports that follow, as unpacking leaves Python to others. Ended before anything is forked.
unpacking = Thread(target=identifier)
if sys.platform == "linux":
    unpacking.start()

from nutgraf import reader  # noqa: E402
from nutgraf.sites import visit  # noqa: E402, F401 - in memory, for the workers
from nutgraf.sites.dates import names_in_dates  # noqa: E402
from nutgraf.sites.domains import site_of  # noqa: E402

SAMPLE = """<html lang="en"><head><title>Ferry returns to the lake</title></head><body><article>
<h1>Ferry returns to the lake</h1>
<p>The old ferry will cross the lake again from Saturday, the harbour office said. It had been under repair since the
storms of last winter, and commuters had to take a bus around the shore.</p>
<p>Tickets cost what they did before. "We kept our word," said the harbour master on Tuesday.</p>
</article></body></html>"""

# Reading a page loads what is loaded late (language models, phrase lists) before the fork, so no worker does it again.
# Not on macOS, whose numerical libraries start threads that do not survive a fork.
if sys.platform == "linux":
    unpacking.join()
    with contextlib.suppress(Exception):  # a sample that fails must not take the fork server with it
        reader.read(SAMPLE)
        site_of("https://news.example.org/")
        names_in_dates("en")
    gc.collect()
    gc.freeze()  # what is loaded stays, and a worker that looked through it for garbage would also copy it
