from __future__ import annotations

import socket

import pytest
from hypothesis import settings

# What takes long on a busy machine is no error; pytest's own durations show what is slow.
settings.register_profile("nutgraf", deadline=None)
settings.load_profile("nutgraf")


@pytest.fixture
def free_port() -> int:
    """A port of this machine on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
