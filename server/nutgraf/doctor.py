"""Is everything in order: the server, its port, and the extension that talks to it."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nutgraf import __version__

TIMEOUT = 3.0
EXTENSION = Path(__file__).parents[2] / "extension"


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is in order, what was seen, and what to do when it is not."""

    good: bool
    seen: str
    todo: str = ""


def examine(host: str, port: int, extension: Path = EXTENSION) -> Iterator[Finding]:
    """Look at the port, the server behind it, and the extension's folder."""
    yield server_finding(host, port)
    yield extension_finding(extension)


def server_finding(host: str, port: int) -> Finding:
    """Whether a nutgraf of this version answers on the port, or the port is at least free."""
    where = f"{host}:{port}"
    if not _listens(host, port):
        return Finding(False, f"nothing listens on {where}; the port is free", "start the server: nutgraf serve")
    health = _health(host, port)
    if health.get("name") != "nutgraf":
        return Finding(
            False,
            f"another program answers on {where}",
            f"stop it, or take another port: nutgraf serve --port {port + 1}",
        )
    version = health.get("version")
    if version != __version__:
        return Finding(
            False,
            f"the server on {where} is {version}, this is {__version__}",
            "stop it and start it again: nutgraf serve",
        )
    return Finding(True, f"nutgraf {version} answers on {where} ({health.get('state')})")


def extension_finding(folder: Path) -> Finding:
    """Whether the extension's folder is of the server's version."""
    manifest = folder / "manifest.json"
    try:
        version = json.loads(manifest.read_text("utf-8"))["version"]
    except FileNotFoundError:
        return Finding(
            True, "the extension's folder is not beside this installation; its popup compares versions itself"
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Finding(False, f"{manifest} cannot be read", "fetch the extension's folder again")
    if version != __version__:
        return Finding(
            False, f"the extension is {version}, the server {__version__}", "update both, then reload the extension"
        )
    return Finding(True, f"the extension in {folder} is {version}, as is the server")


def _listens(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), TIMEOUT):
            return True
    except OSError:
        return False


def _health(host: str, port: int) -> dict[str, Any]:
    """The answer to GET /healthz, empty when it is none of ours."""
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    try:
        connection.request("GET", "/healthz")
        answer = json.loads(connection.getresponse().read(10_000))
    except (OSError, http.client.HTTPException, ValueError):
        return {}
    finally:
        connection.close()
    return answer if isinstance(answer, dict) else {}
