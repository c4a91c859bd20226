"""Receiving an appeal, the same way whatever it names, and sorting it afterwards to the desks that it concerns.

Whoever appeals must not learn from the answer, nor from how long it takes, whether anything is listed: the request
writes one row. The worker then asks each desk, and where none lists anything a person at the first door answers.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.public_door import public_doors
from causeway.hub.knowledge.banks.commands.make_appeal import (
    AppealCode,
    Filing,
    NewAppeal,
    filed_under,
    make_appeal,
    refuse_unless_said,
)
from causeway.hub.knowledge.banks.models import ReceivedAppeal
from causeway.vocabulary.signals import SignalKind

_MOST_AT_ONCE = 100


@command(Permission.APPEAL_SIGNAL)
def receive_appeal(actor: Actor, new: NewAppeal, code: AppealCode) -> None:
    """Keep an appeal until it is sorted.

    Raises:
        Invalid: nothing is said, or too much.
    """
    refuse_unless_said(new.text)
    filing = filed_under(code, timezone.now())
    ReceivedAppeal(
        organisation_id=actor.organisation_id,
        reference=filing.reference,
        secret_hash=filing.secret_hash,
        kind=new.kind.value if new.kind else "",
        value=new.value,
        signal_id=new.signal_id,
        text=new.text.strip(),
        received_at=filing.made_at,
    ).save(force_insert=True)


def received_appeals(actor: Actor, now: datetime) -> QuerySet[ReceivedAppeal]:
    """What `sort_appeals` has to see to."""
    del now
    return ReceivedAppeal.objects.filter(organisation_id=actor.organisation_id)


def sort_appeals(actor: Actor, now: datetime) -> int:
    """Make each appeal that the actor's organisation has received at every desk that it concerns, oldest first. What
    breaks off in between is made again, and changes nothing where it was made before.
    """
    waiting = _received(actor, now)
    doors = [door for door, _country in public_doors()]
    for appeal_id, new, filing in waiting:
        if not sum(make_appeal(door, new, filing) for door in doors):
            make_appeal(doors[0], new, filing, even_if_unknown=True)
        _forget(actor, appeal_id)
    return len(waiting)


@command(Permission.KEEP_BANKS)
def _received(actor: Actor, now: datetime) -> list[tuple[UUID, NewAppeal, Filing]]:
    rows = received_appeals(actor, now).order_by("received_at", "id")[:_MOST_AT_ONCE]
    return [(row.id, _new(row), _filing(row)) for row in rows]


@command(Permission.KEEP_BANKS)
def _forget(actor: Actor, appeal_id: UUID) -> None:
    del actor
    ReceivedAppeal.objects.filter(id=appeal_id).delete()


def _new(row: ReceivedAppeal) -> NewAppeal:
    kind = SignalKind(row.kind) if row.kind else None
    return NewAppeal(kind=kind, value=row.value, signal_id=row.signal_id, text=row.text)


def _filing(row: ReceivedAppeal) -> Filing:
    return Filing(reference=row.reference, secret_hash=row.secret_hash, made_at=row.received_at)
