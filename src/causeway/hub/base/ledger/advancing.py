"""Taking a follower forward through the ledger.

A follower's effect and its cursor commit in one transaction, for some entries at a time. Where one of them fails,
nothing of these happened, and each is taken by itself: an entry that fails stops its follower for that organisation
until the next run tries again; one that goes on failing is parked (`parking`), so that it holds up nothing behind it
and is not lost.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from causeway.hub.base.ledger.following import EntryFact, Follower, facts
from causeway.hub.base.ledger.models import Entry, FollowerCursor, Leaf
from causeway.hub.base.ledger.news import last_position
from causeway.hub.base.ledger.parking import forget_fault, has_failed_here, note_fault

_BATCH = 200
"""Entries read ahead in one go."""
_TOGETHER = 20
"""Entries whose effects commit together, with one step of the cursor: most cost less than a commit."""

log = logging.getLogger(__name__)


def advance(
    actor: Any, follower: Follower, transaction_as: Callable[[Any], Any], *, now: datetime | None = None
) -> int:
    """Take one follower forward for the actor's organisation; gives how many entries it has behind it.

    `transaction_as(actor)` opens a transaction in which the actor acts; acting stands above the ledger, so it is
    passed in. `now` decides which tries are due. It raises whatever the follower failed with, unless the entry has
    been parked.

    Raises:
        FollowerWaits: the entry before which the follower stands has just failed.
    """
    handled = 0
    moment = now or timezone.now()
    while True:
        with transaction_as(actor):
            cursor, _ = FollowerCursor.objects.select_for_update().get_or_create(
                organisation_id=actor.organisation_id, follower=follower.name
            )
            has_failed = has_failed_here(actor.organisation_id, follower.name, moment)
            head = last_position()
            wanted = Entry.objects.filter(act__in=[act.value for act in follower.acts]).values("id")
            leaves = Leaf.objects.filter(position__gt=cursor.position, position__lte=head, entry_id__in=wanted)
            positions = dict(leaves.order_by("position").values_list("entry_id", "position")[:_BATCH])
            if not positions:
                if cursor.position < head:
                    cursor.position = head
                    cursor.save(update_fields=["position"])
                return handled
            entries = list(Entry.objects.filter(id__in=list(positions)))
            found = sorted(facts(entries, positions), key=lambda fact: fact.position or 0)
        batch = _Batch(found=found, end=head if len(found) < _BATCH else None, has_failed=has_failed)
        taken = _take_each(actor, follower, batch, cursor, transaction_as, moment)
        handled += taken
        if taken == len(found) and batch.end is not None:
            return handled


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """Entries read ahead, in order. `end` is where the ledger ended then, if these are all that the follower follows up
    to there. `has_failed` where the first was tried before.
    """

    found: list[EntryFact]
    end: int | None
    has_failed: bool

    def step(self, number: int) -> int:
        """Where the cursor stands once an entry is taken: behind it, and after the last at the ledger's end."""
        is_last = number == len(self.found) - 1
        after = self.found[number].position or 0
        return after if self.end is None or not is_last else self.end


def _take_each(
    actor: Any,
    follower: Follower,
    batch: _Batch,
    cursor: FollowerCursor,
    transaction_as: Callable[[Any], Any],
    now: datetime,
) -> int:
    """Handle entries that were read ahead, some at a time with their step of the cursor in one transaction, until
    somebody else has moved it. Where one of them fails, nothing of these happened, and each is taken by itself. Gives
    how many.
    """
    number = 0
    while number < len(batch.found):
        some = range(number, min(number + _TOGETHER, len(batch.found)))
        is_tried_alone = len(some) == 1 or (number == 0 and batch.has_failed)
        if is_tried_alone or not _take_together(actor, follower, batch, some, cursor, transaction_as):
            for alone in some:
                if not _take_alone(actor, follower, batch, alone, cursor, transaction_as, now):
                    return alone
        number = some.stop
    return len(batch.found)


def _give_way_soon() -> None:
    """Some entries at once lock rows in the ledger's order, which is not everybody's: whoever else works on one of them
    goes first, before PostgreSQL has to end either.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', '200ms', true)")


def _take_together(
    actor: Any,
    follower: Follower,
    batch: _Batch,
    some: range,
    cursor: FollowerCursor,
    transaction_as: Callable[[Any], Any],
) -> bool:
    """Handle some entries in one transaction; gives False where that did not come to its end."""
    after = batch.step(some[-1])
    try:
        with transaction_as(actor):
            _give_way_soon()
            if not FollowerCursor.objects.filter(id=cursor.id, position=cursor.position).update(position=after):
                return False
            for number in some:
                follower.effect(actor, batch.found[number])
    except Exception:  # noqa: BLE001 whatever it was shows again when each is taken by itself
        return False
    cursor.position = after
    return True


def _take_alone(
    actor: Any,
    follower: Follower,
    batch: _Batch,
    number: int,
    cursor: FollowerCursor,
    transaction_as: Callable[[Any], Any],
    now: datetime,
) -> bool:
    """Handle one entry with its step of the cursor in one transaction; gives False where somebody else has taken it."""
    fact, after = batch.found[number], batch.step(number)
    try:
        with transaction_as(actor):
            # Changing the row locks it; where another worker has taken this entry, nothing stands at that position.
            here = FollowerCursor.objects.filter(id=cursor.id, position=cursor.position)
            if not here.update(position=after):
                return False
            follower.effect(actor, fact)
            if number == 0 and batch.has_failed:
                forget_fault(actor.organisation_id, follower.name)
    except (OperationalError, InterfaceError):
        raise
    except Exception as fault:
        after = fact.position or 0
        with transaction_as(actor):
            is_parked = note_fault(cursor, fact.id, after, fault, now)
        if not is_parked:
            raise
        log.error("Follower %s goes on without an entry: %s", follower.name, type(fault).__name__)
    cursor.position = after
    return True
