"""Senders in turn within a band, so that one sender's flood does not hide what another sends, whatever it claims.

A line stands by its deadline, and never before the line of its own sender that came before it and still waits: later
than that by a fiftieth of the band's time. So two senders' lines stand by turns, a line of a sender of whom little
waits comes before a flood, and each line of a flood comes up in the order in which it came. Lines on which a child may
be in danger now stand before the others of their band and take turns among themselves: a flood of false emergencies
hides no true one of somebody else.

What a line before it stands behind may be long closed. So a line never stands later than a turn for each line of its
sender that still waits before it, as far as so many are counted.

No band, score or deadline changes, and nothing is dropped. What a person has seen to counts no more, so that a sender
whose lines are worked off stands by its deadlines alone.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from causeway.hub.road.queues.models import QueueItem, urgency_rank

TURNS = 50
"""So many turns of one sender fill the time of its band."""
FURTHEST = timedelta(days=365_000)
"""No line stands further behind its deadline, so that a moment is always one that can be stored."""
MOST_COUNTED = 2_000
"""So many lines before another are counted: forty times the time of its band. A larger flood stands there."""
_Place = tuple[datetime, UUID, datetime]
"""When a line came, which it is, and by which moment it stands."""


def fair_moment(due_at: datetime, arrived_at: datetime, before: datetime | None, waiting: int) -> datetime:
    """By which moment a line stands; `before` is that of its sender's line before it, None where none waits, and
    `waiting` how many of them do.
    """
    if before is None:
        return due_at
    turn = _turn(due_at, arrived_at)
    return min(max(due_at, min(before + turn, due_at + turn * waiting)), due_at + FURTHEST)


def _turn(due_at: datetime, arrived_at: datetime) -> timedelta:
    return max(due_at - arrived_at, timedelta(0)) / TURNS


def stand_in_turn(items: Iterable[QueueItem]) -> None:
    """Say where lines stand among their band; the caller saves them. One query a line, and one more where others of
    its sender put it behind its deadline. Runs inside the caller's transaction.
    """
    ordered = sorted(items, key=lambda item: (item.arrived_at, item.id))
    ids = [item.id for item in ordered]
    among: dict[tuple[UUID, int], _Place] = {}
    stood = Counter[tuple[UUID, int]]()
    for item in ordered:
        item.fair_at = item.due_at
        if not item.is_line or item.closed_at is not None:
            continue
        key = (item.sender_id, urgency_rank(item.band_rank, is_imminent=item.is_imminent))
        places = [place for place in (among.get(key), line_before(item, but=ids)) if place is not None]
        before = max(places)[2] if places else None
        waiting = 0
        if before is not None and before + _turn(item.due_at, item.arrived_at) > item.due_at:
            waiting = stood[key] + lines_before(item, but=ids)
        item.fair_at = fair_moment(item.due_at, item.arrived_at, before, waiting)
        among[key] = (item.arrived_at, item.id, item.fair_at)
        stood[key] += 1


def line_before(item: QueueItem, *, but: Collection[UUID] = ()) -> _Place | None:
    """The line of the same sender and urgency that came last before it and waits still, leaving out some. It reads one
    entry of an index, and one more for each that is left out.
    """
    rows = _lines_before(item, but).order_by("-arrived_at", "-id")
    return rows.values_list("arrived_at", "id", "fair_at").first()


def lines_before(item: QueueItem, *, but: Collection[UUID] = ()) -> int:
    """How many lines of the same sender and urgency came before it and wait still, leaving out some; up to
    `MOST_COUNTED`. It reads as many entries of an index.
    """
    return _lines_before(item, but).order_by("-arrived_at", "-id")[:MOST_COUNTED].count()


def _lines_before(item: QueueItem, but: Collection[UUID]) -> QuerySet[QueueItem]:
    came_before = RawSQL(
        "(queues_queueitem.arrived_at, queues_queueitem.id) < (%s, %s)",
        [item.arrived_at, item.id],
        output_field=BooleanField(),
    )
    return QueueItem.objects.filter(
        came_before,
        organisation_id=item.organisation_id,
        sender_id=item.sender_id,
        urgency_rank=urgency_rank(item.band_rank, is_imminent=item.is_imminent),
        is_line=True,
        closed_at=None,
    ).exclude(id__in=list(but))
