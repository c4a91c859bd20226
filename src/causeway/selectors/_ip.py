"""IP addresses with port and time (RFC 4291 and RFC 5952; carrier-grade NAT by RFC 6598; documentation by RFC 5737 and
RFC 3849).
"""

import ipaddress
import re
from datetime import UTC, datetime
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address

from causeway.selectors._errors import SelectorError
from causeway.vocabulary.referral import IpEvent
from causeway.vocabulary.selectors import Selector, SelectorKind

CARRIER_NAT = ipaddress.ip_network("100.64.0.0/10")
"""RFC 6598: shared by the subscribers of a carrier, seen only inside its network."""

DOCUMENTATION = tuple(
    ipaddress.ip_network(network)
    for network in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20")
)
"""RFC 5737, RFC 3849 and RFC 9637."""

_PRIVATE = tuple(
    ipaddress.ip_network(network) for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)  # RFC 1918 and RFC 4193

_IPV4_WITH_PORT = re.compile(r"(?P<address>[0-9.]+):(?P<port>[0-9]{1,5})")
_BRACKETED = re.compile(r"\[(?P<address>[^\]]+)\](?::(?P<port>[0-9]{1,5}))?")


def parse_ip(text: str) -> IPv4Address | IPv6Address:
    """The address itself: IPv4 mapped into IPv6 is unfolded, a zone id and brackets are dropped."""
    return _split(text)[0]


def normalise_ip(event: IpEvent) -> Selector:
    """An address with its port and its time in UTC. A naive time or an impossible port says nothing and is left out."""
    address, written_port = _split(event.address)
    port = event.port if event.port is not None else written_port
    return Selector(
        kind=SelectorKind.IP,
        value=str(address),
        port=port if port is not None and 0 < port < 65_536 else None,
        at=_in_utc(event.at),
    )


def is_private(value: str) -> bool:
    """Whether the address is of a private network (RFC 1918, RFC 4193): it names nobody outside it."""
    return _within(value, _PRIVATE)


def is_loopback(value: str) -> bool:
    """Whether the address is the machine itself, or no address at all (loopback, unspecified)."""
    address = parse_ip(value)
    return address.is_loopback or address.is_unspecified


def is_link_local(value: str) -> bool:
    """Whether the address holds on one link alone (RFC 3927, RFC 4291 2.5.6)."""
    return parse_ip(value).is_link_local


def is_documentation(value: str) -> bool:
    """Whether the address is reserved for documentation; demo worlds live there."""
    return _within(value, DOCUMENTATION)


def is_carrier_nat(value: str) -> bool:
    """Whether the address is of the range that carriers share between subscribers (100.64.0.0/10)."""
    return _within(value, (CARRIER_NAT,))


def names_nobody(value: str) -> bool:
    """Whether the address can never lead to a subscriber: private, loopback, link-local or multicast."""
    return is_private(value) or is_loopback(value) or is_link_local(value) or parse_ip(value).is_multicast


@lru_cache(maxsize=1024)  # One address is asked about several times in a row, and a report may hold thousands.
def _split(text: str) -> tuple[IPv4Address | IPv6Address, int | None]:
    written = text.strip()
    match = _BRACKETED.fullmatch(written) or _IPV4_WITH_PORT.fullmatch(written)
    port = int(match["port"]) if match and match["port"] else None
    bare = (match["address"] if match else written).split("%", 1)[0]
    try:
        address = ipaddress.ip_address(bare)
    except ValueError as error:
        raise SelectorError("bad_ip", "This is not an IP address.") from error
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped, port
    return address, port


def _within(value: str, networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]) -> bool:
    address = parse_ip(value)
    return any(address in network for network in networks)


def _in_utc(at: datetime | None) -> datetime | None:
    if at is None or at.utcoffset() is None:
        return None
    try:
        return at.astimezone(UTC)
    except OverflowError:
        return None
