"""Stories for the tests of the server, as a text and as a page."""

from __future__ import annotations

PARAGRAPHS = (
    "The council voted on Tuesday to build a tram line from the harbour to the hospital, after nine years of debate.",
    "Work will start in May and take four years, the mayor said after the vote, which passed by two voices.",
    "The line is expected to carry twenty thousand passengers a day and to replace three bus routes.",
    "Opponents had argued that the money would be better spent on the schools of the eastern districts.",
)
TITLE = "Council votes for the harbour tram"
TEXT = "\n\n".join(PARAGRAPHS)
HTML = f"""<!doctype html><html lang="en"><head><title>{TITLE}</title></head><body><nav><a href="/">Home</a></nav>
<article><h1>{TITLE}</h1>{"".join(f"<p>{p}</p>" for p in PARAGRAPHS)}</article><footer>Imprint</footer></body></html>"""
