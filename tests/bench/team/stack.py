"""All that a team's server is made of, in processes of its own, started by the files that are deployed."""

from __future__ import annotations

import os
import re
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bench.server.running import with_children
from bench.team.proxy import BROWSED, DEPLOY, NAME, Proxy, prepare, proxying
from nutgraf.web import register
from nutgraf.web.token import digest_of, make_token
from programs import free_ports, running
from stores import postgres_server, redis_server

_SETTING = re.compile(r"(?m)^(NUTGRAF_\w+)=(.*)$")


@dataclass
class Server:
    """One of the servers."""

    port: int
    log: Path
    process: subprocess.Popen[Any]

    def kill(self) -> None:
        """Kill it and all that it has started, as a machine does that goes down."""
        for process in with_children(self.process.pid):
            with suppress(ProcessLookupError):  # it has ended with the one before
                os.kill(process, signal.SIGKILL)
        self.process.wait()


@dataclass
class Team:
    """Servers, and what stands around them."""

    folder: Path
    proxy: Proxy
    environment: dict[str, str]
    stack: ExitStack
    """Ends what was started."""
    servers: list[Server] = field(default_factory=list)

    @property
    def tokens(self) -> Path:
        """The register of users."""
        return self.folder / "tokens"

    def add(self, user: str) -> str:
        """A new user: the token."""
        token = make_token()
        register.add(self.tokens, user, digest_of(token), date(2026, 11, 1))
        return token

    def revoke(self, user: str) -> None:
        """Take a user's token away."""
        self.command("tokens", "revoke", str(self.tokens), user)

    def start_again(self, number: int) -> None:
        """Start a server that has ended once more, as systemd would."""
        self.servers[number] = self.stack.enter_context(serving(self, self.servers[number].port))

    def command(self, *arguments: str) -> str:
        """What `nutgraf` prints."""
        command = (sys.executable, "-m", "nutgraf", *arguments)
        return subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True).stdout


@contextmanager
def team(folder: Path, **settings: object) -> Iterator[Team]:
    """Two servers behind nginx with PostgreSQL and Redis; settings by their names (`workers=1`)."""
    with ExitStack() as stack:
        for name in ("postgres", "redis", "nginx"):
            (folder / name).mkdir()
        memory = stack.enter_context(postgres_server(folder / "postgres"))
        rate = stack.enter_context(redis_server(folder / "redis"))
        ports = free_ports(2)
        proxy = prepare(folder / "nginx", ports)
        names = f"{NAME},{BROWSED}:{proxy.port}"
        given = {
            **deployed(),
            "hosts": names,
            "memory_at": memory,
            "rate_at": rate,
            "memory_secret": folder / "secret",
            **settings,
        }
        found = Team(folder, proxy, environment(given), stack)
        (folder / "secret").write_text(secrets.token_hex(32))
        found.add("watch")
        for port in ports:
            found.servers.append(stack.enter_context(serving(found, port)))
        stack.enter_context(proxying(proxy))
        yield found


def deployed() -> dict[str, object]:
    """The settings of the file that is deployed, without NUTGRAF_ and in small letters."""
    settings = dict(_SETTING.findall((DEPLOY / "environment").read_text("utf-8")))
    assert settings["NUTGRAF_HOSTS"] == NAME
    return {name.removeprefix("NUTGRAF_").lower(): value for name, value in settings.items()}


def environment(settings: dict[str, object]) -> dict[str, str]:
    """This environment with settings for a server: those of nobody else, and site memory on."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("NUTGRAF_")}
    return own | {f"NUTGRAF_{name.upper()}": str(value) for name, value in settings.items()}


@contextmanager
def serving(team: Team, port: int) -> Iterator[Server]:
    """One server of a team."""
    log = team.folder / f"{port}.log"
    command = (sys.executable, "-m", "nutgraf", "serve", "--port", str(port), "--token-file", str(team.tokens))
    out = {"stdout": subprocess.DEVNULL, "env": team.environment}
    with log.open("a") as errors, running(command, port, **out, stderr=errors) as process:
        yield Server(port, log, process)
