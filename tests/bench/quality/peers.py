"""The tools that are compared: nutgraf, trafilatura in its modes, and other extractors, each only if it is installed.

The only importer of the peers, and it imports each when it is first used. A tool gets the page, its address and its
language, never the network.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from bench.quality.outputs import Output
from nutgraf import NoArticleError, read
from nutgraf.options import Mode

INSTALL = "make .venv/.peers"
Row = Mapping[str, Any]

_STOPLISTS = {
    **{"ar": "Arabic", "bn": "Bengali", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English"},
    **{"es": "Spanish", "fi": "Finnish", "fr": "French", "hi": "Hindi", "hu": "Hungarian", "id": "Indonesian"},
    **{"it": "Italian", "nb": "Norwegian_Bokmal", "nl": "Dutch", "no": "Norwegian_Bokmal", "pl": "Polish"},
    **{"pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian"},
    **{"vi": "Vietnamese"},
}
"""jusText's names for the languages of its stop words."""
_BLOCKS = frozenset(
    """address article aside blockquote body br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr
    li main nav ol p pre section table tr ul""".split()
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Tool:
    """Something that makes an Output of a row (`id`, `url`, `html`, `lang`, maybe `title`)."""

    name: str
    package: str
    run: Callable[[Row], Output]
    title: Callable[[Row], str] | None = None
    """What it takes for the title, where `run` does not say it."""

    @property
    def version(self) -> str | None:
        """The version that is installed, None where none is."""
        try:
            return version(self.package)
        except PackageNotFoundError:
            return None


def nutgraf(row: Row, mode: Mode) -> Output:
    """Our own reading; no article is an empty one."""
    try:
        reading = read(row["html"], row["url"], title=row.get("title"), mode=mode)
    except NoArticleError:
        return Output()
    labelled = zip(reading.blocks, reading.labels)
    return Output(
        text=reading.text,
        title=reading.title or "",
        stripped=tuple((block.text, label.kind) for block, label in labelled if label.role == "boilerplate"),
        summary=tuple(sentence.text for sentence in reading.summary),
    )


def trafilatura(row: Row, **mode: Any) -> Output:
    """Plain text by trafilatura, without readers' comments, as nutgraf asks it."""
    from trafilatura import extract

    return Output(extract(row["html"], url=row["url"], include_comments=False, **mode) or "")


def trafilatura_title(row: Row) -> str:
    """The title by trafilatura's metadata."""
    from trafilatura import extract_metadata

    found = extract_metadata(row["html"], default_url=row["url"])
    return (found.title if found else None) or ""


def readability(row: Row) -> Output:
    """The HTML that readability-lxml leaves, as text."""
    from readability import Document

    return Output(lines_of(Document(row["html"], url=row["url"]).summary()))


def readability_title(row: Row) -> str:
    """The title, shortened as readability-lxml does."""
    from readability import Document

    return str(Document(row["html"]).short_title())


def newspaper(row: Row) -> Output:
    """What newspaper4k takes for text and title."""
    from newspaper import Article

    article = Article(row["url"], fetch_images=False, follow_meta_refresh=False)
    article.download(input_html=row["html"], ignore_read_more=True)
    article.parse()
    return Output(article.text, article.title)


def resiliparse(row: Row) -> Output:
    """Resiliparse's plain text of the main content."""
    from resiliparse.extract.html2text import extract_plain_text

    return Output(extract_plain_text(row["html"], main_content=True, alt_texts=False, comments=False))


def page_title(row: Row) -> str:
    """The page's own title element, for tools that know no better."""
    return " ".join((_tree(row["html"]).findtext(".//title") or "").split())


def justext(row: Row) -> Output:
    """jusText's good paragraphs, with the stop words of the page's language, or without any."""
    from justext import get_stoplist
    from justext import justext as paragraphs

    name = _STOPLISTS.get(row.get("lang") or "")
    stop_words = get_stoplist(name) if name else frozenset()
    # Without stop words every density is 0, which must do.
    densities = {} if name else {"stopwords_low": 0, "stopwords_high": 0}
    return Output("\n".join(p.text for p in paragraphs(row["html"], stop_words, **densities) if not p.is_boilerplate))


def lines_of(source: str) -> str:
    """HTML as text, each block on a line of its own."""
    lines = (" ".join(line.split()) for line in "".join(_runs_of_text(source)).split("\n"))
    return "\n".join(filter(None, lines))


def _runs_of_text(source: str) -> Iterator[str]:
    """The text of a page in its order, with a line's end around each block and nowhere else."""
    from lxml import etree

    for event, element in etree.iterwalk(_tree(source), events=("start", "end", "comment", "pi")):
        if element.tag in _BLOCKS:
            yield "\n"
        text = element.text if event == "start" else element.tail
        yield _SPACE.sub(" ", text or "")


def _tree(source: str) -> Any:
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8")
    return html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)


def ours(mode: Mode) -> Tool:
    """Nutgraf in one of its modes."""
    return Tool(f"nutgraf, {mode}", "nutgraf", partial(nutgraf, mode=mode))


def _trafilatura(name: str, **mode: Any) -> Tool:
    return Tool(name, "trafilatura", partial(trafilatura, **mode), trafilatura_title)


BASE = _trafilatura("trafilatura")
"""What everything is compared with."""
PEERS = (
    BASE,
    _trafilatura("trafilatura, favor_precision", favor_precision=True),
    _trafilatura("trafilatura, favor_recall", favor_recall=True),
    _trafilatura("trafilatura, fast", fast=True),
    Tool("readability-lxml", "readability-lxml", readability, readability_title),
    Tool("newspaper4k", "newspaper4k", newspaper),
    Tool("resiliparse", "resiliparse", resiliparse, page_title),
    Tool("jusText", "justext", justext, page_title),
)
