"""Network addresses, telephone numbers, mailboxes and devices that can belong to nobody, handed out so that no two
people share one by accident.

Addresses come from the documentation ranges alone (RFC 5737, RFC 3849). Those stand in no country, so the demo lays a
labelled overlay over them. Telephone numbers come from ranges that regulators keep for drama: Ofcom (GB), ComReg 020
91x (IE), ARCEP 06 39 98 (FR) and 555-01xx (US, CA). The Netherlands, Italy and the other countries keep none, so
people there have no number. Mailboxes: RFC 2606. Devices: test type codes (GSMA TS.06, leading 00).
"""

import ipaddress
from collections.abc import Mapping
from random import Random
from typing import NamedTuple

from causeway.worlds.names import mailbox_part


class OverlayRange(NamedTuple):
    """A documentation network, the country the demo gives it, and what it stands for."""

    network: str
    country: str
    label: str


ADDRESS_OVERLAY: tuple[OverlayRange, ...] = (
    OverlayRange("192.0.2.0/25", "GB", "homes"),
    OverlayRange("192.0.2.128/26", "GB", "cafés"),
    OverlayRange("192.0.2.192/26", "GB", "carrier NAT"),
    OverlayRange("198.51.100.0/26", "NL", "homes"),
    OverlayRange("198.51.100.64/26", "IE", "homes"),
    OverlayRange("198.51.100.128/26", "IT", "homes"),
    OverlayRange("203.0.113.0/28", "DE", "homes"),
    OverlayRange("203.0.113.16/28", "FR", "homes"),
    OverlayRange("203.0.113.32/28", "PL", "homes"),
    OverlayRange("203.0.113.48/28", "PT", "homes"),
    OverlayRange("203.0.113.64/28", "SE", "homes"),
    OverlayRange("203.0.113.80/28", "US", "homes"),
    OverlayRange("203.0.113.96/28", "CA", "homes"),
    OverlayRange("203.0.113.112/28", "AU", "homes"),
    OverlayRange("203.0.113.128/25", "CH", "proxies"),
    OverlayRange("2001:db8:44::/48", "GB", "homes"),
    OverlayRange("2001:db8:31::/48", "NL", "homes"),
    OverlayRange("2001:db8:353::/48", "IE", "homes"),
    OverlayRange("2001:db8:39::/48", "IT", "homes"),
    OverlayRange("2001:db8:49::/48", "DE", "homes"),
    OverlayRange("2001:db8:33::/48", "FR", "homes"),
    OverlayRange("2001:db8:48::/48", "PL", "homes"),
    OverlayRange("2001:db8:351::/48", "PT", "homes"),
    OverlayRange("2001:db8:46::/48", "SE", "homes"),
    OverlayRange("2001:db8:1::/48", "US", "homes"),
    OverlayRange("2001:db8:2::/48", "CA", "homes"),
    OverlayRange("2001:db8:61::/48", "AU", "homes"),
)
"""The demo overlay. No two ranges meet."""

MAIL_DOMAINS: tuple[str, ...] = ("example.org", "example.com", "example.net", "mail.example.org", "post.example.com")

PHONE_RANGES: Mapping[str, tuple[str, int]] = {
    "GB": ("+447700900{:03d}", 1000),
    "IE": ("+35320912{:04d}", 10000),
    "FR": ("+336399800{:02d}", 100),
    "US": ("+1503555{:04d}", 0),
    "CA": ("+1902555{:04d}", 0),
}
"""Country to a pattern of E.164 numbers and how many it holds; for North America only 0100 to 0199 are kept free."""

_NORTH_AMERICA = range(100, 200)


class Handout:
    """Gives each asker something nobody else got. One world has one."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._homes: dict[str, list[str]] = {}
        self._sixes: dict[str, str] = {}
        for entry in ADDRESS_OVERLAY:
            network = ipaddress.ip_network(entry.network)
            if entry.label == "homes" and network.version == 4:
                self._homes[entry.country] = self._shuffled([str(host) for host in network.hosts()])
            elif entry.label == "homes":
                self._sixes[entry.country] = entry.network.removesuffix("::/48")
        self._special = {
            label: self._shuffled(
                [
                    str(host)
                    for entry in ADDRESS_OVERLAY
                    if entry.label == label
                    for host in ipaddress.ip_network(entry.network).hosts()
                ]
            )
            for label in ("cafés", "carrier NAT", "proxies")
        }
        self._phones = {
            country: self._shuffled([pattern.format(i) for i in (range(count) if count else _NORTH_AMERICA)])
            for country, (pattern, count) in PHONE_RANGES.items()
        }
        self._used_mailboxes: set[str] = set()
        self._used_ids: set[str] = set()

    def home(self, country: str) -> str:
        """A subscriber's address in a country of the overlay:

        IPv6 for four in ten, and once the documentation IPv4 are gone.
        """
        free = self._homes[country]
        if free and self._rng.random() > 0.4:
            return free.pop()
        block, host = self._rng.randrange(1, 0xFFFF), self._rng.randrange(1, 0xFFFF)
        return str(ipaddress.ip_address(f"{self._sixes[country]}:{block:x}::{host:x}"))

    def special(self, label: str) -> str:
        """An address of cafés, of a carrier's NAT or of a proxy."""
        return self._special[label].pop()

    def phone(self, country: str) -> str | None:
        """A drama number in a country, as E.164; None where the country keeps none."""
        free = self._phones.get(country)
        return free.pop() if free else None

    def mailbox(self, first: str, family: str) -> str:
        """An address at an example domain that nobody else in this world has."""
        while True:
            made = f"{mailbox_part(first, family)}{self._rng.randrange(10, 9999)}@{self._rng.choice(MAIL_DOMAINS)}"
            if made not in self._used_mailboxes:
                self._used_mailboxes.add(made)
                return made

    def identifier(self, digits: int = 12) -> str:
        """A lasting account identifier, digits only."""
        while True:
            made = str(self._rng.randrange(10 ** (digits - 1), 10**digits))
            if made not in self._used_ids:
                self._used_ids.add(made)
                return made

    def device(self) -> tuple[str, str]:
        """Kind and value of a device: a test IMEI with its check digit, or an advertising id."""
        if self._rng.random() < 0.5:
            body = f"001010{self._rng.randrange(10**8):08d}"
            return "IMEI", body + luhn_digit(body)
        raw = f"{self._rng.getrandbits(128):032x}"
        return "advertising id", f"{raw[:8]}-{raw[8:12]}-{raw[12:16]}-{raw[16:20]}-{raw[20:]}"

    def _shuffled(self, items: list[str]) -> list[str]:
        self._rng.shuffle(items)
        return items


def luhn_digit(body: str) -> str:
    """The check digit of an IMEI's first fourteen digits (3GPP TS 23.003 annex B)."""
    total = 0
    for place, character in enumerate(reversed(body)):
        doubled = int(character) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)
