"""The invented people of a world, and the events they are part of: what truly happened, before anybody tells of it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from causeway.vocabulary.referral import Annotation, Concern
from causeway.worlds.addresses import Handout
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

_PLACE_WEIGHTS = (
    (KENT, 22),
    (ENGLAND_AND_WALES, 34),
    (SCOTLAND_AND_NORTHERN_IRELAND, 6),
    (IRELAND, 11),
    (NETHERLANDS, 12),
    (ITALY, 7),
    (ABROAD, 8),
)

_HANDLE_WORDS = (
    "kite",
    "heron",
    "lantern",
    "pebble",
    "rudder",
    "barge",
    "comet",
    "willow",
    "copper",
    "saffron",
    "meadow",
    "granite",
)


@dataclass(kw_only=True)
class Person:
    """An invented person and all by which they could be known.

    Accounts: service key to (lasting identifier, handle).
    """

    key: str
    first: str
    family: str
    born_on: date
    place: Place
    email: str
    phone: str | None
    device: tuple[str, str]
    home_ip: str
    accounts: dict[str, tuple[str, str]] = field(default_factory=dict)
    session: tuple[str, int, datetime] | None = None
    """An address, port and time at which two services saw this person within one minute."""
    ip_lure: str | None = None
    lures: set[str] = field(default_factory=set)

    def age_years(self, on: date) -> int:
        """Age in whole years."""
        return on.year - self.born_on.year - ((on.month, on.day) < (self.born_on.month, self.born_on.day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event: who, at which service, when, with what. `group` says by which kind of sender and story it is told."""

    key: str
    group: str
    concern: Concern
    annotations: tuple[Annotation, ...]
    platform: str | None
    subject: Person | None
    victim: Person | None
    at: datetime
    first_told_at: datetime
    chat: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    listed: tuple[str | None, ...] = ()
    url: str | None = None
    emergency: str | None = None
    is_urgent: bool = False
    lures: frozenset[str] = frozenset()


class Town:
    """Makes people. Each has identifiers of their own; what is shared is shared on purpose, by the caller."""

    def __init__(self, rng: Random, names: tuple[tuple[str, str], ...], now: datetime) -> None:
        self._rng = rng
        self._names = iter(names)
        self._handout = Handout(rng)
        self._now = now
        self._count = 0

    @property
    def handout(self) -> Handout:
        """What gives out identifiers nobody else has."""
        return self._handout

    def place(self) -> Place:
        """A place, those of the demo's own county more often."""
        table = self._rng.choices([places for places, _ in _PLACE_WEIGHTS], [weight for _, weight in _PLACE_WEIGHTS])[0]
        return self._rng.choice(table)

    def person(self, youngest: int, oldest: int, place: Place | None = None) -> Person:
        """A person between two ages in whole years."""
        rng, self._count = self._rng, self._count + 1
        first, family = next(self._names)
        home = place or self.place()
        age_days = rng.randint(youngest * 366, (oldest + 1) * 365 - 1)
        return Person(
            key=f"person-{self._count:03d}",
            first=first,
            family=family,
            born_on=self._now.date() - timedelta(days=age_days),
            place=home,
            email=self._handout.mailbox(first, family),
            phone=self._handout.phone(home.country),
            device=self._handout.device(),
            home_ip=self._handout.home(home.country),
        )

    def join(self, person: Person, service: str) -> None:
        """Give a person an account at a service, once."""
        if service not in person.accounts:
            rng = self._rng
            handle = f"{rng.choice(_HANDLE_WORDS)}{rng.choice(_HANDLE_WORDS)}{rng.randrange(100, 99999)}"
            person.accounts[service] = (self._handout.identifier(), handle)
