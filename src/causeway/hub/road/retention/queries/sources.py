"""The lists of what an organisation keeps, kind by kind: what is in them, from when its time runs, what keeps it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.rows.paging import Portion
from causeway.hub.road.cases.commands.forget import closed_cases, received_notices, referrals_in_cases
from causeway.hub.road.data_requests.commands.forget import received_requests
from causeway.hub.road.deconfliction.commands.forget import interests_over
from causeway.hub.road.intake.commands.forget import old_drafts
from causeway.hub.road.queues.queries.endings import ended_at
from causeway.hub.road.referrals.queries.told import held_since
from causeway.hub.road.retention.models import Remnant
from causeway.hub.road.retention.queries.holds import held_cases, held_referrals
from causeway.timing import Kept


@dataclass(frozen=True, slots=True)
class Found:
    """One thing, by which moment it stands in its list, and from when its time runs; None where something keeps it."""

    id: UUID
    listed_at: datetime
    started_at: datetime | None


Source = Callable[[Actor, datetime, Portion], list[Found]]
"""A portion of what began before a moment, in the order of its list. Called inside the actor's transaction."""


def _cases(actor: Actor, before: datetime, portion: Portion) -> list[Found]:
    del actor
    rows = closed_cases(before, portion)
    on_hold = held_cases([number for number, _ in rows])
    return [Found(number, at, None if number in on_hold else at) for number, at in rows]


def _referrals(actor: Actor, before: datetime, portion: Portion) -> list[Found]:
    del actor
    rows = held_since(before, portion)
    numbers = [row.id for row in rows]
    # A case that works on one keeps it, with a hold or without.
    kept = held_referrals(numbers) | referrals_in_cases(numbers) if rows else set()
    ended = ended_at(numbers) if rows else {}
    found = []
    for row in rows:
        at = ended.get(row.id, row.received_at)
        is_free = at is not None and row.id not in kept
        found.append(Found(row.id, row.received_at, max(at, row.received_at) if at and is_free else None))
    return found


def _references(actor: Actor, before: datetime, portion: Portion) -> list[Found]:
    del actor
    rows = portion.of(Remnant.objects.filter(began_at__lt=before), "began_at")
    return _all_free(rows.values_list("id", "began_at"))


def _notices(actor: Actor, before: datetime, portion: Portion) -> list[Found]:
    return _all_free(received_notices(actor.organisation_id, before, portion))


def _requests(actor: Actor, before: datetime, portion: Portion) -> list[Found]:
    return _all_free(received_requests(actor.organisation_id, before, portion))


def _drafts(actor: Actor, before: datetime, portion: Portion) -> list[Found]:
    del actor
    return _all_free(old_drafts(before, portion))


def _interests(actor: Actor, before: datetime, portion: Portion) -> list[Found]:
    rows = interests_over(actor.organisation_id, before, portion)
    on_hold = held_cases({row.case_id for row in rows if row.case_id})
    return [Found(row.id, row.registered_at, None if row.case_id in on_hold else row.over_at) for row in rows]


def _all_free(rows: Iterable[tuple[UUID, datetime]]) -> list[Found]:
    return [Found(number, at, at) for number, at in rows]


SOURCES: dict[Kept, Source] = {
    Kept.CASE: _cases,
    Kept.REFERRAL_CONTENT: _referrals,
    Kept.SAFEGUARDING_NOTICE: _notices,
    Kept.DATA_REQUEST: _requests,
    Kept.DRAFT: _drafts,
    Kept.REFERRAL_REFERENCE: _references,
    Kept.INTEREST: _interests,
}
