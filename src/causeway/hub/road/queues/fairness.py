"""Senders in turn within a band, so that one sender's flood does not hide what another sends.

Each line stands by its deadline. Where its sender sent others of the same band in the day before, it stands later: by a
fiftieth of the band's own time for each, and never by more than that time. So two senders' lines stand by turns, a line
of a sender who sent little comes before a flood, and each line of a flood still comes up. No band, score or deadline
changes, nothing is dropped, and where a child may be in danger now a line stands by its deadline alone.
"""

from datetime import datetime, timedelta

from causeway.hub.road.queues.models import QueueItem

MOST_TURNS = 50
"""After so many lines in a day one more stands no later; so many entries of an index are read at most."""
COUNTED = timedelta(days=1)


def fair_moment(due_at: datetime, arrived_at: datetime, turns: int) -> datetime:
    """By which moment a line stands that came after `turns` others of its sender."""
    share = min(turns, MOST_TURNS) / MOST_TURNS
    return due_at + max(due_at - arrived_at, timedelta(0)) * share


def stand_in_turn(item: QueueItem) -> None:
    """Say where a line stands among its band; the caller saves it. Runs inside the caller's transaction."""
    turns = 0 if item.is_imminent or not item.is_line else turns_before(item)
    item.fair_at = fair_moment(item.due_at, item.arrived_at, turns)


def turns_before(item: QueueItem) -> int:
    """How many lines of the same sender and band came in the day before it, counted up to `MOST_TURNS`."""
    before = QueueItem.objects.filter(
        organisation_id=item.organisation_id,
        sender_id=item.sender_id,
        band_rank=item.band_rank,
        is_line=True,
        arrived_at__gt=item.arrived_at - COUNTED,
        arrived_at__lt=item.arrived_at,
    )
    return before.order_by("-arrived_at")[:MOST_TURNS].count()
