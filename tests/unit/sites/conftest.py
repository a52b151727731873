"""The databases that site memory is tested on: SQLite files, and a PostgreSQL server of the tests' own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nutgraf.sites.database import Database
from nutgraf.sites.memory import SiteMemory
from stores import postgres_server
from unit.sites.pages import SECRET


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an empty database of a server that is started for the tests and stopped after them."""
    with postgres_server(tmp_path_factory.mktemp("postgres")) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgres"])
def memory(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SiteMemory]:
    """An empty memory, on each of the databases in turn."""
    on_disk = request.param == "sqlite"
    known = SiteMemory(
        Database(str(tmp_path / "sites.sqlite") if on_disk else request.getfixturevalue("postgres")), SECRET
    )
    yield known
    known.forget_all()
    known.database.close()


@pytest.fixture
def sqlite_memory(tmp_path: Path) -> SiteMemory:
    """An empty memory in a file."""
    return SiteMemory(Database(str(tmp_path / "sites.sqlite")), SECRET)
