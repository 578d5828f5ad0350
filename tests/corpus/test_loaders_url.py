"""Web addresses, against a real server on this machine."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpcore
import httpx
import pytest
from fpdf import FPDF

from corpus.errors import EmptyInput, InputError, OversizedInput, UnreadableInput
from corpus.loaders import Document, Limits, Loaded, load
from corpus.loaders.names import url_name
from corpus.loaders.network import is_public

PAGE = "<!DOCTYPE html><body><h1>Pruner (0001AA)</h1><p>Prunes “trees”.</p></body>"
TEXT = "Pruner (0001AA)\n\nPrunes “trees”.\n"
HTML = "text/html; charset=utf-8"


def pdf() -> bytes:
    writer = FPDF()
    writer.add_page()
    writer.set_font("helvetica", size=11)
    writer.multi_cell(0, 6, "Prunes trees.")
    return bytes(writer.output())


ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/ok.html": (200, {"Content-Type": HTML}, PAGE.encode()),
    "/latin": (200, {"Content-Type": "text/html; charset=iso-8859-1"}, PAGE.encode("cp1252")),
    "/page.asp": (200, {"Content-Type": HTML}, PAGE.encode()),
    "/plain": (200, {"Content-Type": "text/plain"}, PAGE.encode()),
    "/spec.pdf": (200, {"Content-Type": "application/pdf"}, pdf()),
    "/unsaid.pdf": (200, {"Content-Type": "application/octet-stream"}, pdf()),
    "/squeezed": (200, {"Content-Type": HTML, "Content-Encoding": "gzip"}, gzip.compress(PAGE.encode())),
    "/bomb": (200, {"Content-Type": HTML, "Content-Encoding": "gzip"}, gzip.compress(b"a" * 3_000_000)),
    "/broken": (200, {"Content-Type": HTML, "Content-Encoding": "gzip"}, b"none of it"),
    "/empty": (200, {"Content-Type": HTML}, b""),
    "/image": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
    "/missing": (404, {"Content-Type": HTML}, b"<p>Not here</p>"),
    "/down": (503, {}, b""),
    "/moved": (302, {"Location": "/ok.html"}, b""),
    "/loop": (302, {"Location": "/loop"}, b""),
    "/nowhere": (302, {}, b""),
    "/to-file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/to-metadata": (302, {"Location": "http://169.254.169.254/latest/"}, b""),
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    agents: list[str] = []  # noqa: RUF012  (one server, one list)

    def do_GET(self) -> None:
        self.agents.append(self.headers["User-Agent"])
        special = {"/drip": self.drip, "/drip-head": self.drip_head, "/endless": self.endless, "/long": self.long}
        path = self.path.partition("?")[0]
        if path in special:
            special[path]()
            return
        status, headers, data = ANSWERS[path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", HTML)
        self.end_headers()
        self.slowly(b"<p>a</p>" * 100)

    def drip_head(self) -> None:
        self.slowly(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 100)

    def slowly(self, data: bytes) -> None:
        self.close_connection = True
        try:
            for place in range(len(data)):
                self.wfile.write(data[place : place + 1])
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            return  # the loader has hung up, as it should

    def endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", HTML)
        self.end_headers()
        self.close_connection = True
        try:
            while True:
                self.wfile.write(b"<p>a</p>" * 1000)
        except OSError:
            return

    def long(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", HTML)
        self.send_header("Content-Length", "50000000")
        self.end_headers()
        self.close_connection = True

    def log_message(self, *said: object) -> None:
        """Nothing: the tests say what went wrong."""


def look_up(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
    """Name look-up as the system does it, without a network: numbers in all their forms, and this machine."""
    host.encode("idna")  # raises UnicodeError for labels that are too long, as the system's own does
    try:
        address = "127.0.0.1" if host == "localhost" else str(ipaddress.ip_address(host))
    except ValueError:
        try:
            address = socket.inet_ntoa(socket.inet_aton(host))
        except OSError:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known") from None
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]


@pytest.fixture(autouse=True)
def _own_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.loaders.network.socket.getaddrinfo", look_up)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def fetched(url: str, limits: Limits | None = None) -> Loaded:
    (loaded,) = load([url], limits, allow_private=True)
    return loaded


def error(url: str, kind: type[InputError], limits: Limits | None = None) -> str:
    loaded = fetched(url, limits)
    assert type(loaded) is kind, loaded
    assert isinstance(loaded, InputError)
    assert loaded.source == url
    return loaded.reason


@pytest.mark.parametrize("path", ["/ok.html", "/latin", "/squeezed", "/page.asp?ClassNumber=0001AA#part"])
def test_a_page_is_loaded(site: str, path: str) -> None:
    loaded = fetched(site + path)
    assert isinstance(loaded, Document), loaded
    assert loaded.text == TEXT
    assert loaded.source == (site + path).partition("#")[0]


def test_the_server_is_told_who_asks(site: str) -> None:
    Handler.agents.clear()
    fetched(site + "/ok.html")
    assert Handler.agents[0].startswith("spec-assistant/")


@pytest.mark.parametrize("path", ["/spec.pdf", "/unsaid.pdf"])
def test_a_pdf_is_loaded_whatever_the_server_calls_it(site: str, path: str) -> None:
    loaded = fetched(site + path)
    assert isinstance(loaded, Document), loaded
    assert loaded.text == "Prunes trees.\n"


def test_a_page_served_as_text_is_read_as_a_page(site: str) -> None:
    loaded = fetched(site + "/plain")
    assert isinstance(loaded, Document)
    assert (loaded.text, loaded.notices) == (TEXT, ("called a text file but holds a web page; read as that",))


def test_a_redirect_is_followed_and_named(site: str) -> None:
    loaded = fetched(site + "/moved")
    assert isinstance(loaded, Document)
    assert loaded.notices == (f"redirected to {site}/ok.html",)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/missing", "HTTP 404 Not Found"),
        ("/down", "HTTP 503"),
        ("/nowhere", "HTTP 302"),
        ("/image", "image/png"),
        ("/to-file", "only http and https"),
        ("/broken", "could not be fetched"),
    ],
)
def test_what_the_server_will_not_give_is_unreadable(site: str, path: str, said: str) -> None:
    assert said in error(site + path, UnreadableInput)


def test_an_answer_without_content_is_empty(site: str) -> None:
    assert "HTTP 200" in error(site + "/empty", EmptyInput)


def test_a_redirect_loop_ends(site: str) -> None:
    assert error(site + "/loop", OversizedInput, Limits(max_redirects=3)) == "redirects more than 3 times"


@pytest.mark.parametrize("path", ["/long", "/endless", "/bomb"])
def test_too_much_is_oversized_with_and_without_a_declared_length(site: str, path: str) -> None:
    assert "bytes" in error(site + path, OversizedInput, Limits(max_bytes=100_000))


@pytest.mark.parametrize("path", ["/drip", "/drip-head"])
def test_the_time_limit_is_for_the_whole_and_not_for_each_byte(site: str, path: str) -> None:
    started = time.perf_counter()
    assert "longer than 0.4 seconds" in error(site + path, OversizedInput, Limits(timeout_seconds=0.4))
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:9/",
        "http://127.0.0.1:9/",
        "http://[::1]:9/",
        "http://[::ffff:127.0.0.1]:9/",
        "http://169.254.169.254/latest/",
        "http://10.1.2.3/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://224.0.0.1/",
    ],
)
def test_private_addresses_are_refused(url: str) -> None:
    (loaded,) = load([url])
    assert isinstance(loaded, UnreadableInput)
    assert "not on the public internet" in loaded.reason


def test_each_redirect_is_checked_anew(site: str) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "93.184.216.34":
            return httpx.Response(302, headers={"Location": site + "/ok.html"})
        return httpx.Response(200, headers={"Content-Type": HTML}, text=PAGE)

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        (refused,) = load(["http://93.184.216.34/"], client=client)
        (allowed,) = load(["http://93.184.216.34/"], client=client, allow_private=True)
    assert isinstance(refused, UnreadableInput)
    assert "127.0.0.1, which is not on the public internet" in refused.reason
    assert isinstance(allowed, Document)


def test_the_address_that_was_checked_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is public when it is asked for and private a moment later (DNS rebinding) gains nothing."""
    answers = iter(["93.184.216.34", "127.0.0.1"])
    connected: list[str] = []

    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", (next(answers), port))]

    def connect(self: httpcore.SyncBackend, host: str, *_: object) -> httpcore.NetworkStream:
        connected.append(host)
        raise httpcore.ConnectError("nothing is sent from a test")

    monkeypatch.setattr("corpus.loaders.network.socket.getaddrinfo", resolve)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    (loaded,) = load(["http://rebind.example/"])
    assert isinstance(loaded, UnreadableInput)
    assert connected == ["93.184.216.34"]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/a.txt",
        "file:///etc/passwd",
        "http://",
        "http://a b/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:0/",
        "http://" + "a" * 300 + "/",
        "https://no-such-host.invalid/",
        "http://[::1/",
    ],
)
def test_addresses_that_cannot_be_are_unreadable(url: str) -> None:
    (loaded,) = load([url])
    assert isinstance(loaded, UnreadableInput)


def test_a_password_in_an_address_is_neither_used_nor_repeated() -> None:
    (loaded,) = load(["https://anna:secret@example.org/a.html"])
    assert isinstance(loaded, UnreadableInput)
    assert "secret" not in str(loaded)


def test_a_closed_port_is_unreadable_and_the_next_source_is_loaded(site: str) -> None:
    first, second = load(["http://127.0.0.1:9/", site + "/ok.html"], allow_private=True)
    assert isinstance(first, UnreadableInput)
    assert isinstance(second, Document)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("192.168.1.1", False),
        ("172.16.0.1", False),
        ("100.64.0.1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("2002:7f00:1::", False),
        ("::ffff:10.0.0.1", False),
        ("no address", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.org/specs/display.asp?ClassNumber=0002AR&x=1", "0002AR"),
        ("https://example.org/specs/display.asp?lang=en&ClassNumber=0002AR", "0002AR"),
        ("https://example.org/0002AR/", "0002AR"),
        ("https://example.org/pages/6772.aspx", "6772"),
        ("https://example.org/pages/pruner%202.pdf?download=1", "pruner 2"),
        ("https://example.org/show.php?id=77", "77"),
        ("https://example.org/", "example.org"),
        ("https://example.org/show.php?id=", "show"),
    ],
)
def test_the_name_of_an_address(url: str, name: str) -> None:
    assert url_name(httpx.URL(url)) == name
