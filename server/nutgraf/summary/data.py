"""The room's data files, read once: one table per language in each."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from nutgraf.tables import read_tables


@lru_cache(maxsize=8)
def tables(name: str) -> dict[str, dict[str, Any]]:
    """The tables of `name`.toml by language code; what holds for every language stands under "any"."""
    return read_tables("nutgraf.summary", f"{name}.toml")


@lru_cache(maxsize=256)
def base_language(language: str | None) -> str:
    """The ISO 639-1 code of a language tag in lower case ("pt-BR" gives "pt"); "" when there is none."""
    code = (language or "").replace("_", "-").split("-")[0].strip().lower()
    if not (code.isascii() and code.isalpha()):
        return ""
    return {"nb": "no", "nn": "no", "iw": "he", "in": "id"}.get(code, code)
