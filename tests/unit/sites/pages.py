"""Pages of a made-up site, and what a memory makes of them."""

from __future__ import annotations

from nutgraf.boilerplate.classifier import label_blocks
from nutgraf.model import Article, Block, Element
from nutgraf.seen import SiteSeen
from nutgraf.sites.counting import clutter_by_place, seen
from nutgraf.sites.memory import SiteMemory

SITE = "brell.example"
URL = f"https://www.{SITE}/news/quay"
SECRET = bytes(range(32))
PLUG = "Get the Brell Post every morning in a letter of its own"
STORY = (Element("p"), Element("div", ("story", "body")))
FOOT = (Element("p"), Element("div", ("foot", "box")))
_THINGS = ("ferry", "bridge", "market", "school", "library", "harbour", "theatre", "museum", "station", "orchard")


def paragraphs(number: int, count: int = 5) -> tuple[str, ...]:
    """Prose that no page of another number holds."""
    letters = "".join(chr(97 + number // 10 // 26**i % 26) for i in range(5))
    thing = f"{_THINGS[number % 10]} {letters}"
    return tuple(
        f"The {thing} will be looked after by the {word} office from next spring, the council of Brell said after it "
        f"had met for the {word} time this month, and nobody who spoke for the {thing} wanted to add a {word} word."
        for word in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")[:count]
    )


def article(*texts: str | Block, title: str | None = None, language: str = "en", byline: str | None = None) -> Article:
    """An article of these blocks."""
    blocks = (t if isinstance(t, Block) else Block(0, t, "p", path=STORY) for t in texts)
    numbered = tuple(
        Block(i, b.text, b.tag, links=b.links, path=b.path, foreign=b.foreign) for i, b in enumerate(blocks)
    )
    return Article(numbered, title=title, language=language, byline=byline, url=URL)


def foot(text: str) -> Block:
    """A line in the box below the stories."""
    return Block(0, text, "p", path=FOOT)


def page(number: int, *more: str | Block, count: int = 5) -> Article:
    """A story of the site with what else stands on it."""
    return article(*paragraphs(number, count), *more)


def add(memory: SiteMemory, read: Article, site: str = SITE, day: int | None = None) -> bool:
    """Count a page as the server does: False where it was not counted."""
    numbers = memory.stamp(site).page(read)
    return memory.add(site, numbers, clutter_by_place(label_blocks(read), numbers), day)


def look(memory: SiteMemory, read: Article, site: str = SITE) -> SiteSeen | None:
    """What is known of a page's lines."""
    stamp = memory.stamp(site)
    numbers = stamp.page(read)
    return seen(numbers, memory.look_up(stamp, numbers.all))
