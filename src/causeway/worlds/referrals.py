"""The generator: from a seed, referrals as they would come in over some weeks, and what is true of each.

It makes people, then events, then tellings of those events, then pictures, each from its own stream of chance, so
that a change to one leaves the rest.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from causeway.vocabulary.referral import SenderKind
from causeway.worlds.addresses import ADDRESS_OVERLAY
from causeway.worlds.album import Album
from causeway.worlds.errors import WorldError
from causeway.worlds.events import EventPlan
from causeway.worlds.lures import lay_lures
from causeway.worlds.names import FAMILY_NAMES, FIRST_NAMES, person_names
from causeway.worlds.organisations import PUBLIC_SENDER, demo_organisations
from causeway.worlds.people import Happening, Town
from causeway.worlds.places import KENT, NETHERLANDS, ForceEntry, force_serving
from causeway.worlds.tellings import DOORS, Scribe, Stated, Telling
from causeway.worlds.truth import TruePlace, Truth, World, WorldReferral

LEAST_REFERRALS = 60
"""Below this the shares of the plan no longer come out."""

_PUBLIC_RETELLINGS = 3
_OTHER_DESKS = ("foghorn", "mooringlight")
_CLUES = ("full", "town", "country", "none")
_SENDERS = {"url": "foghorn", "charity": "mooringlight", "public": PUBLIC_SENDER, "child": PUBLIC_SENDER}
_KINDS = {
    "foghorn": SenderKind.HOTLINE, "mooringlight": SenderKind.CHARITY, PUBLIC_SENDER: SenderKind.PUBLIC,
    "saltmarsh-school": SenderKind.SCHOOL, "vuurbaak-school": SenderKind.SCHOOL,
}  # fmt: skip


def generate(
    seed: int,
    *,
    referrals: int = 200,
    forces: Iterable[tuple[str, str, str, str]],
    now: datetime,
    weeks: int | None = None,
) -> World:
    """A world of `referrals` referrals that arrived in the four weeks before `now` (aware), and can all be sent then.
    With `weeks` they arrived over so many, and each is to be sent at its time.

    `forces` gives code, name, ISO alpha-2 country and time zone of every police force. Raises `WorldError` when there
    are too few referrals, `now` is naive or the forces do not cover the world's places. The same arguments give the
    same world, to the byte.
    """
    if referrals < LEAST_REFERRALS:
        raise WorldError("too_few", f"a world needs at least {LEAST_REFERRALS} referrals")
    if now.tzinfo is None:
        raise WorldError("naive_time", "`now` must say its time zone")
    listed = tuple(ForceEntry(*force) for force in forces)
    rng = Random(f"causeway-world-{seed}")
    town = Town(rng, person_names(rng, min(referrals * 3, len(FIRST_NAMES) * len(FAMILY_NAMES))), now)
    album = Album(seed)
    happenings = EventPlan(rng, town, referrals=referrals, now=now, bank=album.listed_ids, weeks=weeks).happenings()
    lay_lures(rng, town, happenings)
    tellings = _TellingPlan(rng, happenings, now).tellings(referrals)
    scribe = Scribe(
        rng,
        proxies=tuple(town.handout.special("proxies") for _ in range(6)),
        abroad=tuple(town.handout.home(country) for country in ("DE", "SE", "US", "AU", "NL") for _ in range(4)),
    )
    told = [_told(scribe, album, telling, listed) for telling in sorted(tellings, key=lambda one: one.arrives_at)]
    return World(
        seed=seed,
        now=now,
        forces=listed,
        organisations=demo_organisations(seed, listed),
        referrals=tuple(replace(one, id=f"r{number:04d}") for number, one in enumerate(told, start=1)),
        bank=album.bank(),
        overlay=ADDRESS_OVERLAY,
    )


class _TellingPlan:
    """Who tells of which event, when, and how much."""

    def __init__(self, rng: Random, happenings: list[Happening], now: datetime) -> None:
        self._rng, self._happenings, self._now = rng, happenings, now
        self._bridges = self._choose_bridges()

    def tellings(self, count: int) -> list[Telling]:
        """`count` tellings: every event once, and then some again."""
        missing = count - len(self._happenings)
        retold = self._retold(missing)
        seen: dict[str, int] = {}
        for event in self._happenings:
            if event.subject is not None:
                seen[event.subject.key] = seen.get(event.subject.key, 0) + 1
        made = []
        publics = _PUBLIC_RETELLINGS
        for event in self._happenings:
            again = retold.get(event.key, 0)
            is_alone = again == 0 and (event.subject is None or seen[event.subject.key] == 1)
            first = self._first(event, is_alone)
            made.append(first)
            for _ in range(again):
                lay = publics > 0 and event.group == "grooming" and "device" not in self._bridge(event)
                publics -= lay
                made.append(self._again(event, first, PUBLIC_SENDER if lay else self._who_again(event)))
        return made

    def _choose_bridges(self) -> dict[str, frozenset[str]]:
        """For each subject the identifier that every sender knows; those two services saw in one session may need
        none.
        """
        bridges = {}
        for event in self._happenings:
            person = event.subject
            if person is not None and person.key not in bridges:
                ways = ["email", "email", "device"] + (["phone", "phone"] if person.phone else [])
                bridges[person.key] = (
                    frozenset({self._rng.choice(ways)}) if person.session is None else frozenset[str]()
                )
        return bridges

    def _retold(self, missing: int) -> dict[str, int]:
        """How often each event is told again: one flood of four, some twice, most once."""
        groups = ("grooming", "extortion", "media", "listed", "url")
        pool = [event.key for event in self._happenings if event.group in groups and not event.lures]
        self._rng.shuffle(pool)
        retold: dict[str, int] = {}
        sizes = [4, *([2] * (missing // 8))]
        while missing > 0:
            size = min(sizes.pop(0) if sizes else 1, missing)
            if not pool:
                pool = list(retold)
            key = pool.pop()
            retold[key] = retold.get(key, 0) + size
            missing -= size
        return retold

    def _who_again(self, event: Happening) -> str:
        """The same service in six cases of ten, else another desk that heard of it."""
        if event.platform is None:
            return "foghorn"
        return event.platform if self._rng.random() < 0.6 else self._rng.choice(_OTHER_DESKS)

    def _first(self, event: Happening, is_alone: bool) -> Telling:
        sender = _SENDERS.get(event.group) or event.platform or PUBLIC_SENDER
        if event.group == "school":
            sender = self._school(event)
        kind = SenderKind.CHILD if event.group == "child" else _KINDS.get(sender, SenderKind.SERVICE)
        return Telling(
            happening=event,
            sender=sender,
            sender_kind=kind,
            arrives_at=event.first_told_at,
            is_first=True,
            is_alone=is_alone,
            bridge=frozenset() if is_alone else self._bridge(event),
            clues=self._clues(kind, is_alone, event),
        )

    def _again(self, event: Happening, first: Telling, sender: str) -> Telling:
        kind = _KINDS.get(sender, SenderKind.SERVICE)
        later = first.arrives_at + timedelta(minutes=self._rng.randint(10, 60 * 30))
        return Telling(
            happening=event,
            sender=sender,
            sender_kind=kind,
            arrives_at=min(later, self._now - timedelta(seconds=self._rng.randint(20, 500))),
            is_first=False,
            is_alone=False,
            bridge=self._bridge(event),
            clues=self._clues(kind, False, event),
        )

    def _bridge(self, event: Happening) -> frozenset[str]:
        return frozenset() if event.subject is None else self._bridges[event.subject.key]

    def _school(self, event: Happening) -> str:
        """The school the child goes to, which settles where the child lives."""
        sender, places = self._rng.choice((("saltmarsh-school", KENT), ("vuurbaak-school", NETHERLANDS)))
        if event.victim is not None:
            event.victim.place = self._rng.choice(places)
        return sender

    def _clues(self, kind: SenderKind, is_alone: bool, event: Happening) -> tuple[str, str]:
        """How much is said of where subject and victim are."""
        lay = kind in (SenderKind.PUBLIC, SenderKind.CHILD, SenderKind.SCHOOL)
        subject = self._pick((10, 10, 10, 70) if lay and is_alone else (30, 20, 38, 12 if is_alone else 0))
        victim = self._pick(
            (70, 30, 0, 0) if kind is SenderKind.SCHOOL else (35, 35, 5, 25) if lay else (20, 25, 30, 25)
        )
        return (_settling(subject, event.subject), _settling(victim, event.victim))

    def _pick(self, weights: tuple[int, int, int, int]) -> str:
        return self._rng.choices(_CLUES, weights)[0]


def _settling(clue: str, person: object) -> str:
    """A town whose name does not settle the force is told with its postcode."""
    place = getattr(person, "place", None)
    return "full" if clue == "town" and place is not None and not place.plain else clue


def _told(scribe: Scribe, album: Album, telling: Telling, forces: tuple[ForceEntry, ...]) -> WorldReferral:
    event = telling.happening
    files = album.files(event, is_first=telling.is_first)
    referral, stated = scribe.compose(telling, files)
    subject = event.subject
    return WorldReferral(
        id="",
        sender=telling.sender,
        door=DOORS[telling.sender],
        referral=referral,
        files=files,
        arrives_at=telling.arrives_at,
        truth=_truth(event, stated, forces, subject.key if subject is not None else event.url),
    )


def _truth(event: Happening, stated: Stated, forces: tuple[ForceEntry, ...], subject_id: str | None) -> Truth:
    places = [
        TruePlace(country=place.country, force=force_serving(place, forces) if settles else None)
        for place, settles in stated.places
    ]
    places.sort(key=lambda place: place.force is None)
    first, *also = places or [TruePlace(country=None, force=None)]
    day = event.at.date()
    return Truth(
        event_id=event.key,
        subject_id=subject_id,
        telling=frozenset(stated.telling),
        picture_ids=tuple(event.pictures),
        listed_media=tuple(event.listed),
        is_urgent=event.is_urgent,
        place=first,
        also=tuple(also),
        child_subject=event.subject is not None and event.subject.age_years(day) < 18,
        lures=frozenset(stated.lures),
    )
