"""Following: steps up the road react to entries, in the ledger's order, each entry once for each organisation that
sees it.

A follower's effect and its cursor commit in one transaction. An entry that fails stops its follower for that
organisation, so that nothing is skipped; the next run tries again.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.models import Entry, EntryDetail, FollowerCursor, Leaf

_BATCH = 200
"""Leaves looked at in one go."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFact:
    """An entry as a follower or a timeline sees it. `details` is empty when they are not for this organisation, or
    erased.
    """

    id: UUID
    act: Act
    organisation_id: UUID
    member_id: UUID | None
    credential_id: UUID | None
    purpose: str
    subjects: tuple[UUID, ...]
    at: datetime
    details: dict[str, Any]
    position: int | None = None


Effect = Callable[[Any, EntryFact], None]
"""Called with the actor (the program, for one organisation) and the entry."""


@dataclass(frozen=True, slots=True)
class Follower:
    """A named effect and the acts that it follows."""

    name: str
    acts: frozenset[Act]
    effect: Effect


_followers: dict[str, Follower] = {}


def follows(*acts: Act) -> Callable[[Effect], Effect]:
    """Register a function `(actor, entry)` to be called for each of these acts."""

    def register(effect: Effect) -> Effect:
        name = f"{effect.__module__}.{effect.__name__}"
        _followers[name] = Follower(name, frozenset(acts), effect)
        return effect

    return register


def followers() -> Iterator[Follower]:
    """All that are registered, by name."""
    return iter(sorted(_followers.values(), key=lambda follower: follower.name))


def facts(entries: list[Entry], positions: dict[UUID, int | None] | None = None) -> list[EntryFact]:
    """Entries with the details that the acting organisation may see."""
    details = {
        detail.entry_id: detail.body
        for detail in EntryDetail.objects.filter(entry_id__in=[entry.id for entry in entries])
    }
    return [
        EntryFact(
            id=entry.id,
            act=Act(entry.act),
            organisation_id=entry.organisation_id,
            member_id=entry.member_id,
            credential_id=entry.credential_id,
            purpose=entry.purpose,
            subjects=tuple(entry.subjects),
            at=entry.at,
            details=details.get(entry.id, {}),
            position=(positions or {}).get(entry.id),
        )
        for entry in entries
    ]


def advance(actor: Any, follower: Follower, transaction_as: Callable[[Any], Any]) -> int:
    """Take one follower forward for the actor's organisation; gives how many entries it handled.

    `transaction_as(actor)` opens a transaction in which the actor acts; acting stands above the ledger, so it is
    passed in.
    """
    handled = 0
    while True:
        with transaction_as(actor):
            cursor, _ = FollowerCursor.objects.select_for_update().get_or_create(
                organisation_id=actor.organisation_id, follower=follower.name
            )
            leaves = Leaf.objects.filter(position__gt=cursor.position).order_by("position")
            positions = dict(leaves.values_list("entry_id", "position")[:_BATCH])
            if not positions:
                return handled
            last = max(position or 0 for position in positions.values())
            wanted = Entry.objects.filter(id__in=list(positions), act__in=[act.value for act in follower.acts])
            found = sorted(facts(list(wanted), positions), key=lambda fact: fact.position or 0)
            if not found:
                cursor.position = last
                cursor.save(update_fields=["position"])
                continue
        handled += _take_each(actor, follower, found, cursor, last, transaction_as)


def _take_each(
    actor: Any,
    follower: Follower,
    found: list[EntryFact],
    cursor: FollowerCursor,
    last: int,
    transaction_as: Callable[[Any], Any],
) -> int:
    """Handle entries that were read ahead, each with its step of the cursor in one transaction, until somebody else has
    moved it.
    """
    before = cursor.position
    for number, fact in enumerate(found, start=1):
        after = last if number == len(found) else fact.position or 0
        with transaction_as(actor):
            # Changing the row locks it; where another worker has taken this entry, nothing stands at that position.
            if not FollowerCursor.objects.filter(id=cursor.id, position=before).update(position=after):
                return number - 1
            follower.effect(actor, fact)
        before = after
    return len(found)
