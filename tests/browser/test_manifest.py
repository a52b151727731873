"""The manifest and the messages: what the browsers and the stores read before any of our code runs."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

import nutgraf
from browser.chromium import EXTENSION_ID
from browser.conftest import EXTENSION
from browser.firefox import ADDON_ID

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST: dict[str, Any] = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))


def messages(locale: str) -> dict[str, Any]:
    return dict(json.loads((EXTENSION / "_locales" / locale / "messages.json").read_text(encoding="utf-8")))


def build(folder: Path) -> list[Path]:
    subprocess.run([sys.executable, str(EXTENSION.parent / "tools" / "build_extension.py"), str(folder)], check=True)
    return sorted(folder.iterdir())


def placeholders(message: str) -> set[str]:
    return set(re.findall(r"\$\d", message))


def test_extension_and_server_are_of_one_version() -> None:
    assert MANIFEST["version"] == nutgraf.__version__


def test_the_key_pins_the_chromium_id() -> None:
    digest = hashlib.sha256(base64.b64decode(MANIFEST["key"])).hexdigest()[:32]

    assert "".join(chr(ord("a") + int(digit, 16)) for digit in digest) == EXTENSION_ID


def test_it_asks_for_no_more_than_it_needs() -> None:
    assert MANIFEST["permissions"] == ["activeTab", "contextMenus", "scripting", "storage"]
    assert MANIFEST["host_permissions"] == ["http://127.0.0.1/*"]
    assert MANIFEST["optional_host_permissions"] == ["https://*/*", "http://localhost/*"], "for a server that is set"
    assert MANIFEST["browser_specific_settings"]["gecko"]["id"] == ADDON_ID
    assert MANIFEST["browser_specific_settings"]["gecko"]["data_collection_permissions"] == {"required": ["none"]}


def test_the_browser_lets_it_talk_to_servers_only_and_unencrypted_to_this_machine_only() -> None:
    policy = MANIFEST["content_security_policy"]["extension_pages"]
    connect = re.search(r"connect-src ([^;]*)", policy)

    assert "default-src 'none'" in policy
    assert connect
    assert connect.group(1).split() == ["http://127.0.0.1:*", "http://localhost:*", "https:"]


def test_one_function_asks_and_only_the_address_that_is_set() -> None:
    fetches = [path.name for path in EXTENSION.rglob("*.js") for _ in re.findall(r"\bfetch\(", path.read_text("utf-8"))]

    assert fetches == ["api.js"]


def test_every_message_that_is_used_exists() -> None:
    english = messages("en")
    code = "".join(path.read_text(encoding="utf-8") for path in EXTENSION.rglob("*.js"))
    pages = "".join(path.read_text(encoding="utf-8") for path in EXTENSION.rglob("*.html"))
    used = {
        *re.findall(r'\b(?:t|announce|showLoading|copyButton)\("(\w+)"', code),
        *re.findall(r'data-i18n="(\w+)"', pages),
        *re.findall(r"__MSG_(\w+)__", json.dumps(MANIFEST)),
        *(key + number for key in re.findall(r'tCount\("(\w+)"', code) for number in ("One", "Many")),
    }

    assert len(used) > 20
    assert used <= english.keys()


def test_every_message_is_used() -> None:
    files = [path for kind in ("*.js", "*.html", "manifest.json") for path in EXTENSION.rglob(kind)]
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    words = {*re.findall(r'"(\w+)"', text), *re.findall(r"__MSG_(\w+)__", text)}
    counted = {word + number for word in words for number in ("One", "Many")}

    assert messages("en").keys() - words - counted == set()


@pytest.mark.parametrize("locale", sorted(path.name for path in (EXTENSION / "_locales").iterdir()))
def test_locales_say_the_same_things(locale: str) -> None:
    english, other = messages("en"), messages(locale)

    assert english.keys() == other.keys()
    assert other["languageCode"]["message"] == locale.replace("_", "-")
    assert len(other["appDescription"]["message"]) <= 132, "the stores cut it off there"
    for key, value in english.items():
        assert placeholders(value["message"]) == placeholders(other[key]["message"]), key


def test_zips_are_the_same_byte_for_byte(tmp_path: Path) -> None:
    first = build(tmp_path / "first")
    second = build(tmp_path / "second")

    version = nutgraf.__version__
    assert [path.name for path in first] == [f"nutgraf-chromium-{version}.zip", f"nutgraf-firefox-{version}.zip"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_zips_hold_the_extension_and_what_its_store_wants(tmp_path: Path) -> None:
    chromium, firefox = (zipfile.ZipFile(path) for path in build(tmp_path))

    with chromium, firefox:
        assert chromium.namelist() == firefox.namelist() == sorted(chromium.namelist())
        assert {"manifest.json", "popup/popup.js", "page/capture.js", "icons/icon-128.png"} <= set(chromium.namelist())
        for archive, absent in ((chromium, "browser_specific_settings"), (firefox, "minimum_chrome_version")):
            manifest = json.loads(archive.read("manifest.json"))
            assert absent not in manifest
            assert "key" not in manifest
            assert len(manifest["background"].keys() & {"scripts", "service_worker"}) == 1
            assert manifest["version"] == nutgraf.__version__
