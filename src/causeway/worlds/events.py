"""What truly happened in a world: the plan of events, made before anybody tells of them.

Shares are of 200 referrals and scale with the number asked for. Two events of one person lie at least four days
apart, but for a few that happen on one day with two children, which a reader can tell apart by the child and the
conversation.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from causeway.vocabulary.referral import Annotation, Concern
from causeway.worlds.people import Happening, Person, Town
from causeway.worlds.places import Place
from causeway.worlds.words import EMERGENCIES, chat_lines

WEEKS = 4
"""Over how many weeks up to `now` referrals arrive where nobody says."""

_CHAT_SERVICES = ("harbourline", "moatwalk", "semaphore", "kelpforum")
_MEDIA_SERVICES = ("stowaway", "harbourline", "semaphore", "kelpforum")
_NAMES = {
    "harbourline": "Harbourline",
    "kelpforum": "Kelp & Keel Forum",
    "moatwalk": "Moatwalk Quest",
    "stowaway": "Stowaway Drive",
    "semaphore": "Semafoor Berichten",
}
PLATFORMS = _NAMES
"""Service key to the name a referral gives the platform."""

_REPEATERS = 20
_FURTHEST_APART_DAYS = 24
_SAME_DAY = 2
_CHILD_SUBJECTS = 13
_URGENT_SHARE = 0.35
_FRESH_SHARE = 0.5
"""How many of the urgent are told in the last hours."""
_FRESH_SHARE_IN_TIME = 0.4
_COUNTS = {
    "grooming": 30,
    "extortion": 18,
    "media": 40,
    "listed": 16,
    "contact": 5,
    "url": 9,
    "school": 7,
    "public": 9,
    "child": 4,
    "charity": 3,
}


class EventPlan:
    """Makes the events of one world from one rng.

    With `weeks` events are told over so many, each to be sent at its time. Without, all may be sent at `now`, so that
    what is urgent by its hour is told in the last hours.
    """

    def __init__(
        self, rng: Random, town: Town, *, referrals: int, now: datetime, bank: tuple[str, ...], weeks: int | None
    ) -> None:
        self._rng, self._town, self._now, self._bank = rng, town, now, bank
        self._days, self._is_in_time = 7 * (weeks or WEEKS), weeks is not None
        self._scale = referrals / 200
        self._pictures = 0
        self._events = 0
        self._child_subjects = self._share(_CHILD_SUBJECTS)

    def happenings(self) -> list[Happening]:
        """Every event, in no order."""
        groups = [group for group, count in _COUNTS.items() for _ in range(self._share(count))]
        open_groups = [group for group in groups if group in ("grooming", "extortion", "media", "listed")]
        self._rng.shuffle(open_groups)
        made = [*self._same_day(open_groups), *self._of_repeaters(open_groups)]
        made += [self._happening(group) for group in open_groups]
        made += [
            self._happening(group)
            for group in groups
            if group in ("contact", "url", "school", "public", "child", "charity")
        ]
        return made

    def _share(self, count: int) -> int:
        return max(1, round(count * self._scale))

    def _of_repeaters(self, groups: list[str]) -> Iterator[Happening]:
        """People who turn up two or three times, at one service or more."""
        for number in range(self._share(_REPEATERS)):
            subject = self._adult()
            times = self._days_apart(3 if number % 5 == 0 else 2)
            if number % 7 == 3:
                port, at = self._rng.randrange(20000, 60000), times[0] - timedelta(days=2)
                subject.session = (subject.home_ip, port, at)
            for at in times:
                yield self._happening(groups.pop(), subject=subject, told_at=at)

    def _same_day(self, groups: list[str]) -> Iterator[Happening]:
        """One person, one day, two children: two events, not one."""
        for _ in range(self._share(_SAME_DAY)):
            subject, told_at, service = self._adult(), self._when(), self._rng.choice(_CHAT_SERVICES)
            for hours in (0, 9):
                groups.remove("grooming")
                at = told_at + timedelta(hours=hours)
                yield self._happening(
                    "grooming", subject=subject, told_at=at, service=service, lures=frozenset({"same_day"})
                )

    def _happening(
        self,
        group: str,
        *,
        subject: Person | None = None,
        told_at: datetime | None = None,
        service: str | None = None,
        lures: frozenset[str] = frozenset(),
    ) -> Happening:
        rng, self._events = self._rng, self._events + 1
        told, at, is_urgent, emergency = self._timing(group, told_at)
        service = service or self._service(group)
        subject = self._subject_for(group) if subject is None else subject
        victim = self._victim_for(group, subject)
        for person in (subject, victim):
            if person is not None and service is not None:
                self._town.join(person, service)
        pictures, listed = self._pictures_for(group)
        return Happening(
            key=f"event-{self._events:03d}",
            group=group,
            concern=_concern(rng, group),
            annotations=self._annotations(group, subject),
            platform=service,
            subject=subject,
            victim=victim,
            at=at,
            first_told_at=told,
            chat=chat_lines(rng, rng.randint(10, 16))
            if group in ("grooming", "extortion", "charity", "contact")
            else (),
            pictures=pictures,
            listed=listed,
            url=f"https://boards.example.net/{rng.choice(('tide', 'dock', 'quay'))}/{rng.randrange(10**6, 10**7)}"
            if group == "url"
            else None,
            emergency=emergency,
            is_urgent=is_urgent,
            lures=lures,
        )

    def _timing(self, group: str, told_at: datetime | None) -> tuple[datetime, datetime, bool, str | None]:
        """When it was first told, when it happened, whether it is urgent, and the emergency the sender states.

        Urgent is what the sender flags, what a child or a service tells of contact in person, and extortion told
        within hours. Other extortion is told days late. Who is given a time of telling turns up more than once, and
        is never urgent.
        """
        rng = self._rng
        told = told_at or self._when()
        can_be_urgent = told_at is None and group in ("extortion", "grooming", "child")
        if group == "contact" or (can_be_urgent and rng.random() < _URGENT_SHARE):
            emergency = rng.choice(EMERGENCIES) if group in ("grooming", "child") or rng.random() < 0.6 else None
            if self._is_fresh(emergency):
                told = self._now - timedelta(minutes=rng.randint(10, 600))
            return told, told - timedelta(minutes=rng.randint(30, 400)), True, emergency
        if group in ("extortion", "child"):
            days = 4 if told_at is not None else rng.randint(4, 20)
            return told, told - timedelta(days=days, minutes=rng.randint(0, 600)), False, None
        return told, told - timedelta(minutes=rng.randint(90, 60 * 60)), False, None

    def _is_fresh(self, emergency: str | None) -> bool:
        """Whether something urgent is told in the last hours."""
        if self._is_in_time:
            return self._rng.random() < _FRESH_SHARE_IN_TIME
        return emergency is None or self._rng.random() < _FRESH_SHARE

    def _service(self, group: str) -> str | None:
        if group in ("media", "listed"):
            return self._rng.choices(_MEDIA_SERVICES, (5, 4, 2, 1))[0]
        if group == "url":
            return None
        return self._rng.choices(_CHAT_SERVICES, (5, 4, 3, 1))[0]

    def _adult(self, place: Place | None = None) -> Person:
        return self._town.person(19, 67, place)

    def _subject_for(self, group: str) -> Person | None:
        if group == "url":
            return None
        if self._child_subjects and group in ("grooming", "media", "school") and self._rng.random() < 0.6:
            self._child_subjects -= 1
            return self._town.person(12, 16)
        return self._adult()

    def _victim_for(self, group: str, subject: Person | None) -> Person | None:
        """The child, near the subject in three cases of ten."""
        if group in ("media", "listed", "url") or subject is None:
            return None
        near = subject.place if self._rng.random() < 0.3 or group == "contact" else None
        return self._town.person(9, 16, near)

    def _annotations(self, group: str, subject: Person | None) -> tuple[Annotation, ...]:
        made = []
        if group == "extortion":
            made.append(Annotation.EXTORTION)
        if subject is not None and subject.age_years(self._now.date()) < 18 and group in ("grooming", "school"):
            made.append(Annotation.BETWEEN_CHILDREN)
        return tuple(made)

    def _pictures_for(self, group: str) -> tuple[tuple[str, ...], tuple[str | None, ...]]:
        if group == "listed":
            listed = self._rng.choice(self._bank)
            return (listed,), (listed,)
        if group != "media":
            return (), ()
        count = self._rng.choices((1, 2), (7, 3))[0]
        names = tuple(f"picture-{self._pictures + i + 1:03d}" for i in range(count))
        self._pictures += count
        return names, (None,) * count

    def _when(self) -> datetime:
        """A time of arrival, at least a day before `now`."""
        return self._now - timedelta(minutes=self._rng.randint(60 * 24 * 2, 60 * 24 * self._days))

    def _days_apart(self, count: int) -> list[datetime]:
        """Times of arrival, at least seven days from one to the next, so that events lie four days apart."""
        room = min((self._days - 4) // count, _FURTHEST_APART_DAYS)
        latest_days = self._days - 4 - (count - 1) * room if self._is_in_time else 2
        start = self._now - timedelta(days=self._days) + timedelta(minutes=self._rng.randint(0, 60 * 24 * latest_days))
        return [start + timedelta(days=i * room, minutes=self._rng.randint(0, 600)) for i in range(count)]


def _concern(rng: Random, group: str) -> Concern:
    if group == "contact":
        return rng.choice((Concern.CONTACT_ABUSE, Concern.TRAVEL))
    if group in ("media", "listed", "url"):
        return Concern.SEXUAL_ABUSE_MATERIAL
    return Concern.GROOMING
