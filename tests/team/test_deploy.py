"""What a team's servers are started from: each file accepted by the program that reads it, and all of one mind."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bench.team.proxy import DEPLOY, PLACEHOLDER, prepare
from nutgraf.settings import PREFIX, Settings
from programs import free_ports, program

UNIT = DEPLOY / "nutgraf@.service"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SERVERS = ("nutgraf-1", "nutgraf-2")
INSTALLED = "/opt/nutgraf/bin/nutgraf"


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


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


def test_nginx_is_given_what_its_configuration_asks_for(tmp_path: Path) -> None:
    asked = set(PLACEHOLDER.findall((DEPLOY / "nginx.conf").read_text()))

    assert {name for name in SERVICES["nginx"]["environment"] if name.startswith(PREFIX)} == asked
    assert asked == set(prepare(tmp_path, free_ports(2)).values)
