"""The server started by the system: what each system is told, and that what it is told serves."""

from __future__ import annotations

import configparser
import http.client
import os
import plistlib
import shlex
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from nutgraf import __version__, cli_service
from nutgraf import service as service_module
from nutgraf.cli import main
from nutgraf.service import MANAGERS, Manager, ServiceError, Systemd, command, manager

PLATFORMS = sorted(MANAGERS)


Session = list[subprocess.Popen[bytes]]
"""The servers that run in it."""


class System:
    """A system that notes what it is told, and answers with an exit code."""

    def __init__(self, code: int = 0) -> None:
        self.code = code
        self.told: list[tuple[str, ...]] = []

    def __call__(self, step: Sequence[str]) -> int:
        self.told.append(tuple(step))
        return self.code


def on(platform: str, home: Path, system: System) -> Manager:
    return manager(platform, home, system)


@pytest.fixture(autouse=True)
def no_other_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_it_is_installed_replaced_and_removed(platform: str, tmp_path: Path) -> None:
    system = System()
    there = on(platform, tmp_path, system)
    assert not there.installed
    assert not there.remove()

    there.install(command(8731))
    there.install(command(9000))

    assert there.installed
    assert b"9000" in there.path.read_bytes().replace(b"\0", b"")
    assert len({step[0] for step in system.told}) == 1
    assert there.remove()
    assert not there.installed
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_system_that_refuses_is_told_of(platform: str, tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match=r"failed \(1\)"):
        on(platform, tmp_path, System(code=1)).install(command(8731))


def test_a_system_that_is_not_known() -> None:
    with pytest.raises(ServiceError, match="no way to start with the session on plan9"):
        manager("plan9")


def test_a_program_that_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ServiceError, match="systemctl is not on this system"):
        Systemd(tmp_path).install(command(8731))


def test_the_unit_says_what_systemd_needs(tmp_path: Path) -> None:
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str
    unit.read_string(Systemd(tmp_path, System()).content(("/a b/100%/$py", "-m", "nutgraf")).decode())

    assert unit["Service"]["ExecStart"] == '"/a b/100%%/$$py" "-m" "nutgraf"'
    assert (unit["Service"]["Restart"], unit["Install"]["WantedBy"]) == ("on-failure", "default.target")
    assert Systemd(tmp_path).path == tmp_path / ".config/systemd/user/nutgraf.service"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    path = tmp_path / "nutgraf.service"
    path.write_bytes(Systemd(tmp_path).content(command(8731)))

    done = subprocess.run(["systemd-analyze", "verify", str(path)], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def test_the_agent_says_what_launchd_needs(tmp_path: Path) -> None:
    agent = plistlib.loads(on("darwin", tmp_path, System()).content(command(8731)))

    assert agent["ProgramArguments"] == list(command(8731))
    assert (agent["RunAtLoad"], agent["KeepAlive"]) == (True, {"SuccessfulExit": False})


def test_the_task_says_what_the_scheduler_needs(tmp_path: Path) -> None:
    content = on("win32", tmp_path, System()).content(("C:\\a & b\\pythonw.exe", "-m", "nutgraf", "a b"))
    task = ElementTree.fromstring(content.decode("utf-16"))  # noqa: S314 - our own
    name = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"

    assert task.findtext(f"{name}Actions/{name}Exec/{name}Command") == "C:\\a & b\\pythonw.exe"
    assert task.findtext(f"{name}Actions/{name}Exec/{name}Arguments") == '-m nutgraf "a b"'
    assert task.find(f"{name}Triggers/{name}LogonTrigger") is not None


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A session of systemd's, played: what the unit says is started and stopped."""
    running: list[subprocess.Popen[bytes]] = []

    def stop() -> None:
        while running:
            server = running.pop()
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)

    def execute(step: Sequence[str]) -> int:
        stop_first = step[2] in ("restart", "disable")
        if stop_first:
            stop()
        if step[2] == "restart":
            unit = configparser.ConfigParser(interpolation=None)
            unit.read(Systemd(tmp_path).path)
            line = unit["Service"]["ExecStart"].replace("%%", "%").replace("$$", "$")
            running.append(subprocess.Popen(shlex.split(line), stdout=subprocess.DEVNULL))
        return 0

    monkeypatch.setattr(service_module, "manager", lambda: Systemd(tmp_path, execute))
    monkeypatch.setattr(cli_service, "START_SECONDS", 120)  # a busy machine starts it in more than twenty
    yield running
    stop()


def status_of(port: str) -> Result:
    """What is said of a server that runs; it is given seconds to answer, which on a busy machine may be too few."""
    until = time.monotonic() + 60
    while True:
        said = CliRunner().invoke(main, ["service", "status", "--port", port])
        if "nothing answers" not in said.stderr or time.monotonic() > until:
            return said


def test_what_is_installed_serves_and_says_so(session: Session, free_port: int) -> None:
    run = CliRunner()
    port = str(free_port)
    before = run.invoke(main, ["service", "status", "--port", port])

    installed = run.invoke(main, ["service", "install", "--port", port])
    status = status_of(port)
    connection = http.client.HTTPConnection("127.0.0.1", free_port, timeout=30)
    connection.request("GET", "/healthz")
    answer = connection.getresponse().status
    connection.close()
    removed = run.invoke(main, ["service", "remove"])
    again = run.invoke(main, ["service", "remove"])

    assert (before.exit_code, "nutgraf service install" in before.stderr) == (1, True)
    assert f"nutgraf {__version__} answers on port {port}, now and with every session" in installed.stdout
    assert (status.exit_code, answer) == (0, 200)
    assert "journalctl --user -u nutgraf" in status.stdout
    assert removed.stdout == "nutgraf is started with the session no more.\n"
    assert again.stdout == "It was not installed.\n"
    assert session == []


@pytest.mark.usefixtures("session")
def test_a_port_that_is_taken_is_told_before_anything_is_installed(free_port: int, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", free_port)):
        done = CliRunner().invoke(main, ["service", "install", "--port", str(free_port)])

    assert done.exit_code == 1
    assert f"port {free_port}" in done.stderr
    assert not Systemd(tmp_path).installed


@pytest.mark.usefixtures("session")
def test_after_an_upgrade_it_is_said_to_be_another_version(free_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    run, port = CliRunner(), str(free_port)
    run.invoke(main, ["service", "install", "--port", port])
    with monkeypatch.context() as upgraded:
        upgraded.setattr(cli_service, "__version__", "9.9.9")
        other = status_of(port)

    assert other.exit_code == 1
    assert f"{__version__} runs, this is 9.9.9. Start it anew with: nutgraf service install" in other.stderr


def test_one_that_does_not_answer_is_told_of(session: Session, free_port: int) -> None:
    run, port = CliRunner(), str(free_port)
    run.invoke(main, ["service", "install", "--port", port])
    os.kill(session[0].pid, signal.SIGKILL)
    session[0].wait()

    status = run.invoke(main, ["service", "status", "--port", port])

    assert (status.exit_code, f"nothing answers on port {port}" in status.stderr) == (1, True)
