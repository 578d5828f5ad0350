"""Connections for fetching: only to addresses that may be reached, and never beyond a deadline.

Both are enforced where the connection is made, so every redirect passes here. The address that was checked is the one
that is connected to: a name that resolves differently the second time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Iterator

import httpcore
import httpx

from corpus.errors import UnreadableInput

FAULTS = (
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.StreamError,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
)
"""What a request raises that cannot be sent or answered; timeouts apart."""
TIMEOUTS = (httpx.TimeoutException, httpcore.TimeoutException)

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def public_addresses(host: str, port: int, source: str) -> list[str]:
    """The addresses of `host`, all of them on the public internet. Raises UnreadableInput otherwise."""
    addresses = resolve(host, port, source)
    for address in addresses:
        if not is_public(address):
            raise UnreadableInput(
                source,
                f"{host} is at {address}, which is not on the public internet",
                mend="download it and load the file",
            )
    return addresses


def resolve(host: str, port: int, source: str) -> list[str]:
    """The addresses of `host`. The system's resolver has its own time limit. Raises UnreadableInput."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:  # UnicodeError: a label that no host name can have
        raise UnreadableInput(source, f"the host {host} is not known ({error})") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an address is on the public internet; one wrapped in IPv6 is judged by what is within."""
    try:
        found: _Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(within.is_global and not within.is_multicast for within in _unwrapped(found))


def _unwrapped(address: _Address) -> Iterator[_Address]:
    if isinstance(address, ipaddress.IPv4Address):
        yield address
    elif address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    elif address.sixtofour is not None:
        yield from (address, address.sixtofour)
    elif address in _NAT64:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    else:
        yield address


class GuardedTransport(httpx.BaseTransport):
    """A transport for one source, to be used until `deadline` (of `time.monotonic`), then closed."""

    def __init__(self, source: str, deadline: float, allow_private: bool) -> None:
        backend = _Backend(source, deadline, allow_private)
        # No connection is kept: the next host may have the same address, but not the same certificate.
        self._pool = httpcore.ConnectionPool(
            httpx.create_ssl_context(), max_keepalive_connections=0, network_backend=backend
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Sends one request; httpcore's errors pass as they are."""
        url = request.url
        response = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            response.status, headers=response.headers, stream=_Body(response), extensions=response.extensions
        )

    def close(self) -> None:
        """Closes all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class _Backend(httpcore.NetworkBackend):
    """Resolves, checks and connects."""

    def __init__(self, source: str, deadline: float, allow_private: bool) -> None:
        self._source = source
        self._deadline = deadline
        self._allow_private = allow_private
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        find = resolve if self._allow_private else public_addresses
        failed: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in find(host, port, self._source):
            left = _left(self._deadline, httpcore.ConnectTimeout)
            try:
                stream = self._network.connect_tcp(address, port, left, local_address, socket_options)
            except httpcore.ConnectError as error:  # the host's next address may answer
                failed = error
            else:
                return _Stream(stream, self._deadline)
        raise failed


class _Stream(httpcore.NetworkStream):
    """A connection of which every read and write ends by the deadline, however slowly the other side drips."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline, httpcore.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _left(deadline: float, late: type[httpcore.TimeoutException]) -> float:
    """The seconds until the deadline; raises `late` when it has passed."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise late("the time limit has passed")
    return left
