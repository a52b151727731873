from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import nutgraf

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "server" / "nutgraf"
PAGE = """<!doctype html><html lang="en"><head><title>Bridge opens</title></head><body><article>
<p>The bridge over the Orl is open again after a year of repairs, the county said on Tuesday evening.</p>
<p>Four of its nine piers had sunk by a hand's breadth in the spring, and lorries had been kept off it since.</p>
<p>The first bus to cross it carried the masons, the mayor and a brass band, which played all the way.</p>
</article></body></html>"""
FIRST = "The bridge over the Orl is open again after a year of repairs, the county said on Tuesday evening."


def python(code: str, *arguments: str, env: dict[str, str] | None = None, cwd: Path | None = None) -> str:
    """What a fresh Python prints, warnings being errors as they are here."""
    command = [sys.executable, "-W", "error", *(["-c", code] if code else []), *arguments]
    return subprocess.run(command, env=env, cwd=cwd, capture_output=True, text=True, check=True, timeout=300).stdout


# the public API


def test_the_public_api() -> None:
    assert sorted(nutgraf.__all__) == [
        "Block",
        "Label",
        "NoArticleError",
        "Reading",
        "Sentence",
        "__version__",
        "read",
        "read_text",
    ]
    assert all(getattr(nutgraf, name) is not None for name in nutgraf.__all__)


def test_everything_public_is_exported() -> None:
    own = "str(getattr(value, '__module__', '')).startswith('nutgraf')"
    names = python(f"import nutgraf; print(*(name for name, value in vars(nutgraf).items() if {own}))").split()

    assert "Reading" in names
    assert {name for name in names if not name.startswith("_")} <= set(nutgraf.__all__)


def test_a_star_import_gives_the_public_api() -> None:
    space: dict[str, Any] = {}
    exec("from nutgraf import *", space)  # noqa: S102

    assert set(space) - {"__builtins__"} == set(nutgraf.__all__)


def test_what_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'nutgraf' has no attribute 'summarise'"):
        nutgraf.summarise  # noqa: B018


@pytest.mark.parametrize(
    "module", ["nutgraf", *(f"nutgraf.{name}" for name in "model options cli settings workers batch web.app".split())]
)
def test_the_heavy_libraries_are_not_loaded_before_a_page_is_read(module: str) -> None:
    heavy = "('trafilatura', 'sumy', 'numpy', 'lxml', 'nltk', 'sentencex', 'py3langid')"

    assert python(f"import {module}, sys; print([m for m in {heavy} if m in sys.modules])") == "[]\n"


@pytest.mark.parametrize(
    ("library", "importer"),
    [
        ("trafilatura", "extractor.py"),
        ("htmldate", "extractor.py"),
        ("py3langid", "language.py"),
        ("pebble", "workers.py"),
        ("lxml", None),
        ("limits", "web/rate.py"),
        ("flask_limiter", "web/rate.py"),
        ("prometheus_client", "web/metrics.py"),
        ("pyarrow", "columns.py"),
        ("fastwarc", "warc.py"),
        ("zstandard", "crawl/stored.py"),
        ("waitress", "web/gateway.py"),
    ],
)
def test_a_library_has_one_importer(library: str, importer: str | None) -> None:
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if line.strip().startswith((f"import {library}", f"from {library}"))
    }

    assert found == ({importer} if importer else {"dom.py", "parsing.py"})


def test_datatrove_has_one_package_of_importers() -> None:
    found = {
        path.relative_to(SOURCE).parts[0]
        for path in SOURCE.rglob("*.py")
        if "from datatrove" in path.read_text("utf-8") or "import datatrove" in path.read_text("utf-8")
    }

    assert found == {"crawl"}


# the wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    python("", "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT))
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a Python that finds the wheel's nutgraf before the checkout's."""
    folder = tmp_path_factory.mktemp("installed")
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index"]
    subprocess.run([sys.executable, *pip, "--target", str(folder), str(wheel)], check=True, timeout=300)
    return {**os.environ, "PYTHONPATH": str(folder)}


def test_the_wheel_holds_everything(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if name.startswith("nutgraf/")}
    wanted = {
        path.relative_to(SOURCE.parent).as_posix()
        for path in SOURCE.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }

    assert held == wanted
    assert {"nutgraf/py.typed", "nutgraf/boilerplate/phrases/en.toml", "nutgraf/web/pages/home.html"} <= held


def test_the_wheel_has_the_version_the_licence_and_the_command(wheel: Path) -> None:
    folder = f"nutgraf-{nutgraf.__version__}.dist-info"
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(f"{folder}/METADATA").decode()
        command = archive.read(f"{folder}/entry_points.txt").decode()
        licence = archive.read(f"{folder}/licenses/LICENSE").decode()

    assert f"\nVersion: {nutgraf.__version__}\n" in metadata
    assert "\nLicense-Expression: MIT\n" in metadata
    assert "nutgraf = nutgraf.cli:main" in command
    assert licence == (ROOT / "LICENSE").read_text("utf-8")


def test_the_wheel_reads_a_page(installed: dict[str, str], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")

    where = python("import nutgraf; print(nutgraf.__file__)", env=installed, cwd=tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "nutgraf", "summarize", str(page), "--json"],
        env=installed,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert where.startswith(installed["PYTHONPATH"])
    assert (done.returncode, done.stderr) == (0, "")
    assert FIRST in [s["text"] for s in json.loads(done.stdout)["summary"]]


@pytest.fixture
def server(installed: dict[str, str], free_port: int, tmp_path: Path) -> Iterator[int]:
    """The wheel's server; gives its port."""
    command = [sys.executable, "-m", "nutgraf", "serve", "--port", str(free_port)]
    env = {**installed, "NUTGRAF_WORKERS": "1"}
    with subprocess.Popen(command, env=env, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline().startswith(f"nutgraf {nutgraf.__version__} is up at ")
        yield free_port
        process.terminate()


def ask(port: int, method: str, path: str, body: object = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    try:
        raw = json.dumps(body).encode() if body else None
        connection.request(method, path, raw, {"Content-Type": "application/json"} if raw else {})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def test_the_wheel_serves(server: int) -> None:
    status, health = ask(server, "GET", "/healthz")

    assert (status, json.loads(health)["version"]) == (200, nutgraf.__version__)
    assert ask(server, "GET", "/")[0] == 200
    status, reading = ask(server, "POST", "/v1/summary", {"html": PAGE, "url": "https://orl.example/bridge"})
    assert status == 200
    assert FIRST in [s["text"] for s in json.loads(reading)["summary"]]
