"""What readers say of lines, over HTTP, and that memory learns by what the server reads."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nutgraf.settings import Settings
from nutgraf.web.app import create_app
from nutgraf.workers import Workers
from unit.sites.pages import PLUG, URL, paragraphs

ORIGIN = "http://127.0.0.1:8731"


def html(number: int, *more: str) -> str:
    """A page of the site: a story, and lines below it in a box of its own."""
    story = "".join(f"<p>{text}</p>" for text in paragraphs(number))
    box = "".join(f"<p>{text}</p>" for text in more)
    return (
        f'<html lang="en"><head><title>Story number {number} of Brell</title></head><body><article class="story">'
        f'{story}<div class="letters">{box}</div></article></body></html>'
    )


class Asked:
    """A server with workers and a memory of its own, asked without a socket."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        place = {"memory": True, "memory_at": str(folder / "sites.sqlite"), "memory_secret": folder / "secret"}
        self.settings = Settings(workers=1, **{**place, **settings})
        self.workers = Workers(self.settings)
        self._client = create_app(self.settings, self.workers).test_client()

    def post(self, path: str, **body: Any) -> tuple[int, dict[str, Any]]:
        answer = self._client.post(path, json=body, headers={"Host": "127.0.0.1:8731"})
        return answer.status_code, answer.get_json(force=True)

    def read(self, number: int, *more: str, **body: Any) -> dict[str, Any]:
        status, answer = self.post("/v1/summary", **{"html": html(number, *more), "url": f"{URL}/{number}", **body})
        assert status == 200, answer
        return answer


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    server = Asked(tmp_path)
    yield server
    server.workers.stop()


def roles(answer: dict[str, Any], text: str) -> set[str]:
    return {block["role"] for block in answer["blocks"] if block["text"] == text}


def test_a_line_of_every_page_is_learnt_and_left_out_with_its_reason(asked: Asked) -> None:
    first = asked.read(0, PLUG)
    for number in range(1, 5):
        asked.read(number, PLUG)
    last = asked.read(5, PLUG)

    assert first["memory"] is None
    assert roles(first, PLUG) == {"content"}
    assert PLUG in [sentence["text"] for sentence in first["summary"]], "what memory saves the summary from"
    (stripped,) = last["stripped"]
    assert (stripped["text"], stripped["reason"]) == (PLUG, "stands on 5 other pages of this site")
    assert last["memory"] == {"pages": 5, "left_out": [stripped["id"]], "put_back": []}
    assert PLUG not in last["text"]


def test_answers_are_the_same_for_the_same_page_and_memory(asked: Asked) -> None:
    for number in range(3):
        asked.read(number, PLUG)

    answers = [asked.read(9, PLUG, memory=True) for _ in range(3)]

    assert len({json.dumps({**answer, "timings": None}) for answer in answers}) == 1


def test_what_a_reader_says_holds_for_the_next_page(asked: Asked) -> None:
    story = paragraphs(3)[1]
    assert asked.post("/v1/corrections", url=URL, text=PLUG, verdict="clutter") == (200, {"kept": True})
    assert asked.post("/v1/corrections", url=f"{URL}/other", text=story, verdict="clutter") == (200, {"kept": True})

    answer = asked.read(3, PLUG)
    assert roles(answer, PLUG) == roles(answer, story) == {"boilerplate"}
    assert {"you called it clutter on this site"} == {
        block["reason"] for block in answer["stripped"] if block["text"] in (PLUG, story)
    }

    asked.post("/v1/corrections", url=URL, text=story, verdict="content")
    asked.post("/v1/corrections", url=URL, text=PLUG, verdict=None)
    assert roles(asked.read(3, PLUG), story) == {"content"}


def test_a_request_may_leave_memory_aside(asked: Asked) -> None:
    for number in range(4):
        asked.read(number, PLUG, memory=False)

    assert asked.read(9, PLUG)["memory"] is None


def test_what_a_page_says_of_its_own_address_does_not_count(asked: Asked) -> None:
    """A page cannot write into the memory of a site that it is not on."""
    canonical = '<link rel="canonical" href="https://victim.example/story"><base href="https://victim.example/">'
    for number in range(4):
        page = html(number, PLUG).replace("<head>", f"<head>{canonical}")
        asked.post("/v1/summary", html=page, url=f"https://evil.example/{number}")

    assert asked.read(9, PLUG, url="https://victim.example/9")["memory"] is None
    assert asked.read(10, PLUG, url="https://evil.example/10")["memory"]["pages"] == 4


def test_a_page_without_an_address_is_not_learnt_from(asked: Asked) -> None:
    for number in range(4):
        asked.post("/v1/summary", html=html(number, PLUG))

    assert not Path(asked.settings.memory_at).exists()


def test_switched_off_nothing_is_written(tmp_path: Path) -> None:
    server = Asked(tmp_path, memory=False)
    try:
        assert server.read(1, PLUG)["memory"] is None
        status, problem = server.post("/v1/corrections", url=URL, text=PLUG, verdict="clutter")
    finally:
        server.workers.stop()

    assert (status, problem["type"]) == (409, "/problems/memory-off")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("trouble", ["broken", "no folder", "wrong secret"])
def test_the_summary_comes_all_the_same_and_says_what_is_wrong(tmp_path: Path, trouble: str) -> None:
    (tmp_path / "file").write_bytes(b"this is no database " * 500)
    place = {
        "broken": {"memory_at": str(tmp_path / "file")},
        "no folder": {"memory_at": str(tmp_path / "file" / "sites.sqlite")},
        "wrong secret": {"memory_secret": tmp_path / "file"},
    }[trouble]
    server = Asked(tmp_path, **place)
    try:
        answer = server.read(1, PLUG)
        status, problem = server.post("/v1/corrections", url=URL, text=PLUG, verdict="clutter")
    finally:
        server.workers.stop()

    assert answer["summary"]
    (warning,) = answer["warnings"]
    assert warning.startswith("Site memory was left aside: the s")
    assert (status, problem["type"]) == (503, "/problems/memory-failed")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"url": URL, "text": PLUG}, "verdict"),
        ({"url": URL, "text": PLUG, "verdict": "rubbish"}, "verdict"),
        ({"url": "nonsense", "text": PLUG, "verdict": "clutter"}, "url"),
        ({"url": URL, "text": "", "verdict": "clutter"}, "text"),
        ({"url": URL, "text": "x" * 20_001, "verdict": "clutter"}, "text"),
        ({"url": URL, "text": PLUG, "verdict": "clutter", "colour": 1}, "colour"),
    ],
)
def test_what_is_no_correction_is_told(asked: Asked, body: dict[str, Any], field: str) -> None:
    status, problem = asked.post("/v1/corrections", **body)

    assert status == 422
    assert [error["field"] for error in problem["errors"]] == [field]


def test_a_web_page_cannot_correct(asked: Asked) -> None:
    headers = {"Host": "127.0.0.1:8731", "Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}

    answer = asked._client.post(
        "/v1/corrections", json={"url": URL, "text": PLUG, "verdict": "clutter"}, headers=headers
    )

    assert answer.status_code == 403


def test_two_servers_of_one_file_know_what_either_has_read(tmp_path: Path) -> None:
    servers = Asked(tmp_path), Asked(tmp_path)
    try:
        for number in range(6):
            servers[number % 2].read(number, PLUG)
        answers = [server.read(9, PLUG) for server in servers]
    finally:
        for server in servers:
            server.workers.stop()

    assert [answer["memory"]["pages"] for answer in answers] == [6, 6]


def test_the_real_server_learns_and_forgets_by_its_command(tmp_path: Path) -> None:
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
    }
    command = [sys.executable, "-m", "nutgraf"]
    server = subprocess.Popen([*command, "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        port = int(server.stdout.readline().rsplit(":", 1)[1])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for number in range(2):
            body = json.dumps({"html": html(number, PLUG), "url": URL})
            connection.request("POST", "/v1/summary", body, {"Content-Type": "application/json"})
            assert connection.getresponse().read()
        connection.close()
        listed = subprocess.run([*command, "sites"], env=environment, capture_output=True, text=True, check=True).stdout
        forgotten = subprocess.run(
            [*command, "sites", "forget", "brell.example"], env=environment, capture_output=True, text=True, check=True
        ).stdout
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=60)

    assert "brell.example" in listed
    assert "2 pages" in listed
    assert forgotten == "brell.example is forgotten.\n"
    assert (tmp_path / "data" / "nutgraf" / "sites.sqlite").exists()
    assert (tmp_path / "config" / "nutgraf" / "secret").exists()
