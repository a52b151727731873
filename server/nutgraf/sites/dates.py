"""The names of months and days by language: the only importer of babel, which has them from CLDR."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError


@lru_cache(maxsize=32)
def names_in_dates(language: str | None) -> frozenset[str]:
    """The words that dates are written with, case folded, without a dot; English ones where the language is unknown."""
    try:
        locale = Locale.parse(language or "en")
    except (UnknownLocaleError, ValueError):
        return names_in_dates("en")
    tables = [locale.months, locale.days]
    names = (
        name
        for table in tables
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in table[context][width].values()
    )
    return frozenset(word for name in names for word in name.casefold().replace(".", " ").split())
