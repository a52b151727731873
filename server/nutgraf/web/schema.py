"""The models of requests and answers: they validate, and GET /openapi.json describes them."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from nutgraf.model import Page
from nutgraf.options import MOST_SENTENCES, MOST_WORDS, SENTENCES, Algorithm, Mode, Options

MOST_CORRECTED = 20_000
"""Characters of a line that a reader may say something of."""
_ONE_OF: list[JsonValue] = [{"required": [name], "properties": {name: {"type": "string"}}} for name in ("html", "text")]


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise PydanticCustomError("half", "Input should not hold half of a surrogate pair") from None
    return text


def _without_nul(text: str) -> str:
    text = text.replace("\0", "")
    if not text.strip():
        raise PydanticCustomError("empty", "Input should not be empty")
    return text


def _web_address(url: str) -> str:
    try:
        parts = urlsplit(url)
        known = parts.scheme == "file" or (parts.scheme in ("http", "https") and bool(parts.hostname))
    except ValueError:
        known = False
    if not known:
        raise PydanticCustomError("address", "Input should be an http, https or file address")
    return url


Whole = Annotated[str, AfterValidator(_whole)]
Text = Annotated[
    Whole,
    AfterValidator(_without_nul),
    WithJsonSchema({"type": "string", "minLength": 1, "pattern": r"[^\s\u0000]"}),
]
Address = Annotated[
    Whole,
    AfterValidator(_web_address),
    WithJsonSchema(
        {"type": "string", "format": "uri", "pattern": r"^([Hh][Tt][Tt][Pp][Ss]?://[^/?#]|[Ff][Ii][Ll][Ee]:)"}
    ),
]
Language = Annotated[str, Field(pattern=r"^[A-Za-z]{2}([-_][A-Za-z0-9]{2,8})*$")]


class SummaryRequest(BaseModel):
    """A page of HTML, or plain text, to be read."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, json_schema_extra={"oneOf": _ONE_OF})

    html: Text | None = Field(None, description="The page's HTML, as the browser has it. Either this or text.")
    text: Text | None = Field(None, description="An article without HTML, paragraphs apart by a blank line.")
    url: Address | None = Field(None, description="Where the page came from. It is never fetched.")
    title: Whole | None = Field(None, description="Its title, where the page itself names none.")
    language: Language | None = Field(
        None,
        description="Its language by ISO 639-1, as in de or de-AT, if that is known better than the page knows it.",
    )
    mode: Mode | None = Field(
        None,
        description="How much is taken for boilerplate. careful: only what is sure, so that no line of the story is "
        "lost. normal: what is likely. strict: whatever looks like it, so that the text is clean. "
        "Where it is left out, the server's setting (NUTGRAF_MODE), which is normal unless somebody changed it.",
    )
    sentences: int = Field(
        SENTENCES, ge=1, le=MOST_SENTENCES, description="The most sentences that the summary may have."
    )
    words: int | None = Field(
        None,
        ge=1,
        le=MOST_WORDS,
        description="The most words that they may have together. One sentence is given however long it is.",
    )
    algorithm: Algorithm = Field(
        "news",
        description="Who picks the sentences. news: nutgraf's own summariser. lead: the first sentences. "
        "The others are sumy's, for comparison.",
    )

    memory: bool = Field(
        True,
        description="Whether what the server has learnt of the page's site counts, and the page is learnt from. "
        "The site is that of url.",
    )

    @model_validator(mode="after")
    def _exactly_one(self) -> SummaryRequest:
        if self.html is not None and self.text is not None:
            raise PydanticCustomError("one_of", "Give html or text, not both", {"field": "text"})
        if self.html is None and self.text is None:
            raise PydanticCustomError("one_of", "Give html or text", {"field": "html"})
        return self

    def page(self) -> Page:
        """The request as the reader takes it."""
        language = self.language and self.language[:2].lower()
        title = self.title and self.title.replace("\0", "")
        return Page(html=self.html, text=self.text, url=self.url, title=title or None, language=language)

    def options(self, mode: Mode) -> Options:
        """How the page is to be read; `mode` is the server's, for a request that names none."""
        return Options(
            sentences=self.sentences,
            words=self.words,
            algorithm=self.algorithm,
            mode=self.mode or mode,
            memory=self.memory,
        )


class CorrectionRequest(BaseModel):
    """What a reader says of a line, for all pages of its site."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    url: Address = Field(description="The page that the line stands on.")
    text: Text = Field(max_length=MOST_CORRECTED, description="The line: the text of a block, as the Reading has it.")
    verdict: Literal["content", "clutter"] | None = Field(description="What it is; null takes an earlier word back.")
    language: Language | None = Field(None, description="The page's, as the Reading has it.")


class Answer(BaseModel):
    """Base of what the server answers: nothing is missing, absent values are null."""

    model_config = ConfigDict(strict=True, extra="forbid")


class CorrectionAnswer(Answer):
    """Whether it was kept: not for an address that names no site, or a line without letters."""

    kept: bool


class SummarySentence(Answer):
    """A sentence of the summary: characters start to end of the text of a block."""

    text: str
    block: int = Field(description="The block's id.")
    start: int
    end: int
    why: list[str] = Field(
        description="What it was chosen for, strongest first: lead, title words, centrality and the like, "
        "or the name of the algorithm."
    )


class StrippedBlock(Answer):
    """A block that was left out of the reading text, and why."""

    id: int
    text: str
    kind: str | None = Field(description="What kind of boilerplate it is.")
    reason: str | None = Field(description="Why, in words for the reader.")
    confidence: float = Field(ge=0, le=1)


class LabelledBlock(StrippedBlock):
    """A block of the page's main content, and what it is."""

    tag: str = Field(description="The HTML element that it stands in.")
    role: Literal["content", "aside", "boilerplate"] = Field(
        description="content is read and summarised, aside is read only, boilerplate is neither."
    )


class MemoryAnswer(Answer):
    """What was changed by what the server had learnt of the page's site."""

    pages: int = Field(description="Other pages of the site that were known.")
    left_out: list[int] = Field(description="Ids of the blocks that are boilerplate for it, and would not be without.")
    put_back: list[int] = Field(description="Ids of those that would be boilerplate without.")


class SummaryAnswer(Answer):
    """The Reading of a page."""

    model_config = ConfigDict(title="Reading")

    url: str | None
    title: str | None
    byline: str | None
    date: str | None = Field(description="ISO 8601, as far as the page says it.")
    site: str | None
    language: str | None = Field(description="ISO 639-1.")
    words: int
    minutes: float = Field(description="Minutes to read the text.")
    minutes_saved: float = Field(description="Minutes saved by reading the summary in place of the text.")
    text: str = Field(description="The reading text: content and aside blocks, one per line.")
    summary: list[SummarySentence]
    short: bool = Field(description="Whether the page is already as short as a summary.")
    blocks: list[LabelledBlock]
    stripped: list[StrippedBlock] = Field(description="The blocks with the role boilerplate.")
    memory: MemoryAnswer | None = Field(description="Null where nothing of the site was known, or nobody asked.")
    warnings: list[str] = Field(
        description="Doubts about the page as a whole, in words for the reader: that it looks like a front page, say."
    )
    timings: dict[str, float] = Field(description="Milliseconds by stage.")


class Health(Answer):
    """Who answers on this port, and whether its workers are up. Pages may be sent while it starts: they wait."""

    name: Literal["nutgraf"]
    version: str
    state: Literal["starting", "ready", "ending"]


class Ready(Answer):
    """The server takes pages, and what has become of its site memory."""

    state: Literal["ready"]
    memory: Literal["on", "off", "failed"]


class FieldError(Answer):
    """A field of the request that is missing or wrong."""

    field: str
    message: str


PageKind = Literal["error", "login", "search", "product", "forum", "section", "front", "signup", "video"]
"""The kinds of `pagekind.toml`."""


class Problem(Answer):
    """An error, by RFC 9457: what happened, and what to do next."""

    type: str = Field(description="The kind of problem, a path on this server.")
    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = Field(None, description="Where a field is wrong, and only then.")
    page_kind: PageKind | None = Field(
        None, description="What the page looks like, where it is no article and that is known: no-article has it."
    )
