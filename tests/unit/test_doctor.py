from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from nutgraf import __version__, doctor
from nutgraf.doctor import Finding, examine, extension_finding, server_finding

HOST = "127.0.0.1"


@contextmanager
def answering(body: bytes) -> Iterator[int]:
    """A web server that answers every GET with `body`; gives its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/healthz" else 404)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer((HOST, 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def health(**changed: str) -> bytes:
    return json.dumps({"name": "nutgraf", "version": __version__, "state": "ready", **changed}).encode()


def manifest(folder: Path, text: str) -> Path:
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    return folder


def test_nothing_listens(free_port: int) -> None:
    finding = server_finding(HOST, free_port)

    assert finding == Finding(
        False, f"nothing listens on 127.0.0.1:{free_port}; the port is free", "start the server: nutgraf serve"
    )


def test_the_server_is_up() -> None:
    with answering(health()) as port:
        finding = server_finding(HOST, port)

    assert finding == Finding(True, f"nutgraf {__version__} answers on 127.0.0.1:{port} (ready)")


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>hello</html>", b"[]", b'"nutgraf"', b"{}", b'{"name": "other"}', b"\xff\xfe", b'{"name": "nutgraf"'],
)
def test_another_program_answers(body: bytes) -> None:
    with answering(body) as port:
        finding = server_finding(HOST, port)

    assert (finding.good, finding.seen) == (False, f"another program answers on 127.0.0.1:{port}")
    assert finding.todo == f"stop it, or take another port: nutgraf serve --port {port + 1}"


def test_a_program_that_does_not_speak_http(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "TIMEOUT", 0.3)

    def greet(listener: socket.socket) -> None:
        for _ in range(2):  # once to see whether it listens, once to ask
            connection, _address = listener.accept()
            with connection:
                connection.sendall(b"SSH-2.0-none\r\n")

    with socket.create_server((HOST, 0)) as listener:
        thread = threading.Thread(target=greet, args=(listener,))
        thread.start()
        finding = server_finding(HOST, listener.getsockname()[1])
        thread.join()

    assert finding.seen.startswith("another program answers")


def test_a_program_that_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "TIMEOUT", 0.2)

    with socket.create_server((HOST, 0)) as listener:
        finding = server_finding(HOST, listener.getsockname()[1])

    assert finding.seen.startswith("another program answers")


def test_another_version_answers() -> None:
    with answering(health(version="99.0.0")) as port:
        finding = server_finding(HOST, port)

    assert (finding.good, finding.seen) == (
        False,
        f"the server on 127.0.0.1:{port} is 99.0.0, this is {__version__}",
    )
    assert finding.todo == "stop it and start it again: nutgraf serve"


def test_the_extension_is_of_the_same_version(tmp_path: Path) -> None:
    finding = extension_finding(manifest(tmp_path, f'{{"version": "{__version__}"}}'))

    assert finding == Finding(True, f"the extension in {tmp_path} is {__version__}, as is the server")


def test_the_extension_is_of_another_version(tmp_path: Path) -> None:
    finding = extension_finding(manifest(tmp_path, '{"version": "99.0.0"}'))

    assert (finding.good, finding.seen) == (False, f"the extension is 99.0.0, the server {__version__}")
    assert finding.todo


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "null"])
def test_a_broken_manifest(tmp_path: Path, text: str) -> None:
    finding = extension_finding(manifest(tmp_path, text))

    assert (finding.good, finding.seen) == (False, f"{tmp_path / 'manifest.json'} cannot be read")


def test_no_extension_beside_an_installation_is_in_order(tmp_path: Path) -> None:
    assert extension_finding(tmp_path / "extension").good


def test_the_extension_of_this_checkout_is_of_the_version_of_the_server() -> None:
    assert (doctor.EXTENSION / "manifest.json").is_file()
    assert extension_finding(doctor.EXTENSION).seen.endswith(f"is {__version__}, as is the server")


def test_both_are_examined(tmp_path: Path) -> None:
    with answering(health()) as port:
        findings = list(examine(HOST, port, manifest(tmp_path, '{"version": "99.0.0"}')))

    assert [f.good for f in findings] == [True, False]
