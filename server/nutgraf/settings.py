"""What can be set, from the environment (`NUTGRAF_PORT=8732`) or by the `nutgraf serve` command."""

from __future__ import annotations

import os
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from nutgraf.options import Mode

PREFIX = "NUTGRAF_"
LOOPBACK = {"127.0.0.1": "127.0.0.1", "localhost": "127.0.0.1", "::1": "::1"}
"""Hosts that this version listens on, and the address that each stands for."""


class SettingsError(ValueError):
    """A setting has a value that it cannot have; the message says which, why, and where it came from."""


class Settings(BaseSettings):
    """Everything that can be set. Frozen: a server keeps the settings that it started with."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    host: str = Field("127.0.0.1", description="Address to listen on; only this machine's own are allowed.")
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
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "WARNING", description="How much is logged to standard error. Page text never is."
    )

    @property
    def address(self) -> str:
        """The address behind `host`, as a socket takes it; SettingsError when it is not this machine's own."""
        if self.host not in LOOPBACK:
            raise SettingsError(
                f"nutgraf listens on this machine alone, and {self.host!r} can be reached from others: "
                "whoever reaches the server could have pages read. Leave --host (NUTGRAF_HOST) out, or use 127.0.0.1."
            )
        return LOOPBACK[self.host]


def load_settings(**given: Any) -> Settings:
    """Settings from the environment, overruled by what is given; SettingsError in words for a person."""
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsError("\n".join(_in_words(e["loc"], e["msg"], given) for e in error.errors())) from None


def _in_words(place: tuple[int | str, ...], message: str, given: dict[str, Any]) -> str:
    name = str(place[0]) if place else "settings"
    source = f"--{name.replace('_', '-')}" if name in given else PREFIX + name.upper()
    return f"{source}: {message[0].lower()}{message[1:]}."
