"""A generated world of accounts for early warning: who contacts whom over some weeks, and what each account truly is.

It gives events as JSON objects, as a service would write them, and knows nothing of the engine that reads them. Much is
left out on purpose, as services leave it out: ages, regions, common contacts and devices are often unknown. Ages are
wrong as well, among innocents too, and how sure the service is of a wrong one overlaps with how sure it is of a right
one. Families share tablets. No message has a text, here or anywhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from random import Random
from typing import Any, Final

from causeway.worlds.behaviour_manners import MANNERS, SEEKERS, BehaviourKind, Manner, Range
from causeway.worlds.errors import WorldError

START: Final = 1_767_225_600.0
"""1 January 2026, seconds since 1970."""
_HOUR: Final = 3_600.0
_WEEK: Final = 7 * 24 * _HOUR
_REGIONS: Final = tuple(f"R{number:02d}" for number in range(12))
_LANGUAGES: Final = ("nl", "it", "en")
_ACCOUNTS_OF_ONE: Final = 4
"""Accounts of one person of the kind that has many; each lives for its share of the weeks."""
_KNOWN: Final = {"age": 0.85, "region": 0.85, "mutual": 0.65, "device": 0.6, "digest": 0.8, "created": 0.9}
"""How often a service knows, and says."""
_GROWN, _GROWN_FOR_SURE = 18.0, 30.0
_YOUNG_TAKEN_FOR_GROWN, _GROWN_TAKEN_FOR_YOUNG = 0.08, 0.05
_AGE_ERROR: Final = 1.5
"""Years, the spread of an age that is about right."""
_FAMILY_TABLET: Final = 0.12
"""How many teenagers use a device of a grown-up at home."""
_COMES_BACK_ON_IT: Final = 0.7
"""How many accounts of one person of the kind that has many are on one device."""
_PARENTS: Final = frozenset({BehaviourKind.ADULT, BehaviourKind.FAMILY})


@dataclass(frozen=True, kw_only=True)
class BehaviourWorld:
    """Events in the order of their times, and the truth: what each account is, and whose."""

    weeks: int
    events: list[dict[str, Any]]
    kinds: Mapping[str, BehaviourKind]
    owners: Mapping[str, str]

    @cached_property
    def seekers(self) -> frozenset[str]:
        """The accounts that should be found."""
        return frozenset(name for name, kind in self.kinds.items() if kind in SEEKERS)

    @cached_property
    def risk_began(self) -> Mapping[str, float]:
        """When each account that should be found first had to do with a minor, in seconds since 1970."""
        began: dict[str, float] = {}
        for event in self.events:
            actor, target = event["actor"], event.get("target", "")
            for one, other in ((actor, target), (target, actor)):
                if one in self.seekers and self.kinds.get(other) is BehaviourKind.TEENAGER:
                    began.setdefault(one, event["at"])
        return began


@dataclass(slots=True, kw_only=True)
class _Person:
    name: str
    owner: str
    kind: BehaviourKind
    manner: Manner
    age: float
    region: str
    group: str
    device: str
    active: Range


def behaviour_world(seed: int, *, accounts: int = 5_000, weeks: int = 4) -> BehaviourWorld:
    """Make a world. Raises WorldError for fewer than 500 accounts or less than a week."""
    if accounts < 500 or weeks < 1:
        raise WorldError("too_small", "a world of behaviour has at least 500 accounts and one week")
    made = _Making(Random(f"behaviour:{seed}"), weeks)
    made.populate(accounts)
    events = [event for person in made.people for event in made.events_of(person)]
    events.sort(key=itemgetter("at", "actor"))
    return BehaviourWorld(
        weeks=weeks,
        events=events,
        kinds={each.name: each.kind for each in made.people},
        owners={each.name: each.owner for each in made.people},
    )


class _Making:
    """One world in the making, from one rng."""

    def __init__(self, rng: Random, weeks: int) -> None:
        self._rng, self._weeks = rng, weeks
        self.people: list[_Person] = []
        self._minors: dict[str, list[_Person]] = {region: [] for region in _REGIONS}
        self._adults: list[_Person] = []
        self._parents: list[_Person] = []

    def populate(self, accounts: int) -> None:
        """Make the accounts of every kind, named in an order that tells nothing."""
        kinds = [kind for kind, manner in MANNERS.items() for _ in range(max(4, round(accounts * manner.share)))]
        self._rng.shuffle(kinds)
        many = 0
        for number, kind in enumerate(kinds):
            end = START + self._weeks * _WEEK
            active, owner = (START, end), f"p{number:06d}"
            if kind is BehaviourKind.MANY_ACCOUNTS:
                turn, owner, many = many % _ACCOUNTS_OF_ONE, f"m{many // _ACCOUNTS_OF_ONE:06d}", many + 1
                length = (end - START) / _ACCOUNTS_OF_ONE
                active = (START + turn * length, START + (turn + 1) * length)
            region = self._rng.choice(_REGIONS)
            person = _Person(
                name=f"a{number:06d}",
                owner=owner,
                kind=kind,
                manner=MANNERS[kind],
                age=round(self._rng.uniform(*MANNERS[kind].ages), 1),
                region=region,
                group=f"g-{region}-{self._rng.randrange(accounts // 100)}",
                device=self._device(number, owner, kind),
                active=active,
            )
            self.people.append(person)
            if kind is BehaviourKind.TEENAGER:
                self._minors[region].append(person)
            else:
                self._adults.append(person)
            if kind in _PARENTS:
                self._parents.append(person)

    def _device(self, number: int, owner: str, kind: BehaviourKind) -> str:
        """A device of one's own, but for family tablets, and for most of those who come back under other names."""
        if kind is BehaviourKind.MANY_ACCOUNTS and self._rng.random() < _COMES_BACK_ON_IT:
            return f"d-{owner}"
        if kind is BehaviourKind.TEENAGER and self._parents and self._rng.random() < _FAMILY_TABLET:
            return self._rng.choice(self._parents).device
        return f"d{number:06d}"

    def events_of(self, person: _Person) -> Iterator[dict[str, Any]]:
        """All that comes of one account: its facts, its posts, and its new contacts with what follows from each."""
        rng, manner = self._rng, person.manner
        yield self._facts(person)
        weeks = (person.active[1] - person.active[0]) / _WEEK
        for _ in range(self._number(manner.group_posts_a_week, weeks)):
            yield self._event("message", person.name, None, self._when(person), conversation=person.group)
        starts, sends = rng.uniform(*manner.starts), rng.uniform(*manner.sends)
        copy = f"{rng.getrandbits(128):032x}"
        for _ in range(self._number(manner.minors_a_week, weeks)):
            yield from self._contact(person, self._minor_for(person), starts, sends, copy)
        for _ in range(self._number(manner.adults_a_week, weeks)):
            yield from self._contact(person, rng.choice(self._adults), starts, sends, copy)

    def _facts(self, person: _Person) -> dict[str, Any]:
        rng, manner = self._rng, person.manner
        facts: dict[str, Any] = {"country": "NL", "language": _LANGUAGES[_REGIONS.index(person.region) % 3]}
        if self._is_known("age"):
            facts["age"], facts["age_confidence"] = self._stated_age(person)
        if self._is_known("region"):
            facts["region"] = person.region
        if self._is_known("device"):
            facts["device_was_blocked"] = rng.random() < manner.on_blocked_device
            facts["device"] = person.device
        if self._is_known("created"):
            days = rng.uniform(0, 20) if rng.random() < manner.is_new else rng.uniform(60, 2_000)
            facts["created_at"] = person.active[0] - days * 24 * _HOUR
        return self._event("account", person.name, None, person.active[0], **facts)

    def _stated_age(self, person: _Person) -> tuple[float, float]:
        """What the service takes for the age, and how sure it is: sometimes wrong, and not always in doubt then."""
        rng, manner = self._rng, person.manner
        if rng.random() < manner.claims_to_be_young:
            return round(rng.uniform(13, 19), 1), round(rng.uniform(0.15, 0.75), 2)
        if person.age < _GROWN and rng.random() < _YOUNG_TAKEN_FOR_GROWN:
            return round(rng.uniform(18, 26), 1), round(rng.uniform(0.3, 0.85), 2)
        if person.age < _GROWN_FOR_SURE and rng.random() < _GROWN_TAKEN_FOR_YOUNG:
            return round(rng.uniform(14, 18), 1), round(rng.uniform(0.3, 0.85), 2)
        stated = min(max(person.age + rng.gauss(0, _AGE_ERROR), 8.0), 100.0)
        return round(stated, 1), round(rng.uniform(*manner.age_confidence), 2)

    def _minor_for(self, person: _Person) -> _Person:
        is_far = self._rng.random() < person.manner.far
        region = self._rng.choice(_REGIONS) if is_far else person.region
        return self._rng.choice(self._minors[region] or self._minors[_REGIONS[0]])

    def _contact(
        self, one: _Person, other: _Person, starts: float, sends: float, copy: str
    ) -> Iterator[dict[str, Any]]:
        """A new contact, and what follows from it within the weeks."""
        rng, manner = self._rng, one.manner
        if one is other:
            return
        at = self._when(one)
        first, second = (one, other) if rng.random() < starts else (other, one)
        if rng.random() < manner.aside:
            yield self._event("message", other.name, None, at - 2 * _HOUR, conversation=one.group)
            yield self._event("message", one.name, None, at - _HOUR, conversation=one.group)
        known = {"mutual_contacts": self._mutual(manner)} if self._is_known("mutual") else {}
        yield self._event("contact_request", first.name, second.name, at, **known)
        answered_at = at + rng.expovariate(1 / (6 * _HOUR))
        if rng.random() < manner.refused:
            yield self._event("request_refused", second.name, first.name, answered_at)
            return
        yield self._event("request_accepted", second.name, first.name, answered_at)
        yield from self._talk(one, other, first, answered_at, sends, copy)
        yield from self._follows(one, other, answered_at)

    def _talk(
        self, one: _Person, other: _Person, first: _Person, at: float, sends: float, copy: str
    ) -> Iterator[dict[str, Any]]:
        rng, writer = self._rng, first
        is_copy = first is one and rng.random() < one.manner.copies
        for number in range(round(rng.uniform(*one.manner.messages))):
            at += rng.expovariate(1 / (5 * _HOUR))
            target = other if writer is one else one
            said = {}
            if self._is_known("digest"):
                said["digest"] = copy if is_copy and number == 0 else f"{rng.getrandbits(128):032x}"
            yield self._event("message", writer.name, target.name, at, **said)
            writer = one if rng.random() < sends else other

    def _follows(self, one: _Person, other: _Person, at: float) -> Iterator[dict[str, Any]]:
        rng, manner = self._rng, one.manner
        if rng.random() < manner.gives:
            yield self._event("gift", one.name, other.name, at + rng.uniform(1, 300) * _HOUR)
        if rng.random() < manner.invites:
            later = rng.uniform(*manner.invites_after_hours) * _HOUR
            yield self._event("off_platform_invite", one.name, other.name, at + later)
        if rng.random() < manner.blocked:
            yield self._event("block", other.name, one.name, at + rng.uniform(1, 200) * _HOUR)
        if rng.random() < manner.reported:
            yield self._event("report", other.name, one.name, at + rng.uniform(1, 200) * _HOUR)

    def _mutual(self, manner: Manner) -> int:
        return self._rng.randint(1, 20) if self._rng.random() < manner.connected else 0

    def _is_known(self, what: str) -> bool:
        return self._rng.random() < _KNOWN[what]

    def _when(self, person: _Person) -> float:
        """Whole seconds, as services write them."""
        return float(round(self._rng.uniform(person.active[0] + 3 * _HOUR, person.active[1])))

    def _number(self, a_week: Range, weeks: float) -> int:
        expected = self._rng.uniform(*a_week) * weeks
        return int(expected) + (self._rng.random() < expected % 1)

    def _event(self, kind: str, actor: str, target: str | None, at: float, **attributes: Any) -> dict[str, Any]:
        event: dict[str, Any] = {"at": float(round(at)), "actor": actor, "kind": kind}
        if target is not None:
            event["target"] = target
        if attributes:
            event["attributes"] = attributes
        return event
