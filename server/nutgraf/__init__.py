"""nutgraf: what a news page says, in a few of its own sentences, with the clutter labelled.

The public API is two functions and the value they return:

>>> import nutgraf
>>> reading = nutgraf.read(html, url="https://news.example/story")  # doctest: +SKIP
>>> [sentence.text for sentence in reading.summary]  # doctest: +SKIP

`read` and `read_text` are loaded on first use: trafilatura and sumy take most of a second to import, and
`nutgraf --help`, the server's own process and the models need neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nutgraf.model import Block, Label, NoArticleError, Reading, Sentence

if TYPE_CHECKING:
    from nutgraf.reader import read, read_text

__version__ = "0.1.0"
__all__ = ["Block", "Label", "NoArticleError", "Reading", "Sentence", "__version__", "read", "read_text"]


def __getattr__(name: str) -> Any:
    if name in ("read", "read_text"):
        from nutgraf import reader

        return getattr(reader, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
