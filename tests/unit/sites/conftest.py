"""The databases that site memory is tested on: SQLite files, and a PostgreSQL server of the tests' own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from nutgraf.sites.database import Database
from nutgraf.sites.memory import SiteMemory
from unit.sites.pages import SECRET

HOW = "PostgreSQL is not installed, so site memory is not tested on it. Get it with: apt install postgresql"


def postgres_folder() -> Path | None:
    """Where PostgreSQL's own programs are; Debian keeps them off the PATH."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an empty database of a server that is started for the tests and stopped after them."""
    programs = postgres_folder()
    if programs is None:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(HOW)
        pytest.skip(HOW)
    # PostgreSQL does not run as root; Debian's package brings the user that it runs as.
    user = "postgres" if os.getuid() == 0 else None
    folder = tmp_path_factory.mktemp("postgres")
    if user:
        for part in (folder, *folder.parents[:2]):
            part.chmod(0o755)
        shutil.chown(folder, user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    initdb = (programs / "initdb", "-D", data, "-U", "nutgraf", "--auth=trust", "-E", "UTF8")
    subprocess.run(initdb, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)
    options = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": folder, "fsync": "off"}
    command = [programs / "postgres", "-D", data, *(f"--{name}={value}" for name, value in options.items())]
    address = f"postgresql://nutgraf@127.0.0.1:{port}/postgres"
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, user=user, cwd=folder, stdout=log, stderr=log)
    try:
        _wait_for(address, server)
        yield address
    finally:
        server.send_signal(signal.SIGQUIT)  # at once, with its processes
        server.wait(timeout=30)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "PostgreSQL ended at once"
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("PostgreSQL did not start within 30 s")


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
