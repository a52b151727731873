"""The stores that a team's servers share, of the tests' own: PostgreSQL and Redis, empty, until the tests are over."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from programs import free_ports, open_to_others, program, running


@contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """Address of an empty database of a PostgreSQL server whose files are in a folder."""
    initdb = Path(program("initdb"))
    # PostgreSQL does not run as root; Debian's package brings the user that it runs as.
    user = "postgres" if os.getuid() == 0 else None
    open_to_others(folder)
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    made = (initdb, "-D", data, "-U", "nutgraf", "--auth=trust", "-E", "UTF8")
    subprocess.run(made, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)
    (port,) = free_ports(1)  # now, or somebody else has it by the time it is used
    options = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": folder, "fsync": "off"}
    command = [initdb.with_name("postgres"), "-D", data, *(f"--{name}={value}" for name, value in options.items())]
    address = f"postgresql://nutgraf@127.0.0.1:{port}/postgres"
    at_once = signal.SIGQUIT  # with its processes
    with (
        (folder / "log").open("w") as log,
        running(command, port, at_once, user=user, cwd=folder, stdout=log, stderr=log),
    ):
        _wait_until_it_answers(address)
        yield address


def _wait_until_it_answers(address: str) -> None:
    import psycopg

    for _ in range(600):
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("PostgreSQL did not start within 60 s")


@contextmanager
def redis_server(folder: Path, port: int | None = None) -> Iterator[str]:
    """Address of an empty Redis server."""
    port = port or free_ports(1)[0]
    options = ("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder))
    with running((program("redis-server"), *options), port, stdout=subprocess.DEVNULL):
        yield f"redis://127.0.0.1:{port}/0"
