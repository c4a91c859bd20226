"""What has come to its end, or soon will: nothing that is on hold, and nothing on which work goes on."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.erasing import old_searches
from causeway.hub.base.rows.paging import Portion
from causeway.hub.road.retention.queries.rules import rule_in_force
from causeway.hub.road.retention.queries.sources import SOURCES
from causeway.timing import Calendar, Days, Kept, due_at, least_days


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One thing and the moment from which on it is not kept."""

    kept: Kept
    subject_id: UUID
    ends_at: datetime


def ends(actor: Actor, kept: Kept, until: datetime, portion: Portion) -> tuple[list[End], Portion | None]:
    """What of one kind ends until a moment, among a portion of what the acting organisation has of it; and what portion
    follows, None behind the last. Runs inside the caller's transaction.
    """
    days, calendar = rule_in_force(actor, kept).days, Calendar(zone=actor.zone)
    found = SOURCES[kept](actor, _begun_before(until, days), portion)
    ending = []
    for each in found:
        if each.started_at is None:
            continue
        ends_at = due_at(each.started_at, allowance=Days(count=days), calendar=calendar, now=each.started_at)
        if ends_at <= until:
            ending.append(End(kept=kept, subject_id=each.id, ends_at=ends_at))
    is_last = len(found) < portion.limit
    return ending, None if is_last else portion.behind(found[-1].listed_at, found[-1].id)


def still_over(actor: Actor, among: Collection[End], now: datetime) -> set[End]:
    """Those of these between which and now nothing has come: a hold, a case, work that goes on again, or another end.
    Runs inside the caller's transaction.
    """
    over: set[End] = set()
    for kept in {end.kept for end in among}:
        numbers = [end.subject_id for end in among if end.kept is kept]
        over.update(ends(actor, kept, now, Portion(limit=len(numbers), only=numbers))[0])
    return over.intersection(among)


def searches_over(actor: Actor, now: datetime) -> tuple[datetime, int]:
    """Before which moment searches are not kept, and how many there are. Runs inside the caller's transaction."""
    before = now - timedelta(days=least_days(Kept.SEARCHES))
    if not old_searches(before):
        return before, 0
    before = now - timedelta(days=rule_in_force(actor, Kept.SEARCHES).days)
    return before, old_searches(before)


def _begun_before(until: datetime, days: int) -> datetime:
    """A day more than so many days ago, for a day on the wall can be an hour short."""
    return until - timedelta(days=days - 1)
