"""A world of traffic: from a seed, as many referrals as are asked for, one after another in order of arrival, each with
what is true of it.

It is made to be large and hard: half to seven in ten referrals tell of an event again; people mistype, share lines,
take over handles, travel and turn up under another identity; clocks are wrong; senders call what is no emergency one.
Nothing is kept but what is still to be told. The small world of `referrals` shows how the road works; this one measures
how well the engines find their way.
"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.referral import Referral
from causeway.worlds.addresses import ADDRESS_OVERLAY
from causeway.worlds.errors import WorldError
from causeway.worlds.places import ForceEntry
from causeway.worlds.traffic_events import LISTED, Course, Occurrence
from causeway.worlds.traffic_media import digests
from causeway.worlds.traffic_rates import Rates
from causeway.worlds.traffic_tellings import Teller, TellingPlan, tellings
from causeway.worlds.truth import TruePlace

SPAN = timedelta(days=28)
"""Over this time all referrals arrive, however many they are."""

_REFERRALS_A_SUBJECT = 4.0
"""About so many come of one subject; it sets only how fast subjects appear."""
_VIRAL_SHARE = 0.06
_VIRAL_CONTENTS = 30
_LEAST_VIRAL = 20
"""A content that goes round is told at least so often, in a world large enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficTruth:
    """What is true of one referral.

    `event`: told of the same event are duplicates. `cluster`: what hangs together by the subject, as far as somebody
    stated by what they can be known again, or by new pictures that a ring passes round. `places` holds where the
    parties are, as far as the referral says it: any of them is right; none is unknown. `danger` runs from 0 to 4.
    """

    event: str
    cluster: str
    danger: int
    places: tuple[TruePlace, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficReferral:
    """One referral of a world of traffic: what a hub would get, and beside it the truth."""

    id: str
    sender: str
    arrives_at: datetime
    referral: Referral
    media: tuple[MediaDigests, ...]
    truth: TrafficTruth


@dataclass(frozen=True, slots=True, kw_only=True)
class Surrounds:
    """What a hub knows besides: the countries of address blocks (network to ISO alpha-2), and the pictures that stand
    in a bank.
    """

    countries: dict[str, str]
    listed: tuple[MediaDigests, ...]


def surrounds(seed: int) -> Surrounds:
    """What goes with the world of a seed."""
    return Surrounds(
        countries={entry.network: entry.country for entry in ADDRESS_OVERLAY},
        listed=tuple(digests(seed, f"k{number}") for number in range(LISTED)),
    )


def traffic(
    seed: int,
    *,
    referrals: int,
    forces: Iterable[tuple[str, str, str, str]],
    start: datetime,
    errors: float = 1.0,
) -> Iterator[TrafficReferral]:
    """`referrals` referrals in order of arrival, from `start` (aware) on. `errors` scales every rate of `Rates`.

    `forces` gives code, name, ISO alpha-2 country and time zone of every police force. The same arguments give the
    same world, to the byte.

    Raises:
        WorldError: `referrals` is no positive number, `start` is naive, `errors` is negative, or the forces do not
            cover the world's places.
    """
    if referrals < 1:
        raise WorldError("too_few", "a world needs at least one referral")
    if start.tzinfo is None:
        raise WorldError("naive_time", "`start` must say its time zone")
    return _Traffic(seed, referrals, tuple(ForceEntry(*force) for force in forces), start, Rates().scaled(errors)).run()


class _Traffic:
    """What is still to be told, in a heap by the time at which it arrives."""

    def __init__(
        self, seed: int, referrals: int, forces: tuple[ForceEntry, ...], start: datetime, rates: Rates
    ) -> None:
        self._rng = Random(f"causeway-traffic-{seed}")
        self._course = Course(Random(f"causeway-traffic-course-{seed}"), rates)
        self._teller = Teller(Random(f"causeway-traffic-teller-{seed}"), rates, self._course.people, forces, seed)
        self._referrals, self._start = referrals, start
        self._waiting: list[tuple[datetime, int, Occurrence, TellingPlan]] = []
        self._planned = 0

    def run(self) -> Iterator[TrafficReferral]:
        self._plan_viral()
        gap_seconds = SPAN.total_seconds() * _REFERRALS_A_SUBJECT / self._referrals
        appears, told = self._start, 0
        while True:
            while self._waiting and self._waiting[0][0] <= appears:
                told += 1
                yield self._said(told)
                if told == self._referrals:
                    return
            for event in self._course.of_a_subject(appears):
                self._plan(event)
            appears += timedelta(seconds=self._rng.expovariate(1 / gap_seconds))

    def _plan_viral(self) -> None:
        """Contents that go round: a few very often, most less so, each in some days of its own."""
        total = int(self._referrals * _VIRAL_SHARE)
        weights = [1 / (number + 1) for number in range(_VIRAL_CONTENTS)]
        for number, weight in enumerate(weights):
            times = int(total * weight / sum(weights))
            first_day = self._rng.uniform(0, SPAN.days - 4)
            for _ in range(times if times >= _LEAST_VIRAL else 0):
                at = self._start + timedelta(days=first_day + self._rng.expovariate(1 / 2))
                self._plan(self._course.viral(number, at))

    def _plan(self, event: Occurrence) -> None:
        for plan in tellings(self._rng, event):
            self._planned += 1
            heapq.heappush(self._waiting, (plan.arrives_at, self._planned, event, plan))

    def _said(self, number: int) -> TrafficReferral:
        arrives_at, _, event, plan = heapq.heappop(self._waiting)
        said = self._teller.say(event, plan)
        return TrafficReferral(
            id=f"r{number:07d}",
            sender=plan.sender,
            arrives_at=arrives_at,
            referral=said.referral,
            media=said.media,
            truth=TrafficTruth(event=event.key, cluster=event.cluster, danger=event.danger, places=said.places),
        )
