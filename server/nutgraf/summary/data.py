"""The room's data files, read once: one table per language in each."""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib import resources
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@lru_cache(maxsize=8)
def tables(name: str) -> dict[str, dict[str, Any]]:
    """The tables of `name`.toml by language code; what holds for every language stands under "any"."""
    text = (resources.files(__package__) / f"{name}.toml").read_text(encoding="utf-8")
    parsed: dict[str, dict[str, Any]] = tomllib.loads(text)
    return parsed


def base_language(language: str | None) -> str:
    """The ISO 639-1 code of a language tag in lower case ("pt-BR" gives "pt"); "" when there is none."""
    code = (language or "").replace("_", "-").split("-")[0].strip().lower()
    if not (code.isascii() and code.isalpha()):
        return ""
    return {"nb": "no", "nn": "no", "iw": "he", "in": "id"}.get(code, code)
