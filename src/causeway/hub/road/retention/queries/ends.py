"""What has come to its end, or soon will: nothing that is on hold, and nothing on which work goes on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.erasing import old_searches
from causeway.hub.road.cases.commands.forget import closed_cases, received_notices, referrals_in_cases
from causeway.hub.road.data_requests.commands.forget import received_requests
from causeway.hub.road.deconfliction.commands.forget import interests_over
from causeway.hub.road.intake.commands.forget import old_drafts
from causeway.hub.road.queues.queries.endings import ended_at
from causeway.hub.road.referrals.queries.told import Held, held, held_since
from causeway.hub.road.retention.models import Remnant
from causeway.hub.road.retention.queries.holds import held_referrals, is_case_held
from causeway.hub.road.retention.queries.rules import rule_in_force
from causeway.timing import Calendar, Days, Kept, due_at, least_days

MOST_AT_ONCE = 500
"""Of one kind, in one run."""
_PAGE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One thing and the moment from which on it is not kept."""

    kept: Kept
    subject_id: UUID
    ends_at: datetime


def ends(actor: Actor, until: datetime) -> list[End]:
    """What of the acting organisation ends until a moment, at most `MOST_AT_ONCE` of each kind. Runs inside the
    caller's transaction.
    """
    return [end for kept in _FINDERS for end in islice(_ends_of(actor, kept, until), MOST_AT_ONCE)]


def is_still_over(actor: Actor, end: End, now: datetime) -> bool:
    """Whether nothing has come between since it was found: a hold, a case, or work that goes on again. Runs inside the
    caller's transaction.
    """
    if end.kept is Kept.CASE:
        found: Iterable[tuple[UUID, datetime]] = _cases(actor, now)
    elif end.kept is Kept.REFERRAL_CONTENT:
        referral = held(end.subject_id)
        found = _free([referral]) if referral else ()
    else:
        found = _FINDERS[end.kept](actor, now)
    return end.ends_at <= now and any(number == end.subject_id for number, _ in found)


def searches_over(actor: Actor, now: datetime) -> tuple[datetime, int]:
    """Before which moment searches are not kept, and how many there are. Runs inside the caller's transaction."""
    before = now - timedelta(days=least_days(Kept.SEARCHES))
    if not old_searches(before):
        return before, 0
    before = now - timedelta(days=rule_in_force(actor, Kept.SEARCHES).days)
    return before, old_searches(before)


def _ends_of(actor: Actor, kept: Kept, until: datetime) -> Iterator[End]:
    if next(iter(_FINDERS[kept](actor, _begun_before(until, least_days(kept)))), None) is None:
        return  # The usual case, told by one look, before any rule is read.
    days, calendar = rule_in_force(actor, kept).days, Calendar(zone=actor.zone)
    for subject_id, started_at in _FINDERS[kept](actor, _begun_before(until, days)):
        ends_at = due_at(started_at, allowance=Days(count=days), calendar=calendar, now=started_at)
        if ends_at <= until:
            yield End(kept=kept, subject_id=subject_id, ends_at=ends_at)


def _begun_before(until: datetime, days: int) -> datetime:
    """A day more than so many days ago, for a day on the wall can be an hour short."""
    return until - timedelta(days=days - 1)


def _referrals(actor: Actor, before: datetime) -> Iterator[tuple[UUID, datetime]]:
    del actor
    after: tuple[datetime, UUID] | None = None
    while page := held_since(before, after=after, limit=_PAGE):
        yield from _free(page)
        after = page[-1].received_at, page[-1].id


def _free(page: list[Held]) -> Iterator[tuple[UUID, datetime]]:
    """Those of a page that nothing keeps, with the moment from which their time runs."""
    numbers = [each.id for each in page]
    kept = held_referrals(numbers) | referrals_in_cases(numbers)
    ended = ended_at(numbers)
    for each in page:
        at = ended.get(each.id, each.received_at)
        if each.id not in kept and at is not None:
            yield each.id, max(at, each.received_at)


def _references(actor: Actor, before: datetime) -> Iterable[tuple[UUID, datetime]]:
    del actor
    return Remnant.objects.filter(began_at__lt=before).order_by("began_at").values_list("id", "began_at")


def _cases(actor: Actor, before: datetime) -> Iterator[tuple[UUID, datetime]]:
    del actor
    return ((number, at) for number, at in closed_cases(before) if not is_case_held(number))


def _notices(actor: Actor, before: datetime) -> Iterable[tuple[UUID, datetime]]:
    return received_notices(actor.organisation_id, before)


def _requests(actor: Actor, before: datetime) -> Iterable[tuple[UUID, datetime]]:
    return received_requests(actor.organisation_id, before)


def _drafts(actor: Actor, before: datetime) -> Iterable[tuple[UUID, datetime]]:
    del actor
    return old_drafts(before)


def _interests(actor: Actor, before: datetime) -> Iterator[tuple[UUID, datetime]]:
    found = interests_over(actor.organisation_id, before)
    on_hold = {case_id for case_id in {case_id for _, _, case_id in found if case_id} if is_case_held(case_id)}
    return ((number, at) for number, at, case_id in found if case_id not in on_hold)


_FINDERS = {
    # Cases first: a referral is kept as long as the case that works on it.
    Kept.CASE: _cases,
    Kept.REFERRAL_CONTENT: _referrals,
    Kept.SAFEGUARDING_NOTICE: _notices,
    Kept.DATA_REQUEST: _requests,
    Kept.DRAFT: _drafts,
    Kept.REFERRAL_REFERENCE: _references,
    Kept.INTEREST: _interests,
}
