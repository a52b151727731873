"""The server always on for one reader: `nutgraf service install`, by what the system itself starts programs with.

systemd's user units (systemd.service(5)), launchd's agents (launchd.plist(5)), or Windows' Task Scheduler (schema 1.2):
the server starts with the session, starts anew when it fails, and logs where that system keeps logs.
"""

from __future__ import annotations

import os
import plistlib
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

NAME = "nutgraf"
LABEL = "example.nutgraf"
"""launchd's name for it: a domain, read backwards."""
RESTART_SECONDS = 5
_UNIT = """[Unit]
Description=nutgraf: what a news page says, for the extension of this user's browsers

[Service]
ExecStart={command}
Restart=on-failure
RestartSec={seconds}
NoNewPrivileges=yes

[Install]
WantedBy=default.target
"""
_TASK = """<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>nutgraf: what a news page says</Description></RegistrationInfo>
  <Triggers><LogonTrigger><Enabled>true</Enabled></LogonTrigger></Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure><Interval>PT1M</Interval><Count>255</Count></RestartOnFailure>
  </Settings>
  <Actions><Exec><Command>{program}</Command><Arguments>{arguments}</Arguments></Exec></Actions>
</Task>
"""

Run = Callable[[Sequence[str]], int]
"""Runs a command of the system's: its exit code."""


class ServiceError(Exception):
    """The system refused, or is none that we know; the message says what to do, in words for a person."""


def run(command: Sequence[str]) -> int:
    """Run a command; what it prints is for the person to see. ServiceError when there is no such program."""
    try:
        return subprocess.run(command, check=False).returncode  # noqa: S603 - words of this module
    except FileNotFoundError:
        raise ServiceError(f"{command[0]} is not on this system. Start the server yourself: nutgraf serve") from None


class Manager(ABC):
    """What starts programs on a system."""

    logs: str
    """Where the server's log is to be seen."""

    def __init__(self, home: Path, execute: Run = run) -> None:
        self.home = home
        self._execute = execute

    @property
    @abstractmethod
    def path(self) -> Path:
        """The file that tells the system of the server."""

    @abstractmethod
    def content(self, command: Sequence[str]) -> bytes:
        """What stands in that file, for a command that serves."""

    @abstractmethod
    def load(self) -> Sequence[Sequence[str]]:
        """The commands by which the system takes the file up and starts the server, anew where it runs."""

    @abstractmethod
    def unload(self) -> Sequence[Sequence[str]]:
        """The commands by which it stops and forgets it."""

    @property
    def installed(self) -> bool:
        """Whether the system was told of the server."""
        return self.path.exists()

    def install(self, command: Sequence[str]) -> None:
        """Have the server started now and with every session; an earlier one of ours is replaced. ServiceError."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_bytes(self.content(command))
        for step in self.load():
            self._do(step)

    def remove(self) -> bool:
        """Stop it and have it started no more; False where it was not installed."""
        if not self.installed:
            return False
        for step in self.unload():
            self._execute(step)  # what is gone already need not be stopped
        self.path.unlink(missing_ok=True)
        return True

    def _do(self, step: Sequence[str]) -> None:
        if code := self._execute(step):
            raise ServiceError(f"`{' '.join(step)}` failed ({code}), so the server is not started by the system.")


class Systemd(Manager):
    """A unit of the user's own."""

    logs = f"journalctl --user -u {NAME}"

    @property
    def path(self) -> Path:
        """In the user's folder of units."""
        folder = os.environ.get("XDG_CONFIG_HOME") or self.home / ".config"
        return Path(folder) / "systemd" / "user" / f"{NAME}.service"

    def content(self, command: Sequence[str]) -> bytes:
        """The unit; systemd reads `%` and `$` in a command as its own."""
        quoted = " ".join('"' + part.replace("\\", "\\\\").replace('"', '\\"') + '"' for part in command)
        line = quoted.replace("%", "%%").replace("$", "$$")
        return _UNIT.format(command=line, seconds=RESTART_SECONDS).encode()

    def load(self) -> Sequence[Sequence[str]]:
        """Read the units anew, enable ours, start it anew."""
        user = ("systemctl", "--user")
        return ((*user, "daemon-reload"), (*user, "enable", f"{NAME}.service"), (*user, "restart", f"{NAME}.service"))

    def unload(self) -> Sequence[Sequence[str]]:
        """Stop and disable it."""
        return (("systemctl", "--user", "disable", "--now", f"{NAME}.service"),)


class Launchd(Manager):
    """An agent of the user's own."""

    logs = f"~/Library/Logs/{NAME}.log"

    @property
    def path(self) -> Path:
        """In the user's folder of agents."""
        return self.home / "Library" / "LaunchAgents" / f"{LABEL}.plist"

    def content(self, command: Sequence[str]) -> bytes:
        """The agent."""
        log = str(self.home / "Library" / "Logs" / f"{NAME}.log")
        agent = {
            "Label": LABEL,
            "ProgramArguments": list(command),
            "RunAtLoad": True,
            "KeepAlive": {"SuccessfulExit": False},
            "ThrottleInterval": RESTART_SECONDS,
            "StandardOutPath": log,
            "StandardErrorPath": log,
        }
        return plistlib.dumps(agent)

    def install(self, command: Sequence[str]) -> None:
        """As above; an agent that is loaded has to go first, and is not missed where there is none."""
        for step in self.unload():
            self._execute(step)
        super().install(command)

    def load(self) -> Sequence[Sequence[str]]:
        """Load it into the session of this user."""
        return (("launchctl", "bootstrap", self._session, str(self.path)),)

    def unload(self) -> Sequence[Sequence[str]]:
        """Take it out of the session."""
        return (("launchctl", "bootout", f"{self._session}/{LABEL}"),)

    @property
    def _session(self) -> str:
        return f"gui/{os.getuid()}"


class TaskScheduler(Manager):
    """A task at log-on."""

    logs = "Event Viewer, Task Scheduler, task nutgraf"

    @property
    def path(self) -> Path:
        """In the user's folder of programs' data."""
        return self.home / "AppData" / "Local" / NAME / "task.xml"

    def content(self, command: Sequence[str]) -> bytes:
        """The task, in the coding that schtasks reads."""
        arguments = subprocess.list2cmdline(list(command[1:]))
        return _TASK.format(program=escape(command[0]), arguments=escape(arguments)).encode("utf-16")

    def load(self) -> Sequence[Sequence[str]]:
        """Take the task up and start it."""
        return (
            ("schtasks", "/Create", "/TN", NAME, "/XML", str(self.path), "/F"),
            ("schtasks", "/Run", "/TN", NAME),
        )

    def unload(self) -> Sequence[Sequence[str]]:
        """Stop and delete it."""
        return (("schtasks", "/End", "/TN", NAME), ("schtasks", "/Delete", "/TN", NAME, "/F"))


MANAGERS: dict[str, type[Manager]] = {"linux": Systemd, "darwin": Launchd, "win32": TaskScheduler}


def manager(platform: str = sys.platform, home: Path | None = None, execute: Run = run) -> Manager:
    """What starts programs on this system; ServiceError where we know none."""
    kind = MANAGERS.get(platform)
    if kind is None:
        raise ServiceError(f"nutgraf knows no way to start with the session on {platform}. Run: nutgraf serve")
    return kind(home or Path.home(), execute)


def command(port: int) -> tuple[str, ...]:
    """What the system starts: this Python and this installation, wherever the session begins."""
    program = Path(sys.executable)
    # On Windows the one without a console window.
    windowless = program.with_name("pythonw.exe")
    return (str(windowless if windowless.exists() else program), "-m", "nutgraf", "serve", "--port", str(port))
