from __future__ import annotations

import pytest
from hypothesis import settings

from programs import free_ports

# What takes long on a busy machine is no error; pytest's own durations show what is slow.
settings.register_profile("nutgraf", deadline=None)
settings.load_profile("nutgraf")


@pytest.fixture
def free_port() -> int:
    """A port of this machine on which nothing listens."""
    return free_ports(1)[0]
