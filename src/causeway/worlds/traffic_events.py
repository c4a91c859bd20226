"""What truly happens in a world of traffic: subjects appear one after another, each with the events to come, and some
contents go round everywhere.

Nothing is kept but subjects made lately, so that a million referrals need no more memory than ten thousand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from causeway.vocabulary.referral import Concern
from causeway.worlds.places import Place
from causeway.worlds.traffic_people import People, Traveller
from causeway.worlds.traffic_rates import Rates
from causeway.worlds.words import chat_lines

CHAT_SERVICES = ("harbourline", "moatwalk", "semaphore", "kelpforum")
MEDIA_SERVICES = ("stowaway", "harbourline", "semaphore", "kelpforum")
LISTED = 300
"""Pictures that stand in a bank; the first ones turn up far more often than the last."""

_GROUPS = ("grooming", "extortion", "novel", "listed", "contact", "page")
_GROUP_WEIGHTS = (30, 15, 19, 21, 7, 8)
_WITH_WORDS = frozenset({"grooming", "extortion", "contact"})
_WITH_CHILD = frozenset({"grooming", "extortion", "contact"})
_EVENTS = {1: 70, 2: 16, 3: 8, 4: 3, 7: 3}
"""How many events a subject has, and how many of a hundred subjects have so many."""
_IN_A_RING = 0.06
_SAME_DAY = 0.06
_ANEW = 0.05
"""Before a further event so many take another identity, that nobody can know for theirs."""
_OTHER_SERVICE = 0.4
_PLANNED = {"grooming": 0.1, "contact": 0.15, "extortion": 0.4}
"""So many involve a meeting ahead, or a deadline that somebody set a child."""
_CONCERNS = {
    "grooming": Concern.GROOMING,
    "extortion": Concern.GROOMING,
    "contact": Concern.CONTACT_ABUSE,
    "novel": Concern.SEXUAL_ABUSE_MATERIAL,
    "listed": Concern.SEXUAL_ABUSE_MATERIAL,
    "page": Concern.SEXUAL_ABUSE_MATERIAL,
    "viral": Concern.SEXUAL_ABUSE_MATERIAL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A child in an event, with the account by which the service knows them."""

    first: str
    family: str
    age_years: int
    place: Place
    identifier: str
    handle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One event. `danger` from 0 to 4 says how soon a child may be harmed in truth: 4 is now or planned; 3 is in
    reach of somebody who harmed or threatened; 2 is sought, or seen in a file that nobody knew; 1 is seen in what is
    known; 0 is content that goes round.
    """

    key: str
    cluster: str
    group: str
    concern: Concern
    platform: str | None
    subject: Traveller | None
    child: Child | None
    at: datetime
    danger: int
    is_ongoing: bool = False
    is_planned: bool = False
    is_live: bool = False
    chat: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    url: str | None = None
    must_be_known: bool = False
    """Whether its subject turns up again, so that the service's own telling has to state the bridge."""


@dataclass(slots=True)
class _Ring:
    """Subjects who pass the same new pictures to one another."""

    key: str
    picture: str
    free: int


class Course:
    """The course of events: one stream of chance makes subjects and what they do."""

    def __init__(self, rng: Random, rates: Rates) -> None:
        self._rng = rng
        self._people = People(rng, rates)
        self._events = self._pictures = self._rings = 0
        self._open: list[_Ring] = []

    @property
    def people(self) -> People:
        """Who makes the subjects."""
        return self._people

    def of_a_subject(self, appears: datetime) -> Iterator[Occurrence]:
        """The events of one more subject, from its first appearance on."""
        rng = self._rng
        group = rng.choices(_GROUPS, _GROUP_WEIGHTS)[0]
        if group == "page":
            yield self._page(appears)
            return
        person = self._people.made()
        ring = self._ring() if rng.random() < _IN_A_RING else None
        cluster = ring.key if ring else person.key
        number = rng.choices([*_EVENTS], [*_EVENTS.values()])[0]
        service = rng.choice(MEDIA_SERVICES if ring or group in ("novel", "listed") else CHAT_SERVICES)
        at, same_day = appears, False
        for place in range(number):
            if place:
                same_day = rng.random() < _SAME_DAY
                at += timedelta(hours=9) if same_day else timedelta(days=4 + rng.expovariate(1 / 5))
                group = rng.choices(_GROUPS[:-1], _GROUP_WEIGHTS[:-1])[0]
                if rng.random() < _ANEW:
                    person = self._people.made()
                    cluster, ring = person.key, None
                elif not same_day and rng.random() < _OTHER_SERVICE:
                    service = rng.choice(MEDIA_SERVICES if group in ("novel", "listed") else CHAT_SERVICES)
            group = "novel" if ring and not place else "grooming" if same_day else group
            yield self._event(group, person, cluster, service, at, ring if not place else None, number > 1)

    def viral(self, number: int, at: datetime) -> Occurrence:
        """One more telling of a content that goes round: each time by an account of its own."""
        self._events += 1
        person, service = self._people.made(), self._rng.choice(MEDIA_SERVICES)
        self._people.join(person, service)
        return Occurrence(
            key=f"viral-{number}",
            cluster=f"viral-{number}",
            group="viral",
            concern=_CONCERNS["viral"],
            platform=service,
            subject=person,
            child=None,
            at=at,
            danger=0,
            pictures=(f"v{number}",),
        )

    def _page(self, at: datetime) -> Occurrence:
        self._events += 1
        board = self._rng.choice(("tide", "dock", "quay"))
        return Occurrence(
            key=f"e{self._events}",
            cluster=f"page-{self._events}",
            group="page",
            concern=_CONCERNS["page"],
            platform=None,
            subject=None,
            child=None,
            at=at,
            danger=1,
            url=f"https://boards.example.net/{board}/{10**6 + self._events}",
        )

    def _event(
        self,
        group: str,
        person: Traveller,
        cluster: str,
        service: str,
        at: datetime,
        ring: _Ring | None,
        must_be_known: bool,
    ) -> Occurrence:
        rng, self._events = self._rng, self._events + 1
        self._people.join(person, service)
        is_ongoing = group in ("grooming", "contact") and rng.random() < 0.3
        is_planned = rng.random() < _PLANNED.get(group, 0.0)
        is_live = group == "novel" and rng.random() < 0.1
        return Occurrence(
            key=f"e{self._events}",
            cluster=cluster,
            group=group,
            concern=_CONCERNS[group],
            platform=service,
            subject=person,
            child=self._child(person) if group in _WITH_CHILD else None,
            at=at,
            danger=_danger(group, is_ongoing=is_ongoing, is_planned=is_planned, is_live=is_live),
            is_ongoing=is_ongoing,
            is_planned=is_planned,
            is_live=is_live,
            chat=chat_lines(rng, rng.randint(8, 14)) if group in _WITH_WORDS else (),
            pictures=self._pictures_of(group, ring),
            must_be_known=must_be_known or ring is not None,
        )

    def _child(self, subject: Traveller) -> Child:
        child = self._people.made()
        self._people.join(child, "harbourline")
        identifier, handle = child.accounts["harbourline"]
        return Child(
            first=child.first,
            family=child.family,
            age_years=self._rng.randint(9, 16),
            place=subject.place if self._rng.random() < 0.3 else child.place,
            identifier=identifier,
            handle=handle,
        )

    def _pictures_of(self, group: str, ring: _Ring | None) -> tuple[str, ...]:
        if ring is not None:
            return (ring.picture,)
        if group == "listed":
            return (f"k{min(LISTED - 1, int(self._rng.paretovariate(0.7)) - 1)}",)
        if group != "novel":
            return ()
        self._pictures += 1
        return (f"n{self._pictures}",)

    def _ring(self) -> _Ring:
        """A ring with room, or another one."""
        rng = self._rng
        if not self._open or rng.random() < 0.3:
            self._rings += 1
            self._open.append(_Ring(key=f"ring-{self._rings}", picture=f"r{self._rings}", free=rng.randint(2, 4)))
        ring = rng.choice(self._open)
        ring.free -= 1
        if not ring.free:
            self._open.remove(ring)
        return ring


def _danger(group: str, *, is_ongoing: bool, is_planned: bool, is_live: bool) -> int:
    if is_planned or is_live or (group == "contact" and is_ongoing):
        return 4
    if group in ("contact", "extortion") or is_ongoing:
        return 3
    return {"grooming": 2, "novel": 2, "listed": 1}[group]
