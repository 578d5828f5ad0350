"""One web address to bytes, within limits of size, time and redirects."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from corpus.errors import EmptyInput, OversizedInput, UnreadableInput
from corpus.loaders.document import Input, Limits
from corpus.loaders.formats import CONTENT_TYPES, SAYS_NOTHING, SUFFIXES
from corpus.loaders.names import ending, printable, url_name
from corpus.loaders.network import FAULTS, TIMEOUTS, GuardedTransport, public_addresses

USER_AGENT = "spec-assistant/0.1 (loads job class specifications; one request per page asked for)"

_HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html, application/pdf, text/plain, */*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
_PORTS = {"http": 80, "https": 443}
_LAST_PORT = 65_535


def fetch(url: str, limits: Limits, *, client: httpx.Client | None = None, allow_private: bool = False) -> Input:
    """The content at `url`, with a notice where it came from another address in the end.

    Raises UnreadableInput, EmptyInput or OversizedInput, which name the address.

    With a `client`, its own connections are used: the addresses are checked before each request, but it is the client
    that resolves and connects, and a server that sends nothing at all is left to the client's own timeouts.
    """
    source = printable(url.partition("#")[0])
    target = _address(url, source)
    deadline = time.monotonic() + limits.timeout_seconds
    try:
        with _client(client, source, deadline, limits, allow_private) as sender:
            request = sender.build_request("GET", target, headers=_HEADERS)
            for _ in range(limits.max_redirects + 1):
                _address(str(request.url), source)
                if client is not None and not allow_private:
                    public_addresses(request.url.host, request.url.port or _PORTS[request.url.scheme], source)
                response = sender.send(request, stream=True, follow_redirects=False)
                try:
                    if response.next_request is None:
                        return _taken(response, source, limits, deadline)
                    request = response.next_request
                finally:
                    response.close()
    except TIMEOUTS as error:
        raise _late(source, limits) from error
    except FAULTS as error:
        raise UnreadableInput(source, f"could not be fetched: {error or type(error).__name__}") from error
    raise OversizedInput(source, f"redirects more than {limits.max_redirects} times")


@contextmanager
def _client(
    client: httpx.Client | None, source: str, deadline: float, limits: Limits, allow_private: bool
) -> Iterator[httpx.Client]:
    if client is not None:
        yield client
        return
    transport = GuardedTransport(source, deadline, allow_private)
    with httpx.Client(transport=transport, trust_env=False, timeout=limits.timeout_seconds) as own:
        yield own


def _address(url: str, source: str) -> httpx.URL:
    try:
        address = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise UnreadableInput(source, f"is no web address: {error}") from error
    if address.scheme not in _PORTS:
        raise UnreadableInput(source, f"{address.scheme}: addresses are not read, only http and https")
    if not address.host:
        raise UnreadableInput(source, "is no web address: it names no host")
    if address.port is not None and not 0 < address.port <= _LAST_PORT:
        raise UnreadableInput(source, f"is no web address: there is no port {address.port}")
    if address.userinfo:
        raise UnreadableInput(
            source.replace(address.userinfo.decode("ascii", "replace") + "@", ""),
            "an address with a user name or password is not read: it would be stored with the specification",
        )
    return address


def _taken(response: httpx.Response, source: str, limits: Limits, deadline: float) -> Input:
    if not response.is_success:
        raise UnreadableInput(
            source, f"the server answers HTTP {response.status_code} {response.reason_phrase}".strip()
        )
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    claimed = CONTENT_TYPES.get(kind)
    if kind in SAYS_NOTHING:
        claimed = SUFFIXES.get(ending(response.url.path))
    elif claimed is None:
        raise UnreadableInput(source, f"the server sends {printable(kind)}, which is not read here")
    data = _body(response, source, limits, deadline)
    if not data:
        raise EmptyInput(source, f"the server answers HTTP {response.status_code} without content")
    asked = httpx.URL(source)
    moved = () if response.url == asked else (f"redirected to {response.url}",)
    return Input(source, url_name(asked), data, claimed, response.charset_encoding, moved)


def _body(response: httpx.Response, source: str, limits: Limits, deadline: float) -> bytes:
    declared = response.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limits.max_bytes:
        raise OversizedInput(source, f"has {declared} bytes; the limit is {limits.max_bytes}")
    data = bytearray()
    for chunk in response.iter_bytes():
        data += chunk
        if len(data) > limits.max_bytes:
            raise OversizedInput(source, f"has more than {limits.max_bytes} bytes")
        if time.monotonic() > deadline:
            raise _late(source, limits)
    return bytes(data)


def _late(source: str, limits: Limits) -> OversizedInput:
    return OversizedInput(source, f"took longer than {limits.timeout_seconds:g} seconds")
