"""The erasure run of one organisation: what it was told of long enough ago, and what is still at its end, is erased."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.erasing import erase_old_searches
from causeway.hub.base.rows.batching import in_batches
from causeway.hub.base.rows.paging import Portion
from causeway.hub.base.walls.away import is_away
from causeway.hub.road.cases.commands.forget import forget_case, forget_notice
from causeway.hub.road.clusters.queries.cluster import heads_of
from causeway.hub.road.data_requests.commands.forget import forget_request
from causeway.hub.road.deconfliction.commands.forget import forget_interest
from causeway.hub.road.intake.commands.forget import forget_drafts
from causeway.hub.road.queues.working.faults import fault_code
from causeway.hub.road.referrals.queries.told import held
from causeway.hub.road.retention.commands.forgetting import Forgotten, forget_referral
from causeway.hub.road.retention.commands.tell import WARNED_AHEAD
from causeway.hub.road.retention.models import Ending, Remnant
from causeway.hub.road.retention.queries.ends import End, ends, searches_over, still_over
from causeway.hub.road.retention.queries.sources import SOURCES
from causeway.timing import Kept

MOST_AT_ONCE = 500
"""Erased in one run; whoever asks for it runs it again until nothing is left."""
_PAGE = 1_000

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What a run would find: how much may be erased now, and of how much its owner has still to be told, or to wait."""

    now: int
    later: int
    searches: int


@command(Permission.RUN_RETENTION)
def plan(actor: Actor, now: datetime) -> Planned:
    """Count, and change nothing."""
    told = (_end_of(row) for row in ripe(actor, now).order_by("warned_at", "id").iterator(chunk_size=_PAGE))
    ready = sum(len(still_over(actor, some, now)) for some in in_batches(told, _PAGE))
    found = sum(_how_many_end(actor, kept, now + WARNED_AHEAD) for kept in SOURCES)
    return Planned(now=ready, later=found - ready, searches=searches_over(actor, now)[1])


def ripe(actor: Actor, now: datetime) -> QuerySet[Ending]:
    """What the organisation was told of long enough ago; all of it has ended, for it is told no further ahead. Runs
    inside the caller's transaction.
    """
    return Ending.objects.filter(organisation_id=actor.organisation_id, warned_at__lte=now - WARNED_AHEAD)


def erase_what_ended(actor: Actor, now: datetime) -> list[Forgotten]:
    """Erase up to `MOST_AT_ONCE` things that are at their end and were told of long enough ago, each in a transaction
    of its own. What fails is logged by its kind, and holds up nothing behind it.

    Raises:
        OperationalError, InterfaceError: the database is away.
    """
    done: list[Forgotten] = []
    for ending_id in _ripe_ones(actor, now):
        try:
            forgotten = erase_one(actor, ending_id, now)
        except Exception as fault:  # one thing that cannot be erased must not keep all others
            if is_away(fault):
                raise
            log.error("One thing could not be erased: %s", fault_code(fault))
            continue
        if forgotten is not None:
            done.append(forgotten)
        if len(done) == MOST_AT_ONCE:
            break
    return done


def _ripe_ones(actor: Actor, now: datetime) -> Iterator[UUID]:
    portion: Portion | None = Portion(limit=MOST_AT_ONCE)
    while portion is not None:
        rows, firsts = _ripe_portion(actor, now, portion)
        yield from sorted((number for _, number in rows), key=lambda number: number in firsts)
        portion = portion.behind(*rows[-1]) if len(rows) == portion.limit else None


@command(Permission.RUN_RETENTION)
def _ripe_portion(actor: Actor, now: datetime, portion: Portion) -> tuple[list[tuple[datetime, UUID]], frozenset[UUID]]:
    """When each was told of, and its row; and which are first tellings of events. Those go last, so that none of the
    others has to lead in between.
    """
    rows = list(portion.of(ripe(actor, now), "warned_at").values_list("warned_at", "id", "subject_id"))
    firsts = heads_of([subject_id for _, _, subject_id in rows])
    first_rows = frozenset(number for _, number, subject_id in rows if subject_id in firsts)
    return [(at, number) for at, number, _ in rows if at is not None], first_rows


@command(Permission.RUN_RETENTION)
def erase_one(actor: Actor, ending_id: UUID, now: datetime) -> Forgotten | None:
    """Erase one thing that the organisation was told of. None where it is gone already; where it is not over, because
    it is on hold, work on it goes on, or its end has moved, it is left, and will be told of anew.
    """
    row = ripe(actor, now).select_for_update().filter(id=ending_id).first()
    if row is None:
        return None
    end = _end_of(row)
    done = _forget(actor, end, now) if still_over(actor, [end], now) else None
    row.delete()
    return done


def _forget(actor: Actor, end: End, now: datetime) -> Forgotten:
    began_at, reference, concern = end.ends_at, "", ""
    referral = held(end.subject_id) if end.kept is Kept.REFERRAL_CONTENT else None
    if referral is not None:
        began_at, reference, concern = referral.received_at, referral.reference, referral.concern
        done = forget_referral(referral)
    else:
        done = _FORGET[end.kept](end.subject_id)
    if end.kept is not Kept.REFERRAL_REFERENCE:
        Remnant(
            organisation_id=actor.organisation_id,
            kept=end.kept.value,
            subject_id=end.subject_id,
            reference=reference,
            concern=concern,
            began_at=began_at,
            erased_at=now,
            was_last=done.was_last,
            counts=done.counts,
        ).save(force_insert=True)
    enter(Act.CONTENT_ERASED, subjects=[end.subject_id], details={"kept": end.kept.value, "counts": done.counts})
    return done


@command(Permission.RUN_RETENTION)
def forget_searches(actor: Actor, now: datetime) -> int:
    """Erase what people searched for longer ago than the rule keeps it."""
    before, count = searches_over(actor, now)
    return erase_old_searches(before) if count else 0


def _end_of(row: Ending) -> End:
    return End(kept=Kept(row.kept), subject_id=row.subject_id, ends_at=row.ends_at)


def _how_many_end(actor: Actor, kept: Kept, until: datetime) -> int:
    count, portion = 0, Portion(limit=_PAGE)
    while True:
        found, following = ends(actor, kept, until, portion)
        count += len(found)
        if following is None:
            return count
        portion = following


def _forget_reference(remnant_id: UUID) -> Forgotten:
    return Forgotten(was_last=True, counts={"references": Remnant.objects.filter(id=remnant_id).delete()[0]})


_FORGET: dict[Kept, Callable[[UUID], Forgotten]] = {
    Kept.CASE: lambda number: Forgotten(was_last=True, counts=forget_case(number)),
    Kept.SAFEGUARDING_NOTICE: lambda number: _counted("notices", forget_notice(number)),
    Kept.DATA_REQUEST: lambda number: _counted("data_requests", forget_request(number)),
    Kept.DRAFT: lambda number: _counted("drafts", forget_drafts([number])),
    Kept.REFERRAL_REFERENCE: _forget_reference,
    Kept.INTEREST: lambda number: Forgotten(was_last=True, counts=forget_interest(number)),
}


def _counted(name: str, count: int) -> Forgotten:
    return Forgotten(was_last=bool(count), counts={name: count})
