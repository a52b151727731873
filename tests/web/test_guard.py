"""Who sends which headers, as measured in Chromium and Firefox, and whether the guard lets them in."""

from __future__ import annotations

import socket
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from nutgraf.web.guard import CHROMIUM_EXTENSIONS, HEADERS, host_pattern
from web.conftest import ANSWER, ORIGIN, PATIENCE, FakeWorkers, Live, client_of

HOST = "127.0.0.1:8731"
JSON = "application/json"
CHROMIUM = f"chrome-extension://{CHROMIUM_EXTENSIONS[0]}"
FIREFOX = "moz-extension://5b1d7c9e-0a3f-4e52-9c61-d2f4a8e07b36"
STRANGER = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
NEWS = "http://news.test"


@dataclass(frozen=True)
class Sender:
    """A row of the table: what a sender's request carries, None for a header that is absent."""

    name: str
    method: str
    allowed: bool
    origin: str | None = None
    site: str | None = None
    host: str | None = HOST
    path: str = "/v1/summary"
    content: str = JSON
    more: tuple[tuple[str, str], ...] = ()

    def headers(self) -> dict[str, str]:
        named = {"Origin": self.origin, "Sec-Fetch-Site": self.site, "Host": self.host}
        return {name: value for name, value in named.items() if value is not None} | dict(self.more)


def get(name: str, allowed: bool, path: str = "/healthz", **headers: str | None) -> Sender:
    return Sender(name, "GET", allowed, path=path, **headers)  # type: ignore[arg-type]


def post(name: str, allowed: bool, **headers: str | None) -> Sender:
    return Sender(name, "POST", allowed, **headers)  # type: ignore[arg-type]


PORT_5000 = "http://127.0.0.1:5000"
WEBSOCKET = (("Upgrade", "websocket"),)
NAVIGATE = (("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"))
TABLE = [
    post("Chromium popup or worker", True, origin=CHROMIUM, site="none"),
    get("Chromium popup or worker", True, site="none"),
    post("Firefox popup or background", True, origin=FIREFOX, site="same-origin"),
    get("Firefox popup or background", True, site="same-origin"),
    post("Firefox popup without the host permission", True, origin=FIREFOX, site="cross-site"),
    post("curl", True),
    get("curl", True),
    post("curl by name", True, host="localhost:8731"),
    post("curl by IPv6", True, host="[::1]:8731"),
    get("a person, typing the address", True, path="/", site="none", more=NAVIGATE),
    get("the home page's own resources", True, path="/static/home.js", site="same-origin"),
    post("the home page", True, origin=ORIGIN, site="same-origin"),
    post("the home page by name", True, origin="http://localhost:8731", host="localhost:8731", site="same-origin"),
    get("a person, typing it in capitals", True, path="/", host="LOCALHOST:8731", site="none", more=NAVIGATE),
    post("content script in Chromium", False, origin=NEWS, site="cross-site"),
    post("web page: fetch", False, origin=NEWS, site="cross-site"),
    post("web page: fetch, without fetch metadata", False, origin=NEWS),
    post("web page: form", False, origin=NEWS, site="cross-site", content="application/x-www-form-urlencoded"),
    post("web page: beacon or no-cors fetch", False, origin=NEWS, site="cross-site", content="text/plain"),
    get("web page: fetch", False, origin=NEWS, site="cross-site"),
    get("web page: WebSocket", False, origin=NEWS, site="cross-site", more=WEBSOCKET),
    get("WebSocket of the extension", False, origin=CHROMIUM, more=WEBSOCKET),
    get("WebSocket without an origin", False, more=WEBSOCKET),
    post("web page on another port", False, origin=PORT_5000, site="same-site"),
    post("web page on another port: form, beacon", False, origin=PORT_5000, site="same-site", content="text/plain"),
    get("web page on another port: image", False, site="same-site"),
    get("web page on another port: frame", False, path="/", site="same-site", more=NAVIGATE),
    get("web page on another port: WebSocket", False, origin=PORT_5000, site="same-site", more=WEBSOCKET),
    get("web page on another name of this machine", False, origin="http://localhost:8731", site="cross-site"),
    get("web page: image, script, frame", False, site="cross-site"),
    get("web page: frame of the home page", False, path="/", site="cross-site"),
    get("web page: a link to the home page", False, path="/", site="cross-site", more=NAVIGATE),
    post("sandboxed frame", False, origin="null", site="cross-site"),
    post("sandboxed frame, without fetch metadata", False, origin="null"),
    get("sandboxed frame", False, origin="null", site="cross-site"),
    get("rebinding", False, host="evil.test:8731"),
    get("rebinding over https", False, host="evil.test:8731", site="same-origin"),
    get("rebinding: WebSocket", False, host="evil.test:8731", origin="http://evil.test:8731", more=WEBSOCKET),
    post("rebinding", False, host="evil.test:8731", origin="http://evil.test:8731"),
    get("rebinding to a name that begins well", False, host="localhost.evil.test:8731"),
    get("rebinding to a name that ends well", False, host="evil-127.0.0.1:8731"),
    get("rebinding to a name with a user in it", False, host="127.0.0.1:8731@evil.test"),
    get("rebinding by a list of names", False, host="127.0.0.1:8731, evil.test"),
    get("an address of this machine in the network", False, host="192.168.1.5:8731"),
    get("the address of every interface", False, host="0.0.0.0:8731"),
    get("Host without the port", False, host="127.0.0.1"),
    get("Host with another port", False, host="127.0.0.1:87310"),
    get("Host left empty", False, host=""),
    post("another extension in Chromium", False, origin=STRANGER, site="none"),
    post("an origin that begins as ours", False, origin=f"{CHROMIUM}.evil.test"),
    post("an origin that only resembles Firefox's", False, origin="moz-extension://evil.test"),
    post("two origins", False, origin=f"{CHROMIUM}, {NEWS}"),
    post("an empty origin", False, origin=""),
    get("a fetch site that nobody sends", False, site="elsewhere"),
]


@pytest.mark.parametrize("sender", TABLE, ids=lambda s: f"{s.name}, {s.method}")
def test_who_may_ask(client: FlaskClient, fake: FakeWorkers, sender: Sender) -> None:
    body = {"data": b'{"text": "A story."}', "content_type": sender.content} if sender.method == "POST" else {}
    answer = client.open(sender.path, method=sender.method, headers=sender.headers(), **body)

    assert answer.status_code == (200 if sender.allowed else 403), answer.text
    assert len(fake.pages) == (sender.allowed and sender.method == "POST")
    if not sender.allowed:
        assert answer.json["type"] == "/problems/not-allowed"


@pytest.mark.parametrize("path", ["/", "/openapi.json", "/nowhere", "/static/home.css", "/problems/busy", "/healthz"])
def test_no_address_is_left_out(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers={"Origin": NEWS}).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "NONSENSE"])
def test_no_method_is_left_out(client: FlaskClient, method: str) -> None:
    assert client.open("/v1/summary", method=method, headers={"Origin": NEWS}).status_code == 403


def test_the_sender_is_judged_before_the_body(client: FlaskClient) -> None:
    answer = client.post("/v1/summary", data=b"{" * 100, content_type="text/plain", headers={"Origin": NEWS})

    assert answer.status_code == 403


@pytest.mark.parametrize("content", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])
def test_only_json_is_read(client: FlaskClient, fake: FakeWorkers, content: str) -> None:
    answer = client.post("/v1/summary", data=b'{"text": "A story."}', content_type=content)

    assert (answer.status_code, answer.json["type"]) == (415, "/problems/not-json")
    assert not fake.pages


def test_json_may_name_its_encoding(client: FlaskClient) -> None:
    answer = client.post("/v1/summary", data=b'{"text": "A story."}', content_type="application/json; charset=utf-8")

    assert answer.json == ANSWER


def test_too_large_a_body_is_refused_unread(fake: FakeWorkers) -> None:
    client = client_of(fake, max_body=1000)
    fits = b'{"text": "%s"}' % (b"a" * 980)

    assert client.post("/v1/summary", data=fits, content_type=JSON).status_code == 200
    answer = client.post("/v1/summary", data=fits + b"          ", content_type=JSON)
    assert (answer.status_code, answer.json["type"]) == (413, "/problems/too-large")


@pytest.mark.parametrize("origin", [CHROMIUM, FIREFOX])
def test_a_preflight_of_the_extension_is_answered(client: FlaskClient, origin: str) -> None:
    asked = {"Origin": origin, "Sec-Fetch-Site": "cross-site", "Access-Control-Request-Method": "POST"}
    answer = client.options("/v1/summary", headers=asked | {"Access-Control-Request-Headers": "content-type"})

    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == origin
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, POST"
    assert answer.headers["Access-Control-Allow-Headers"] == "Content-Type, Authorization"
    assert "Access-Control-Allow-Private-Network" not in answer.headers

    answer = client.options("/v1/summary", headers=asked | {"Access-Control-Request-Private-Network": "true"})
    assert answer.headers["Access-Control-Allow-Private-Network"] == "true"


@pytest.mark.parametrize("origin", [NEWS, "null", STRANGER, ORIGIN, None])
def test_no_other_preflight_is(client: FlaskClient, origin: str | None) -> None:
    headers = {"Access-Control-Request-Method": "POST"} | ({"Origin": origin} if origin else {})
    answer = client.options("/v1/summary", headers=headers)

    assert answer.status_code == 403
    assert not [name for name in answer.headers if name[0].startswith("Access-Control")]


def test_only_the_extension_may_read_answers_across_origins(client: FlaskClient) -> None:
    ours = client.get("/healthz", headers={"Origin": FIREFOX})
    own = client.get("/healthz", headers={"Origin": ORIGIN})

    assert ours.headers["Access-Control-Allow-Origin"] == FIREFOX
    assert ours.headers["Vary"] == own.headers["Vary"] == "Origin"
    assert "Access-Control-Allow-Origin" not in own.headers


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/healthz", 200), ("/nowhere", 404), ("/v1/summary", 405)])
def test_every_answer_has_the_security_headers(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path)

    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_port_80_may_be_left_out() -> None:
    assert host_pattern(80).fullmatch("127.0.0.1")
    assert host_pattern(80).fullmatch("localhost:80")
    assert not host_pattern(80).fullmatch("localhost:8080")
    assert not host_pattern(80).fullmatch("localhost:80\n")


@pytest.mark.parametrize(
    ("version", "headers"),
    [
        ("1.1", "Host: {own}\r\nHost: evil.test"),
        ("1.1", "Host: evil.test\r\nHost: {own}"),
        ("1.1", "Host: {own}\r\nOrigin: http://news.test\r\nOrigin: http://{own}"),
        ("1.1", "Host: {own}\r\nSec-Fetch-Site: none\r\nSec-Fetch-Site: cross-site"),
        ("1.1", "Host: {own}\r\nSec-Fetch-Site: cross-site\r\nSec_Fetch_Site: none"),
        ("1.1", "Host: evil.test\r\nX-Forwarded-Host: {own}"),
        ("1.0", "Accept: */*"),
    ],
)
def test_what_only_a_raw_socket_can_send(live: Live, version: str, headers: str) -> None:
    with socket.create_connection(("127.0.0.1", live.port), timeout=PATIENCE) as sender:
        named = headers.format(own=f"127.0.0.1:{live.port}")
        sender.sendall(f"GET /healthz HTTP/{version}\r\n{named}\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: sender.recv(65536), b""))

    assert answer.split(b" ", 2)[1] == b"403"
    assert b"nutgraf" not in answer.partition(b"\r\n\r\n")[2].replace(b"the nutgraf extension", b"")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": CHROMIUM, "Sec-Fetch-Site": "none"}, 200),
        ({"Origin": NEWS, "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Host": "evil.test"}, 403),
        ({"Upgrade": "websocket", "Connection": "Upgrade"}, 403),
    ],
)
def test_the_guard_over_a_real_socket(live: Live, headers: dict[str, str], status: int) -> None:
    assert live.ask("GET", "/healthz", headers=headers)[0] == status
