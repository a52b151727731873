"""One page on its way through the reader: looked up in site memory while it is read, counted when it has been."""

from __future__ import annotations

from nutgraf.model import Article, Label
from nutgraf.seen import SiteSeen
from nutgraf.sites.counting import clutter_by_place, seen
from nutgraf.sites.database import MemoryFailedError
from nutgraf.sites.domains import site_of
from nutgraf.sites.fingerprints import Fingerprints
from nutgraf.sites.location import Location
from nutgraf.sites.memory import open_memory


class Visit:
    """See above. Nothing of it raises: what goes wrong with the memory is `trouble`, the page is read all the same."""

    def __init__(self, location: Location, site: str) -> None:
        self.site = site
        self.page: Fingerprints | None = None
        """Its blocks as numbers, once it was taken or recalled."""
        self.clutter: dict[int, tuple[int, int]] = {}
        """For each place: the letters there that were boilerplate, and those in all."""
        self.trouble: str | None = None
        """Why the memory could not be used, in words for the reader."""
        self._location = location

    def take(self, article: Article, labels: tuple[Label, ...]) -> None:
        """Turn the blocks into numbers, without looking anything up: a `seen.Recall` of a site that is not known."""
        try:
            self.page = open_memory(self._location).stamp(self.site).page(article)
            self.clutter = clutter_by_place(labels, self.page)
        except MemoryFailedError as error:
            self.trouble = str(error)

    def recall(self, article: Article, labels: tuple[Label, ...]) -> SiteSeen | None:
        """What was seen of the site (`seen.Recall`); None where that is nothing, or the memory can't be used."""
        self.take(article, labels)
        if self.page is None:
            return None
        try:
            memory = open_memory(self._location)
            return seen(self.page, memory.look_up(memory.stamp(self.site), self.page.all))
        except MemoryFailedError as error:
            self.trouble = str(error)
            return None

    def keep(self) -> None:
        """Count the page, once it was recalled."""
        if self.page is None or self.trouble:
            return
        try:
            open_memory(self._location).add(self.site, self.page, self.clutter)
        except MemoryFailedError as error:
            self.trouble = str(error)


def visit(location: Location | None, url: str | None) -> Visit | None:
    """A page about to be read; None without a memory, or where the address names no site.

    The address is the one that the page was fetched from, as the browser's tab has it: what the HTML says of itself
    does not count, or a page could write into the memory of a site that it is not on.
    """
    site = site_of(url) if location else None
    return Visit(location, site) if location and site else None
