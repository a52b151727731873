"""The data files of the package (TOML), as they are written: the only importer of a TOML reader."""

from __future__ import annotations

import sys
from importlib import resources
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def read_tables(package: str, *path: str) -> dict[str, Any]:
    """The tables of the file at `path` (folders, then the file's name) in a package of ours, read anew each time."""
    file = resources.files(package)
    for name in path:
        file = file / name
    tables: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    return tables
