"""nginx in front of two servers, by the configuration that is deployed."""

from __future__ import annotations

import re
import subprocess
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from programs import free_ports, open_to_others, program, running

DEPLOY = Path(__file__).parents[3] / "server" / "deploy"
TEMPLATE = (DEPLOY / "nginx.conf").read_text("utf-8")
PLACEHOLDER = re.compile(r"\$\{([A-Z0-9_]+)\}")
NAME = "nutgraf.example"
BROWSED = "nutgraf.test"
"""Its name in browsers of the tests, to which every `*.test` is this machine."""


@dataclass(frozen=True)
class Proxy:
    """nginx and what it was given."""

    folder: Path
    values: dict[str, str]

    @property
    def port(self) -> int:
        """Where clients ask, over TLS."""
        return int(self.values["NUTGRAF_LISTEN"].rpartition(":")[2])

    @property
    def certificate(self) -> Path:
        """Its certificate, which clients have to trust; for NAME, BROWSED, localhost and 127.0.0.1."""
        return self.folder / "certificate"

    @property
    def key(self) -> str:
        """What a browser can be told to trust its certificate by: SHA-256 of the public key (SPKI), in base64."""
        command = (program("openssl"), "pkey", "-in", str(self.folder / "key"), "-pubout", "-outform", "der")
        spki = subprocess.run(command, check=True, capture_output=True).stdout
        return b64encode(sha256(spki).digest()).decode()

    @property
    def log(self) -> Path:
        """What it logs of each request."""
        return self.folder / "access.log"

    @property
    def config(self) -> Path:
        """Its configuration, filled in."""
        return self.folder / "nginx.conf"


def prepare(folder: Path, servers: Sequence[int]) -> Proxy:
    """A certificate and a configuration in a folder, for servers on two ports."""
    subject = ("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME},DNS:{BROWSED},DNS:localhost,IP:127.0.0.1")
    kind = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
    files = ("-keyout", str(folder / "key"), "-out", str(folder / "certificate"))
    subprocess.run((program("openssl"), "req", "-x509", *kind, *subject, *files), check=True, capture_output=True)
    values = {
        "NUTGRAF_LISTEN": f"127.0.0.1:{free_ports(1)[0]}",
        "NUTGRAF_NAME": NAME,
        "NUTGRAF_SERVER_1": f"127.0.0.1:{servers[0]}",
        "NUTGRAF_SERVER_2": f"127.0.0.1:{servers[1]}",
        "NUTGRAF_CERTIFICATE": f"{folder}/certificate",
        "NUTGRAF_KEY": f"{folder}/key",
        "NUTGRAF_PID": f"{folder}/pid",
        "NUTGRAF_TEMPORARY": str(folder),
        "NUTGRAF_ACCESS_LOG": f"{folder}/access.log",
        "NUTGRAF_ERROR_LOG": f"{folder}/error.log",
    }
    proxy = Proxy(folder, values)
    proxy.config.write_text(PLACEHOLDER.sub(lambda found: values[found[1]], TEMPLATE))
    return proxy


@contextmanager
def proxying(proxy: Proxy) -> Iterator[None]:
    """nginx as it was prepared, until it is done with."""
    open_to_others(proxy.folder)  # its workers are nobody, and write there
    command = (program("nginx"), "-c", str(proxy.config), "-e", "stderr", "-g", "daemon off;")
    with running(command, proxy.port):
        yield
