"""Taking an organisation's followers forward through the ledger.

What several of them follow is read once for all. A follower's effect and its cursor commit in one transaction, for some
entries at a time, and where several followers have little before them, for all of these at once. Where one of them
fails, nothing of these happened, and each is taken by itself: an entry that fails stops its follower for that
organisation until the next run tries again; one that goes on failing is parked (`parking`),
so that it holds up nothing behind it and is not lost.
"""

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone

from causeway.hub.base.ledger.following import EntryFact, Follower, facts
from causeway.hub.base.ledger.models import Entry, FollowerCursor, Leaf
from causeway.hub.base.ledger.news import last_position
from causeway.hub.base.ledger.parking import FollowerWaits, failed_here, forget_fault, note_fault
from causeway.hub.base.walls.away import is_away

_BATCH = 200
"""Entries read ahead in one go."""
_TOGETHER = 50
"""Entries whose effects commit together, with one step of the cursor: most cost less than a commit."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What a follower has before it. `found` are entries read ahead, in order; `end` is how far was read, behind the
    last of them. `has_failed` where the first was tried before; `waits` where its next try is not due.
    """

    follower: Follower
    cursor: FollowerCursor
    found: list[EntryFact]
    end: int
    has_failed: bool
    waits: bool

    def step(self, number: int) -> int:
        """Where the cursor stands once an entry is taken: behind it, and after the last at the end of what was read."""
        is_last = number == len(self.found) - 1
        return self.end if is_last else self.found[number].position or 0


def advance(
    actor: Any, follower: Follower, transaction_as: Callable[[Any], Any], *, now: datetime | None = None
) -> int:
    """Take one follower forward to the ledger's end for the actor's organisation; gives how many entries it has behind
    it. See `advance_all` and `take`.
    """
    handled = list[int]()
    moment = now or timezone.now()

    def taking(ahead: Ahead) -> int:
        handled.append(take(actor, ahead, transaction_as, now=moment))
        return handled[-1]

    advance_all(actor, [follower], transaction_as, taking, now=moment)
    return sum(handled)


def advance_all(
    actor: Any,
    among: Collection[Follower],
    transaction_as: Callable[[Any], Any],
    taking: Callable[[Ahead], int | None],
    *,
    now: datetime,
) -> bool:
    """Take these followers forward to the ledger's end for the actor's organisation. `taking` handles what one has
    before it and gives how many entries that were, or None where it stopped at one. Gives whether none stopped.

    Where more is new than is read in one go, those that go first take all of it before the others take any.
    """
    moving, stopped = sorted(among, key=lambda follower: not follower.goes_first), False
    first = [follower for follower in moving if follower.goes_first]
    while moving:
        aheads, is_end = read_ahead(actor, moving, transaction_as, now=now)
        if not is_end and 0 < len(first) < len(moving):
            stopped = not advance_all(actor, first, transaction_as, taking, now=now) or stopped
            moving, first = [follower for follower in moving if not follower.goes_first], []
            continue
        moving = []
        for goes_first in (True, False):  # What those did that go first is there before the others begin.
            some = [ahead for ahead in aheads if ahead.follower.goes_first is goes_first]
            _take_little_of_all(actor, some, transaction_as)
            for ahead in some:
                taken = taking(ahead)
                stopped = stopped or taken is None
                if taken is not None and not (is_end and taken == len(ahead.found)):
                    moving.append(ahead.follower)
    return not stopped


def read_ahead(
    actor: Any, among: Collection[Follower], transaction_as: Callable[[Any], Any], *, now: datetime
) -> tuple[list[Ahead], bool]:
    """What these followers have before them for the actor's organisation, and whether that goes to the ledger's end.

    `transaction_as(actor)` opens a transaction in which the actor acts; acting stands above the ledger, so it is
    passed in. `now` decides which tries are due.
    """
    own, names = actor.organisation_id, [follower.name for follower in among]
    with transaction_as(actor):
        cursors = _cursors(own, names)
        tries = failed_here(own, names)
        head = last_position()
        ready = [follower for follower in among if tries.get(follower.name, now) <= now]
        leaves = _before(ready, cursors).filter(position__lte=head)
        rows = leaves.order_by("position").values_list("entry_id", "position")[:_BATCH]
        positions = {entry_id: position or 0 for entry_id, position in rows}
        is_end = len(positions) < _BATCH
        end = head if is_end else max(positions.values())
        found = facts(list(Entry.objects.filter(id__in=list(positions))), positions) if positions else []
    found.sort(key=lambda fact: fact.position or 0)
    return [
        Ahead(
            follower=follower,
            cursor=(cursor := cursors[follower.name]),
            found=[fact for fact in found if fact.act in follower.acts and (fact.position or 0) > cursor.position],
            end=max(end, cursor.position),
            has_failed=follower.name in tries,
            waits=tries.get(follower.name, now) > now,
        )
        for follower in among
    ], is_end


def _before(among: Collection[Follower], cursors: Mapping[str, FollowerCursor]) -> QuerySet[Leaf]:
    """The leaves that lie before any of these followers: each act from where the last of those stands that follow it,
    so that who is seldom concerned does not make the others read again what they have taken.
    """
    lows: dict[str, int] = {}
    for follower in among:
        position = cursors[follower.name].position
        for act in follower.acts:
            lows[act.value] = min(lows.get(act.value, position), position)
    acts_from: dict[int, list[str]] = {}
    for followed_act, low in sorted(lows.items()):
        acts_from.setdefault(low, []).append(followed_act)
    if not acts_from:
        return Leaf.objects.none()
    followed = Q()
    for low, acts in acts_from.items():
        followed |= Q(act__in=acts, stands_at__gt=low)
    # One condition within one EXISTS: PostgreSQL joins it along the positions. Several by OR it would each look up for
    # the whole ledger.
    stands_at = ExpressionWrapper(OuterRef("position"), output_field=BigIntegerField())
    entries = Entry.objects.alias(stands_at=stands_at).filter(followed, id=OuterRef("entry_id"))
    return Leaf.objects.filter(Exists(entries), position__gt=min(acts_from))


def _cursors(organisation_id: Any, names: Collection[str]) -> dict[str, FollowerCursor]:
    """Where each of these followers stands; who stands nowhere begins before the first entry."""
    rows = FollowerCursor.objects.filter(organisation_id=organisation_id, follower__in=names)
    found = {row.follower: row for row in rows}
    fresh = [FollowerCursor(organisation_id=organisation_id, follower=name) for name in names if name not in found]
    if fresh:
        FollowerCursor.objects.bulk_create(fresh, ignore_conflicts=True)
        found = {row.follower: row for row in rows.all()}
    return found


def take(actor: Any, ahead: Ahead, transaction_as: Callable[[Any], Any], *, now: datetime) -> int:
    """Handle what was read ahead, some at a time with their step of the cursor in one transaction, until somebody else
    has moved it. Where one of them fails, nothing of these happened, and each is taken by itself. Gives how many. It
    raises whatever the follower failed with, unless the entry has been parked.

    Raises:
        FollowerWaits: the entry before which the follower stands has just failed.
    """
    if ahead.waits:
        raise FollowerWaits("The follower waits for its next try.")
    if ahead.cursor.position == ahead.end:
        return len(ahead.found)  # with others', or nothing is left
    if not ahead.found:
        _pass_by(actor, ahead, transaction_as)
    number = 0
    while number < len(ahead.found):
        some = range(number, min(number + _TOGETHER, len(ahead.found)))
        is_tried_alone = len(some) == 1 or (number == 0 and ahead.has_failed)
        if is_tried_alone or not _take_together(actor, ahead, some, transaction_as):
            for alone in some:
                if not _take_alone(actor, ahead, alone, transaction_as, now):
                    return alone
        number = some.stop
    return len(ahead.found)


def _pass_by(actor: Any, ahead: Ahead, transaction_as: Callable[[Any], Any]) -> None:
    """Move the cursor past entries that the follower does not follow."""
    if ahead.cursor.position < ahead.end:
        with transaction_as(actor):
            _step(ahead.cursor, ahead.end)


def _step(cursor: FollowerCursor, after: int) -> bool:
    """Move the cursor, which locks it until the transaction ends; gives False where somebody else has moved it."""
    here = FollowerCursor.objects.filter(id=cursor.id, position=cursor.position)
    return bool(here.update(position=after))


def _give_way_soon() -> None:
    """Some entries at once lock rows in the ledger's order, which is not everybody's: whoever else works on one of them
    goes first, before PostgreSQL has to end either.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', '200ms', true)")


def _take_little_of_all(actor: Any, aheads: Collection[Ahead], transaction_as: Callable[[Any], Any]) -> None:
    """Handle what several followers have before them in one transaction, where that is little in all. Where one of them
    fails, nothing of it happened, and each takes its own.
    """
    ready = [one for one in aheads if not one.waits and not one.has_failed and one.cursor.position < one.end]
    if len(ready) < 2 or sum(len(one.found) for one in ready) > _TOGETHER:
        return
    taken = []
    try:
        with transaction_as(actor):
            _give_way_soon()
            for one in ready:
                if _step(one.cursor, one.end):
                    taken.append(one)
                    if one.found:
                        one.follower.effect(actor, one.found)
    except Exception:  # noqa: BLE001 whatever it was shows again when each takes its own
        return
    for one in taken:
        one.cursor.position = one.end


def _take_together(actor: Any, ahead: Ahead, some: range, transaction_as: Callable[[Any], Any]) -> bool:
    """Handle some entries in one transaction; gives False where that did not come to its end."""
    after = ahead.step(some[-1])
    try:
        with transaction_as(actor):
            _give_way_soon()
            if not _step(ahead.cursor, after):
                return False
            ahead.follower.effect(actor, ahead.found[some.start : some.stop])
    except Exception:  # noqa: BLE001 whatever it was shows again when each is taken by itself
        return False
    ahead.cursor.position = after
    return True


def _take_alone(actor: Any, ahead: Ahead, number: int, transaction_as: Callable[[Any], Any], now: datetime) -> bool:
    """Handle one entry with its step of the cursor in one transaction; gives False where somebody else has taken it."""
    fact, after, cursor = ahead.found[number], ahead.step(number), ahead.cursor
    try:
        with transaction_as(actor):
            if not _step(cursor, after):
                return False
            ahead.follower.effect(actor, [fact])
            if number == 0 and ahead.has_failed:
                forget_fault(actor.organisation_id, ahead.follower.name)
    except Exception as fault:
        if is_away(fault):
            raise
        after = fact.position or 0
        with transaction_as(actor):
            is_parked = note_fault(cursor, fact.id, after, fault, now)
        if not is_parked:
            raise
        log.error("Follower %s goes on without an entry: %s", ahead.follower.name, type(fault).__name__)
    cursor.position = after
    return True
