"""Taking up what was parked: by the worker, ever more seldom, and by hand after a fault was mended."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.following import facts, follower_named, followers
from causeway.hub.base.ledger.models import Entry, FollowerCursor, FollowerFault, Leaf
from causeway.hub.base.ledger.parking import note_try
from causeway.hub.base.walls.away import is_away

MOST_AT_ONCE = 50
"""Parked entries that one round tries for an organisation."""


class FollowerGone(Exception):
    """The program no longer has the follower of a parked entry; its effect has to be brought about by hand."""

    code = "follower_gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenUp:
    """What a run did: parked entries that are done now, and those that failed again."""

    done: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """How an organisation's followers stand. `oldest_at` is when the oldest entry was made that one of them has not
    taken yet.
    """

    parked: int
    faults: tuple[str, ...]
    oldest_at: datetime | None


def parked(organisation_id: UUID, *, due_by: datetime | None = None) -> QuerySet[FollowerFault]:
    """An organisation's parked entries: all, or those whose next try is due. Runs inside the caller's transaction."""
    rows = FollowerFault.objects.filter(organisation_id=organisation_id, parked_at__isnull=False)
    return rows.filter(next_try_at__lte=due_by) if due_by else rows


def take_up_parked(
    actor: Any, now: datetime, transaction_as: Callable[[Any], Any], *, only_due: bool = True, limit: int | None = None
) -> TakenUp:
    """Try the parked entries of the actor's organisation again, in the ledger's order, each in one transaction with
    what marks it as done.
    """
    with transaction_as(actor):
        rows = parked(actor.organisation_id, due_by=now if only_due else None)
        ids = list(rows.order_by("position", "follower").values_list("id", flat=True)[:limit])
    done = failed = 0
    for fault_id in ids:
        outcome = _take_up(actor, fault_id, now, transaction_as)
        done, failed = done + (outcome is True), failed + (outcome is False)
    return TakenUp(done=done, failed=failed)


def _take_up(actor: Any, fault_id: int, now: datetime, transaction_as: Callable[[Any], Any]) -> bool | None:
    """Whether it succeeded; None where another process has it."""
    try:
        with transaction_as(actor):
            row = FollowerFault.objects.select_for_update(skip_locked=True).filter(id=fault_id).first()
            if row is None:
                return None
            follower = follower_named(row.follower)
            if follower is None:
                raise FollowerGone
            (fact,) = facts(list(Entry.objects.filter(id=row.entry_id)), {row.entry_id: row.position})
            follower.effect(actor, [fact])
            enter(Act.ENTRY_TAKEN_UP, subjects=[row.entry_id], details={"follower": row.follower})
            row.delete()
    except Exception as fault:
        if is_away(fault):
            raise
        # Whatever else it was, the entry stays parked and the others get their turn.
        with transaction_as(actor):
            row = FollowerFault.objects.filter(id=fault_id).first()
            if row is not None:
                note_try(row, fault, now)
        return False
    return True


def lag_of(organisation_id: UUID) -> Lag:
    """How the followers of the acting organisation stand. Runs inside the caller's transaction."""
    positions = dict(FollowerCursor.objects.values_list("follower", "position"))
    waiting = [
        leaf.entered_at
        for one in followers()
        if (
            leaf := Leaf.objects.filter(
                position__gt=positions.get(one.name, -1),
                entry_id__in=Entry.objects.filter(act__in=[act.value for act in one.acts]).values("id"),
            )
            .order_by("position")
            .first()
        )
    ]
    rows = list(parked(organisation_id))
    faults = sorted({f"{row.follower.rpartition('.')[2]}: {row.fault}" for row in rows})
    return Lag(parked=len(rows), faults=tuple(faults), oldest_at=min(waiting, default=None))
