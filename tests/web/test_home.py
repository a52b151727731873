"""The page for a person: its words, and that nothing on it comes from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from nutgraf import __version__
from nutgraf.web.howto import loading_steps

ADDRESS = re.compile(r"""(?:src|href)="([^"]+)"|url\(([^)]+)\)|from\s+"([^"]+)"|fetch\("([^"]+)""")


def test_it_says_that_the_server_is_up_and_how_to_load_the_extension(client: FlaskClient) -> None:
    answer = client.get("/")

    assert answer.content_type == "text/html; charset=utf-8"
    assert f"Version {__version__}" in answer.text
    assert all(step.where in answer.text and step.what in answer.text for step in loading_steps())


@pytest.mark.parametrize("path", ["/", "/static/home.css", "/static/home.js", "/static/icon.svg"])
def test_nothing_comes_from_elsewhere(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    addresses = ["".join(found) for found in ADDRESS.findall(answer.text)]

    assert answer.status_code == 200
    assert all(re.match(r"/[^/]", address) for address in addresses)
    for address in addresses:
        assert client.get(address).status_code in (200, 405)


def test_the_policy_lets_in_only_what_is_ours(client: FlaskClient) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert not re.search(r"\sstyle=|<style|<script>|\son\w+=", client.get("/").text)


def test_the_script_only_ever_writes_text(client: FlaskClient) -> None:
    script = client.get("/static/home.js").text

    assert "textContent" in script
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval\(", script)


def test_the_icon_of_the_page(client: FlaskClient) -> None:
    assert client.get("/favicon.ico").content_type.startswith("image/svg+xml")


def test_the_steps_name_the_folder_where_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "extension").mkdir()
    (tmp_path / "extension/manifest.json").touch()
    chromium, firefox, then = loading_steps(tmp_path)

    assert chromium.what.endswith(f"Load unpacked: {tmp_path / 'extension'}")
    assert firefox.what.endswith(f"Load Temporary Add-on: {tmp_path / 'extension/manifest.json'}")
    assert "Alt+Shift+S" in then.what


def test_the_steps_point_to_the_source_where_there_is_none(tmp_path: Path) -> None:
    assert all("nutgraf's source" in step.what for step in loading_steps(tmp_path)[:2])
