"""Senders in turn within a band, so that one sender's flood does not hide what another sends, whatever it claims.

A line stands by its deadline, and never before the line of its own sender that came before it and still waits: later
than that by a fiftieth of the band's time. So two senders' lines stand by turns, a line of a sender of whom little
waits comes before a flood, and each line of a flood comes up in the order in which it came. Lines on which a child may
be in danger now stand before the others of their band and take turns among themselves: a flood of false emergencies
hides no true one of somebody else.

No band, score or deadline changes, and nothing is dropped. What a person has seen to counts no more, so that a sender
whose lines are worked off stands by its deadlines alone.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from causeway.hub.road.queues.models import QueueItem, urgency_rank

TURNS = 50
"""So many turns of one sender fill the time of its band."""
FURTHEST = timedelta(days=365_000)
"""No line stands further behind its deadline, so that a moment is always one that can be stored."""
_Place = tuple[datetime, UUID, datetime]
"""When a line came, which it is, and by which moment it stands."""


def fair_moment(due_at: datetime, arrived_at: datetime, before: datetime | None) -> datetime:
    """By which moment a line stands; `before` is that of its sender's line before it, None where none waits."""
    if before is None:
        return due_at
    turn = max(due_at - arrived_at, timedelta(0)) / TURNS
    return min(max(due_at, before + turn), due_at + FURTHEST)


def stand_in_turn(items: Iterable[QueueItem]) -> None:
    """Say where lines stand among their band; the caller saves them. One query a line. Runs inside the caller's
    transaction.
    """
    ordered = sorted(items, key=lambda item: (item.arrived_at, item.id))
    ids = [item.id for item in ordered]
    among: dict[tuple[UUID, int], _Place] = {}
    for item in ordered:
        item.fair_at = item.due_at
        if not item.is_line or item.closed_at is not None:
            continue
        key = (item.sender_id, urgency_rank(item.band_rank, is_imminent=item.is_imminent))
        places = [place for place in (among.get(key), line_before(item, but=ids)) if place is not None]
        item.fair_at = fair_moment(item.due_at, item.arrived_at, max(places)[2] if places else None)
        among[key] = (item.arrived_at, item.id, item.fair_at)


def line_before(item: QueueItem, *, but: Collection[UUID] = ()) -> _Place | None:
    """The line of the same sender and urgency that came last before it and waits still, leaving out some. It reads one
    entry of an index, and one more for each that is left out.
    """
    came_before = RawSQL(
        "(queues_queueitem.arrived_at, queues_queueitem.id) < (%s, %s)",
        [item.arrived_at, item.id],
        output_field=BooleanField(),
    )
    rows = QueueItem.objects.filter(
        came_before,
        organisation_id=item.organisation_id,
        sender_id=item.sender_id,
        urgency_rank=urgency_rank(item.band_rank, is_imminent=item.is_imminent),
        is_line=True,
        closed_at=None,
    ).exclude(id__in=list(but))
    return rows.order_by("-arrived_at", "-id").values_list("arrived_at", "id", "fair_at").first()
