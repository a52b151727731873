"""A team's servers, once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench.team.stack import Team, team


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """Two servers of one worker each behind nginx, with PostgreSQL and Redis; patient, as the machine may be slow."""
    settings = {"workers": 1, "page_seconds": 100, "requests_per_minute": 100_000, "log_level": "INFO"}
    with team(tmp_path_factory.mktemp("team"), **settings) as found:
        yield found
