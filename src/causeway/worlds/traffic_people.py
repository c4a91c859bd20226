"""The subjects of a world of traffic: made one by one, each with identifiers that no accident shares.

What two share is shared on purpose: a household's line, a carrier's address, a handle. Addresses, mailboxes and
telephones come from the ranges kept for documentation and drama (see `addresses`); once the telephones of a country
are used up, people there have none.
"""

import ipaddress
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from random import Random

from causeway.worlds.addresses import ADDRESS_OVERLAY, MAIL_DOMAINS, PHONE_RANGES, luhn_digit
from causeway.worlds.names import FAMILY_NAMES, FIRST_NAMES, mailbox_part
from causeway.worlds.places import (
    ABROAD,
    ENGLAND_AND_WALES,
    IRELAND,
    ITALY,
    KENT,
    NETHERLANDS,
    SCOTLAND_AND_NORTHERN_IRELAND,
    Place,
)
from causeway.worlds.traffic_rates import Rates

_PLACES = (KENT, ENGLAND_AND_WALES, SCOTLAND_AND_NORTHERN_IRELAND, IRELAND, NETHERLANDS, ITALY, ABROAD)
_PLACE_WEIGHTS = (10, 44, 8, 10, 12, 8, 8)
_DRAMA_AREAS = (
    "+44113496", "+44114496", "+44115496", "+44116496", "+44117496", "+44118496", "+44121496", "+44131496",
    "+44141496", "+44151496", "+44161496", "+44207946", "+44191498", "+44292018",
)  # fmt: skip
"""Areas in which Ofcom keeps the last four digits 0000 to 0999 for drama ("Telephone numbers for drama use")."""
_WORDS = (
    "kite", "heron", "lantern", "pebble", "rudder", "barge", "comet", "willow", "copper", "saffron", "meadow",
    "granite", "anchor", "beacon", "cobalt", "drift", "ember", "fathom", "gannet", "harbour", "island", "jetty",
    "kelp", "lagoon", "marble", "nettle", "osprey", "plover", "quartz", "ripple", "shingle", "tiller", "umber",
    "velvet", "wharf", "yarrow", "zephyr", "bramble", "cinder", "dune",
)  # fmt: skip
_COMMON_HANDLES = ("lucky7", "sunny", "player1", "blue.sky", "the_captain", "no_name", "seven")
_COMMON_HANDLE_SHARE = 0.01
_RECENT = 400
"""Among so many subjects made last a household or a handle finds its second holder."""
_SIXES = {entry.country: entry.network.removesuffix("::/48") for entry in ADDRESS_OVERLAY if ":" in entry.network}
_HOSTS = 0xFFFE
BRIDGES = ("email", "email", "phone", "device", "device", "handle_and_line")


@dataclass(slots=True, kw_only=True)
class Traveller:
    """A subject under one identity. `bridge` is by what the subject's events at several services can be told to be
    one person's. Accounts: service to lasting identifier and handle. `carrier` is the shared address, where there is
    one.
    """

    key: str
    first: str
    family: str
    place: Place
    email: str
    phone: str | None
    device: tuple[str, str]
    home_ip: str
    carrier: str | None
    stem: tuple[str, str, str]
    bridge: str
    accounts: dict[str, tuple[str, str]] = field(default_factory=dict)


class People:
    """Makes subjects from one stream of chance."""

    def __init__(self, rng: Random, rates: Rates) -> None:
        self._rng, self._rates = rng, rates
        self._count = 0
        self._identifiers = 0
        self._recent: deque[Traveller] = deque(maxlen=_RECENT)
        self._phones = _phones()
        self._carriers = _carriers()

    def made(self) -> Traveller:
        """Another subject, perhaps of the household of an earlier one."""
        rng, self._count = self._rng, self._count + 1
        elder = rng.choice(self._recent) if self._recent and rng.random() < self._rates.household else None
        place = elder.place if elder else rng.choice(rng.choices(_PLACES, _PLACE_WEIGHTS)[0])
        first, family = rng.choice(FIRST_NAMES), elder.family if elder else rng.choice(FAMILY_NAMES)
        shares_phone = elder is not None and rng.random() < self._rates.household_phone
        person = Traveller(
            key=f"s{self._count}",
            first=first,
            family=family,
            place=place,
            email=f"{mailbox_part(first, family)}{self._count}@{rng.choice(MAIL_DOMAINS)}",
            phone=elder.phone if elder and shares_phone else next(self._phones.get(place.country, iter(())), None),
            device=self._device(),
            home_ip=elder.home_ip if elder else self._home(place.country),
            carrier=self._carrier(place.country) if rng.random() < self._rates.carrier else None,
            stem=(rng.choice(_WORDS), rng.choice(_WORDS), str(rng.randrange(10, 9999))),
            bridge=rng.choice(BRIDGES),
        )
        if person.bridge == "phone" and (person.phone is None or shares_phone):
            person.bridge = "email"
        self._recent.append(person)
        return person

    def join(self, person: Traveller, service: str) -> None:
        """Give a person an account at a service, once. Handles of one person are alike, not always equal."""
        if service in person.accounts:
            return
        self._identifiers += 1
        # A step that shares no factor with the range visits every number once.
        identifier = str(10**11 + self._identifiers * 7_368_787_813 % (9 * 10**11))
        person.accounts[service] = (identifier, self._handle(person, service))

    def place_abroad(self, home: str) -> str:
        """The address of somebody who is in another country than home."""
        return self._home(self._rng.choice([country for country in _SIXES if country != home]))

    def _handle(self, person: Traveller, service: str) -> str:
        rng = self._rng
        if rng.random() < _COMMON_HANDLE_SHARE and person.bridge != "handle_and_line":
            return rng.choice(_COMMON_HANDLES)
        if self._recent and rng.random() < self._rates.handle_reused:
            other = rng.choice(self._recent)
            if other is not person and other.accounts:
                return rng.choice(sorted(other.accounts.items()))[1][1]
        one, two, digits = person.stem
        between = rng.choice(("", "", "", ".", "_"))
        shown = digits if rng.random() < 0.8 else f"{digits}{rng.randrange(10)}"
        return f"{one}{between}{two}{shown}" if service != "moatwalk" else f"{one.title()}{two.title()}{shown}"

    def _home(self, country: str) -> str:
        self._identifiers += 1
        block, host = divmod(self._identifiers, _HOSTS)
        return str(ipaddress.ip_address(f"{_SIXES[country]}:{block + 1:x}::{host + 1:x}"))

    def _carrier(self, country: str) -> str | None:
        shared = self._carriers.get(country)
        return self._rng.choice(shared) if shared else None

    def _device(self) -> tuple[str, str]:
        if self._count % 2:
            body = f"001010{self._count // 2 % 10**8:08d}"
            return "IMEI", body + luhn_digit(body)
        raw = f"{self._rng.getrandbits(128):032x}"
        return "advertising id", f"{raw[:8]}-{raw[8:12]}-{raw[12:16]}-{raw[16:20]}-{raw[20:]}"


def proxies() -> tuple[str, ...]:
    """Addresses of proxies."""
    return _addresses("proxies", "CH")


def _phones() -> dict[str, Iterator[str]]:
    made = {
        country: iter([pattern.format(n) for n in (range(count) if count else range(100, 200))])
        for country, (pattern, count) in PHONE_RANGES.items()
    }
    british, areas = list(made["GB"]), cycle(_DRAMA_AREAS)
    made["GB"] = iter(british + [f"{next(areas)}0{n:03d}" for n in range(1000) for _ in _DRAMA_AREAS])
    return made


def _carriers() -> dict[str, tuple[str, ...]]:
    """Addresses that carriers share: a block kept for them, and elsewhere the first of the homes."""
    shared = {country: _addresses("homes", country)[:12] for country in ("NL", "IE", "IT", "DE", "US")}
    return {**shared, "GB": _addresses("carrier NAT", "GB")}


def _addresses(label: str, country: str) -> tuple[str, ...]:
    return tuple(
        str(host)
        for entry in ADDRESS_OVERLAY
        if entry.label == label and entry.country == country and ":" not in entry.network
        for host in ipaddress.ip_network(entry.network).hosts()
    )
