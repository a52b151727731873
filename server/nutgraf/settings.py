"""What can be set, from the environment (`NUTGRAF_PORT=8732`) or by the `nutgraf serve` command."""

from __future__ import annotations

import ipaddress
import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from platformdirs import user_config_path, user_data_path
from pydantic import BeforeValidator, Field, IPvAnyAddress, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from nutgraf.options import Mode
from nutgraf.sites.location import Location

PREFIX = "NUTGRAF_"
LOOPBACK = {"127.0.0.1": "127.0.0.1", "localhost": "127.0.0.1", "::1": "::1"}
"""Hosts that nothing but this machine can reach, and the address that each stands for."""
_HOST_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")


class SettingsError(ValueError):
    """A setting has a value that it cannot have; the message says which, why, and where it came from."""


def _split_hosts(value: Any) -> Any:
    """Names of hosts apart by commas, as the environment gives them, in small letters."""
    names = [name.strip().lower() for name in value.split(",")] if isinstance(value, str) else value
    wrong = [name for name in names if not _HOST_NAME.fullmatch(name)]
    if wrong:
        raise ValueError(f"{wrong[0]!r} is no name of a host, such as nutgraf.example or nutgraf.example:8443")
    return names


class Settings(BaseSettings):
    """Everything that can be set. Frozen: a server keeps the settings that it started with."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    host: str = Field("127.0.0.1", description="Address to listen on; any but this machine's own needs a token.")
    port: int = Field(8731, ge=0, le=65535, description="Port to listen on; 0 takes any free one.")
    workers: int = Field(
        default_factory=lambda: min(4, os.cpu_count() or 1),
        ge=1,
        le=256,
        description="Processes that read pages. Default: one per processor, 4 at most.",
    )
    queue: int = Field(
        32, ge=0, le=1000, description="Pages that may wait for a free worker before new ones are refused."
    )
    page_seconds: float = Field(
        20, gt=0, le=3600, description="Seconds that one page may take; then its worker is killed."
    )
    max_body: int = Field(10_000_000, ge=1000, description="Largest request body, in bytes.")
    worker_pages: int = Field(
        500, ge=0, description="Pages after which a worker is replaced, against leaks; 0 is never."
    )
    worker_memory_mb: int = Field(
        2048, ge=0, description="Megabytes that a worker may take on top of what it starts with (Linux); 0 is no limit."
    )
    mode: Mode = Field(
        "normal",
        description="How much is taken for boilerplate where nobody says it: careful, normal or strict.",
    )
    memory: bool = Field(
        True, description="Whether the server learns which lines a site repeats. Off, it reads and writes none of it."
    )
    memory_at: str = Field(
        default_factory=lambda: str(user_data_path("nutgraf", appauthor=False) / "sites.sqlite"),
        description="Where that is kept: a file, or a database (postgresql://…) that several servers share.",
    )
    memory_secret: Path = Field(
        default_factory=lambda: user_config_path("nutgraf", appauthor=False) / "secret",
        description="File with the secret that it is keyed with; made where there is none. Servers that share a "
        "database share this too.",
    )
    memory_days: int = Field(
        180, ge=1, le=36_500, description="Days after which a line that was not seen is forgotten."
    )
    memory_marks: int = Field(
        1_000_000, ge=1000, description="Most numbers that are kept, of about 40 bytes; the oldest make room."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "WARNING", description="How much is logged to standard error; INFO holds every request. Page text never is."
    )
    log_format: Literal["text", "json"] = Field("text", description="Lines for a person, or for a program.")

    token_file: Path | None = Field(
        None,
        description="File with the token that every client must send, or with the users that have one of their own. "
        "Needed where others can reach the server.",
    )
    hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split_hosts)] = Field(
        (), description="Names that clients call the server by, apart by commas, such as that of a proxy in front."
    )
    trusted_proxy: IPvAnyAddress | None = Field(
        None, description="Address of a proxy in front of the server: its X-Forwarded-For is believed, no other's."
    )
    requests_per_minute: int = Field(
        120, ge=0, description="Requests that one client may make in a minute where a token is needed; 0 is no limit."
    )
    rate_at: str | None = Field(
        None, description="Where they are counted: redis://…, for several processes together. Default: in this one."
    )

    @property
    def memory_location(self) -> Location | None:
        """Where site memory lies; None where it is off."""
        if not self.memory:
            return None
        return Location(self.memory_at, self.memory_secret, self.memory_days, self.memory_marks)

    @property
    def exposed(self) -> bool:
        """Whether others than this machine's programs may reach the server, so that who asks has to show a token."""
        return self.host not in LOOPBACK or bool(self.hosts) or self.token_file is not None

    @property
    def address(self) -> str:
        """The address behind `host`, as a socket takes it; SettingsError when others could reach it without a token."""
        if self.exposed and self.token_file is None:
            reached = f"{self.host!r}" if self.host not in LOOPBACK else f"a server called {self.hosts[0]!r}"
            raise SettingsError(
                f"nutgraf listens for this machine alone, and {reached} can be reached from others, who could have "
                "pages read. Make tokens for those who may (nutgraf tokens add FILE USER) and start with "
                "--token-file FILE, "
                "or leave --host and --hosts (NUTGRAF_HOST, NUTGRAF_HOSTS) out."
            )
        if self.host in LOOPBACK:
            return LOOPBACK[self.host]
        try:
            return str(ipaddress.ip_address(self.host))
        except ValueError:
            raise SettingsError(
                f"--host {self.host!r} is no address. Give one of this machine's addresses, 0.0.0.0 for all of them; "
                "the name that clients use goes to --hosts (NUTGRAF_HOSTS)."
            ) from None

    @property
    def own_address(self) -> str:
        """The address at which a program on this machine reaches the server."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.address, self.address)  # noqa: S104


def load_settings(**given: Any) -> Settings:
    """Settings from the environment, overruled by what is given; SettingsError in words for a person."""
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsError("\n".join(_in_words(e["loc"], e["msg"], given) for e in error.errors())) from None


def _in_words(place: tuple[int | str, ...], message: str, given: dict[str, Any]) -> str:
    name = str(place[0]) if place else "settings"
    message = message.removeprefix("Value error, ")
    source = f"--{name.replace('_', '-')}" if name in given else PREFIX + name.upper()
    return f"{source}: {message[0].lower()}{message[1:]}."
