"""One HTTP/1.1 POST to a checked address (RFC 9112): no redirect, no proxy, no answer's body, one deadline for all of
it.

Written on the socket, because HTTP libraries resolve the name again, and count their timeouts anew at every byte that
a slow server drips.
"""

import re
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import closing

from causeway.hub.base.notices.addresses import Destination
from causeway.hub.base.notices.errors import DeliveryFailed

DEADLINE_SECONDS = 10.0
"""For name, connection, TLS, request and status line together: whoever looks the name up passes on what is left.
Standard Webhooks suggests 15 to 30, a shared worker less.
"""

_STATUS_LINE = re.compile(rb"^HTTP/1\.[01] (\d{3})(?: |\r|$)")
_LONGEST_STATUS_LINE = 1_024


def post(
    destination: Destination,
    address: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    deadline_seconds: float = DEADLINE_SECONDS,
    tls: ssl.SSLContext | None = None,
) -> int:
    """Post the body and give the status code. `address` is one of the destination's checked addresses.

    Raises:
        DeliveryFailed: `timeout`, `unreachable`, `tls` or `not_http`.
    """
    ends = time.monotonic() + deadline_seconds

    def left() -> float:
        remaining = ends - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        return remaining

    try:
        connection = socket.create_connection((address, destination.port), timeout=left())
        with closing(_secured(connection, destination, tls)) as stream:
            stream.settimeout(left())
            stream.sendall(_request(destination, headers, body))
            return _status(stream, left)
    except TimeoutError:
        raise DeliveryFailed("timeout") from None
    except ssl.SSLError:
        raise DeliveryFailed("tls") from None
    except OSError:
        raise DeliveryFailed("unreachable") from None


def _secured(connection: socket.socket, destination: Destination, tls: ssl.SSLContext | None) -> socket.socket:
    if not destination.is_https:
        return connection
    try:
        return (tls or ssl.create_default_context()).wrap_socket(connection, server_hostname=destination.host)
    except OSError:
        connection.close()
        raise


def _request(destination: Destination, headers: Mapping[str, str], body: bytes) -> bytes:
    fields = {
        "Host": destination.host_header,
        "User-Agent": "Causeway",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Connection": "close",
        **headers,
    }
    lines = [f"POST {destination.target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join(lines).encode("ascii") + b"\r\n\r\n" + body


def _status(stream: socket.socket, left: Callable[[], float]) -> int:
    received = b""
    while b"\n" not in received and len(received) < _LONGEST_STATUS_LINE:
        stream.settimeout(left())
        piece = stream.recv(_LONGEST_STATUS_LINE)
        if not piece:
            break
        received += piece
    if found := _STATUS_LINE.match(received):
        return int(found[1])
    raise DeliveryFailed("not_http")
