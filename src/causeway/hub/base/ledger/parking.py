"""Parking: an entry that its follower cannot take must not hold up the entries behind it, an alert among them.

It is tried a few times within seconds, because most faults pass. Then it is parked: the follower goes on, the entry is
tried again ever more seldom (`taking_up`), and its row stays until the effect has happened, so that nothing is lost.
While a follower has anything parked, the next entry that fails is parked at its first try: many such entries, sent on
purpose perhaps, hold it up no longer than one.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.models import Entry, FollowerCursor, FollowerFault

PAUSES = (timedelta(seconds=2), timedelta(seconds=10))
"""Our own choice: between the tries before an entry is parked. No alert behind it waits for longer than these."""
_FIRST_PARKED_PAUSE = timedelta(minutes=5)
_LONGEST_PARKED_PAUSE = timedelta(hours=6)
"""Our own choice: the pause doubles from the first to the longest, so that a fault mended by an upgrade heals alone."""
_LONGEST_FAULT = 80


class FollowerWaits(Exception):
    """A follower failed on an entry a moment ago; its next try is not due yet."""

    code = "follower_waits"


def failed_here(organisation_id: UUID, followers: Collection[str]) -> dict[str, datetime]:
    """Those of these followers that have failed on the entry before which they stand, and when the next try is due.
    Runs inside the caller's transaction.
    """
    faults = FollowerFault.objects.filter(organisation_id=organisation_id, follower__in=followers, parked_at=None)
    return dict(faults.order_by("next_try_at").values_list("follower", "next_try_at"))


def forget_fault(organisation_id: UUID, follower: str) -> None:
    """The entry before which the follower stood is done. Runs inside the transaction of its effect."""
    FollowerFault.objects.filter(organisation_id=organisation_id, follower=follower, parked_at=None).delete()


def note_fault(cursor: FollowerCursor, entry_id: UUID, position: int, fault: Exception, now: datetime) -> bool:
    """Note that the entry behind the cursor failed; after the last try park it and move the cursor past it. Gives
    whether it was parked. Runs inside a transaction of its own, after the effect's was rolled back.
    """
    here = FollowerCursor.objects.select_for_update().filter(id=cursor.id, position=cursor.position).first()
    if here is None:
        return False  # Another worker has taken the entry meanwhile.
    row = FollowerFault.objects.filter(
        organisation_id=here.organisation_id, follower=here.follower, entry_id=entry_id
    ).first() or FollowerFault(
        organisation_id=here.organisation_id,
        follower=here.follower,
        entry_id=entry_id,
        position=position,
        first_failed_at=now,
    )
    others = FollowerFault.objects.filter(
        organisation_id=here.organisation_id, follower=here.follower, parked_at__isnull=False
    )
    is_first = not others.exists()
    if is_first and row.tries < len(PAUSES):
        note_try(row, fault, now)
        return False
    row.parked_at = now
    note_try(row, fault, now)
    here.position = position
    here.save(update_fields=["position"])
    _enter(row, is_first=is_first)
    return True


def note_try(row: FollowerFault, fault: Exception, now: datetime) -> None:
    """Count a failed try and set when the next is due."""
    row.tries += 1
    row.fault = type(fault).__name__[:_LONGEST_FAULT]
    row.last_failed_at = now
    row.next_try_at = now + (_parked_pause(row.tries) if row.parked_at else PAUSES[row.tries - 1])
    row.save()


def _parked_pause(tries: int) -> timedelta:
    doublings = min(max(tries - len(PAUSES) - 1, 0), 10)
    pause: timedelta = _FIRST_PARKED_PAUSE * 2**doublings
    return min(pause, _LONGEST_PARKED_PAUSE)


def _enter(row: FollowerFault, *, is_first: bool) -> None:
    # Whoever tells of parked entries may itself fail on one; its own is not told of again, without end.
    if Entry.objects.filter(id=row.entry_id, act=Act.ENTRY_PARKED.value).exists():
        return
    details = {"follower": row.follower, "fault": row.fault, "is_first": is_first}
    enter(Act.ENTRY_PARKED, subjects=[row.entry_id], details=details)
