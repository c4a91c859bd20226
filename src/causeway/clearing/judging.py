"""Past referrals judged by two policies at once: what surrounds each is looked up once, and both weigh the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from causeway.clearing.pipeline import (
    ClearingInput,
    GrowingNeighbours,
    Policies,
    Routes,
    Surroundings,
    decide,
    look_round,
    prioritise,
)
from causeway.triage import Judged, PriorityPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPair:
    """Two policies to compare, and what else the pipeline works by."""

    old: PriorityPolicy
    new: PriorityPolicy
    others: Policies

    def __iter__(self) -> Iterator[Policies]:
        return iter((replace(self.others, priority=self.old), replace(self.others, priority=self.new)))


def judge(
    given: ClearingInput,
    around: Surroundings,
    *,
    pair: PolicyPair,
    now: datetime,
    language: str = "",
    country: str = "",
) -> Judged:
    """One referral under both policies, as it stood at `now` (aware). `language` is the sender's and
    `country` that to which it goes, both empty where unknown. Pure.
    """
    old, new = (prioritise(given, around, policies=policies, now=now, is_linked_elsewhere=False) for policies in pair)
    return Judged(
        referral_id=given.referral_id,
        sender=given.sender,
        received_at=given.received_at,
        old=old,
        new=new,
        language=language,
        country=country,
    )


def judge_all(
    stream: Iterable[ClearingInput], *, neighbours: GrowingNeighbours, router: Routes, pair: PolicyPair
) -> Iterator[Judged]:
    """A stream in order of arrival, each as it stood when it was received, against those before it. The country is
    that to which the referral would go.
    """
    for given in stream:
        around = look_round(given, neighbours=neighbours, policies=pair.others)
        found = decide(given, around, router=router, policies=pair.others, now=given.received_at)
        country = next((route.country for route in found.routes if route.country), "")
        yield judge(given, around, pair=pair, now=given.received_at, country=country)
        neighbours.add(replace(around.facts, duplicate_of=found.duplicate_of))
