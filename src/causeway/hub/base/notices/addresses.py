"""Where a webhook may point: a public address over https, so that nobody reaches into the network that the hub stands
in.

A name is resolved and each of its addresses checked at every delivery; the connection then goes to an address that was
checked, because a name could answer differently the second time (OWASP, "Server-Side Request Forgery Prevention").
"""

import ipaddress
import queue
import socket
import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

from causeway.hub.base.notices.errors import DeliveryFailed

_LONGEST_URL = 500
_FIRST_OPEN_PORT = 1024
"""Below it only 443 is allowed: the other low ports are mail, files and remote sign-in, never a webhook."""

_CARRIERS = tuple(
    ipaddress.ip_network(text)
    for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "fec0::/10")
)
"""IPv6 ranges that carry an IPv4 address within (RFC 6052, 8215, 3056, 4380, 4291), and so could hide a private one,
and the site-local range (RFC 3879), which Python takes for public.
"""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A checked URL, taken apart. `target` is path and query; `host` is in ASCII."""

    is_https: bool
    host: str
    port: int
    target: str

    @property
    def host_header(self) -> str:
        """The Host header (RFC 9110, 7.2)."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == (443 if self.is_https else 80) else f"{name}:{self.port}"


def destination_of(url: str, *, may_be_local: bool) -> Destination:
    """The URL taken apart. `may_be_local` also allows http to this machine itself, for a demonstration and for tests.

    Raises:
        DeliveryFailed: `address_not_allowed`, finally, where the URL's own text already forbids it.
    """
    refused = DeliveryFailed("address_not_allowed", is_final=True)
    if len(url) > _LONGEST_URL or not url.isprintable() or " " in url:
        raise refused
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
        target = ((parts.path or "/") + (f"?{parts.query}" if parts.query else "")).encode("ascii").decode()
    except (ValueError, UnicodeError):
        raise refused from None
    if not host or parts.username is not None or parts.password is not None or parts.fragment:
        raise refused
    literal = _literal(host)
    is_local = may_be_local and (host == "localhost" or (literal is not None and literal.is_loopback))
    if parts.scheme != "https" and not (parts.scheme == "http" and is_local):
        raise refused
    is_https = parts.scheme == "https"
    number = port or (443 if is_https else 80)
    if not is_local and (number != 443 and number < _FIRST_OPEN_PORT):
        raise refused
    if literal is not None and not is_local and not is_public(literal):
        raise refused
    return Destination(is_https=is_https, host=host, port=number, target=target)


def checked_addresses(destination: Destination, *, may_be_local: bool, deadline_seconds: float) -> list[str]:
    """The addresses of the destination's host, every one of them allowed.

    Raises:
        DeliveryFailed: `timeout`, `name_unknown`, or `address_not_allowed` where any address is not.
    """
    addresses = _resolved(destination, deadline_seconds)
    for text in addresses:
        address = _literal(text)
        if address is None or not (is_public(address) or (may_be_local and address.is_loopback)):
            raise DeliveryFailed("address_not_allowed")
    return addresses


def _resolved(destination: Destination, deadline_seconds: float) -> list[str]:
    answers: queue.SimpleQueue[list[str] | None] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(destination.host, destination.port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
        except (OSError, UnicodeError):
            answers.put(None)

    # The system's resolver knows no deadline, so it is asked from a thread that nobody waits for longer.
    threading.Thread(target=ask, name="causeway-resolver", daemon=True).start()
    try:
        addresses = answers.get(timeout=deadline_seconds)
    except queue.Empty:
        raise DeliveryFailed("timeout") from None
    if not addresses:
        raise DeliveryFailed("name_unknown")
    return addresses


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public network, also when it is an IPv4 address inside an IPv6 one."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in _CARRIERS):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
