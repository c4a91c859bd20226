"""From an IP address to a country, and never nearer: a database that names a town from an address guesses."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Protocol

import maxminddb

from causeway.routing._errors import RoutingError
from causeway.selectors import SelectorError, is_carrier_nat, is_documentation, names_nobody, parse_ip
from causeway.vocabulary.phrases import Phrase, phrase

DATABASE = "country.mmdb"
"""The CC0 npm package `@ip-location-db/geo-whois-asn-country-mmdb`, put beside the tables at set-up: records
`{"country_code": "GB"}`.
"""

_NO_ADDRESS = phrase("the address is no IP address")
_UNREADABLE = phrase("the database of countries cannot be read")


@dataclass(frozen=True, slots=True, kw_only=True)
class IpCountry:
    """What a source says of an address: a country (ISO alpha-2) or None, and why in words that do not repeat the
    address.
    """

    country: str | None
    reason: Phrase


class CountryOfIp(Protocol):
    """Anything that can say to which country an address belongs."""

    def country(self, address: str) -> IpCountry:
        """The country of an address, or None with the reason."""
        ...


class MmdbCountries:
    """Countries from a database in MaxMind's format (MaxMind DB File Format Specification 2.0).

    A missing or broken database is no crash: every answer is then unknown and says why. Reserved addresses are never
    looked up, because the CC0 database gives some of them a country.
    """

    def __init__(self, path: Path) -> None:
        self._reader: maxminddb.Reader | None = None
        self._fault: Phrase | None = None
        try:
            self._reader = maxminddb.open_database(str(path))
        except FileNotFoundError:
            self._fault = phrase("the database of countries is not installed")
        except (maxminddb.InvalidDatabaseError, OSError, ValueError):
            self._fault = _UNREADABLE

    @classmethod
    def installed(cls) -> "MmdbCountries":
        """The database that the set-up puts beside the tables."""
        return cls(Path(str(resources.files("causeway.routing") / "data" / DATABASE)))

    @property
    def fault(self) -> str | None:
        """Why no answer can be given, or None where the database is open."""
        return str(self._fault) if self._fault else None

    def country(self, address: str) -> IpCountry:
        """The country of an address, or None with the reason."""
        try:
            parsed = parse_ip(address)
        except SelectorError:
            return IpCountry(country=None, reason=_NO_ADDRESS)
        value = str(parsed)
        if names_nobody(value) or is_documentation(value) or is_carrier_nat(value):
            return IpCountry(country=None, reason=phrase("the address is reserved and belongs to no country"))
        if self._reader is None:
            return IpCountry(country=None, reason=self._fault or _UNREADABLE)
        try:
            found = _country_in(self._reader.get(value))
        except (maxminddb.InvalidDatabaseError, ValueError):
            return IpCountry(country=None, reason=_UNREADABLE)
        if found is None:
            return IpCountry(country=None, reason=phrase("the database of countries does not hold the address"))
        return IpCountry(country=found, reason=phrase("by the registry of address blocks"))

    def close(self) -> None:
        """Let go of the file."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
            self._fault = phrase("the database of countries is closed")


class Overlay:
    """Countries for some networks, labelled, before another source is asked.

    Demo worlds give documentation addresses a country with it.
    """

    def __init__(self, networks: Mapping[str, str], *, label: str, beneath: CountryOfIp | None = None) -> None:
        try:
            parsed = [(ip_network(network), country) for network, country in networks.items()]
        except ValueError as error:
            raise RoutingError("bad_network", "An overlay holds something that is no network.") from error
        self._networks: list[tuple[IPv4Network | IPv6Network, str]] = sorted(
            parsed, key=lambda item: -item[0].prefixlen
        )
        self._label = label
        self._beneath = beneath

    def country(self, address: str) -> IpCountry:
        """The country of the narrowest network that holds the address, else what the source beneath says."""
        try:
            parsed = parse_ip(address)
        except SelectorError:
            return IpCountry(country=None, reason=_NO_ADDRESS)
        for network, country in self._networks:
            if parsed in network:
                return IpCountry(country=country, reason=phrase("by {source}", source=self._label))
        if self._beneath is None:
            return IpCountry(country=None, reason=phrase("no source of countries holds the address"))
        return self._beneath.country(address)


def _country_in(record: object) -> str | None:
    """Both layouts in use: flat `country_code`, and MaxMind's own `country.iso_code`."""
    if not isinstance(record, dict):
        return None
    code = record.get("country_code")
    if code is None:
        for field in ("country", "registered_country"):
            nested = record.get(field)
            if code is None and isinstance(nested, dict):
                code = nested.get("iso_code")
    if not isinstance(code, str) or len(code) != 2 or not code.isalpha():
        return None
    return code.upper()
