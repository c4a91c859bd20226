"""When each force first did something with a referral: written by the force, read by it and by the referral's desk.

The desk learns a moment. Who acted and what they did stays in the force's own ledger entries. About once an hour the
desk's program marks the lines on which a force has begun, so that whoever asks for the others need not look through all
that was ever sent.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.queues.models import MAY_BE_UNTOUCHED_BY, FirstAction, QueueItem
from causeway.hub.road.queues.working.ticking import SELDOM, on_tick
from causeway.hub.road.referrals.queries.facts import facts_of

AT_ONCE = 5_000


def note_first_action(actor: Actor, referral_ids: Collection[UUID], at: datetime) -> int:
    """Note the moment for those of these referrals that have none of the actor's organisation; gives how many. Runs
    inside the caller's transaction.
    """
    known = FirstAction.objects.filter(referral_id__in=list(referral_ids), force_id=actor.organisation_id)
    fresh = set(referral_ids) - set(known.values_list("referral_id", flat=True))
    for fact in facts_of(fresh).values():
        FirstAction(referral_id=fact.id, force_id=actor.organisation_id, desk_id=fact.desk_id, acted_at=at).save(
            force_insert=True
        )
    return len(fresh)


def first_actions(referral_ids: Collection[UUID]) -> dict[UUID, dict[UUID, datetime]]:
    """By referral, when each force first acted, as far as the acting organisation may know. Runs inside the caller's
    transaction.
    """
    found: dict[UUID, dict[UUID, datetime]] = {}
    for row in FirstAction.objects.filter(referral_id__in=list(referral_ids)):
        found.setdefault(row.referral_id, {})[row.force_id] = row.acted_at
    return found


def sent_and_untouched(actor: Actor) -> QuerySet[QueueItem]:
    """What a desk sent to others that have done nothing with it here yet: its line closed when it was sent. A later
    telling of an event that went to the same force stands under the first there, and is not counted beside it. Runs
    inside the caller's transaction.
    """
    first = QueueItem._base_manager.filter(
        organisation_id=actor.organisation_id,
        referral_id=OuterRef("duplicate_of_id"),
        receiver_id=OuterRef("receiver_id"),
    )
    return _not_marked(actor, has_acted=False).filter(~Exists(first))


@on_tick("lines on which a force has begun", every=SELDOM)
def mark_begun(actor: Actor, now: datetime) -> int:
    """Mark what a force has begun on since, so many in a transaction; gives how many."""
    del now
    marked = 0
    while True:
        with acting_as(actor):
            # Locked, so that none goes on to another force in between and is marked for that one.
            found = _not_marked(actor, has_acted=True).select_for_update(skip_locked=True)
            ids = list(found.values_list("id", flat=True)[:AT_ONCE])
            marked += QueueItem.objects.filter(id__in=ids).update(begun_by_id=F("receiver_id"))
        if len(ids) < AT_ONCE:
            return marked


def _not_marked(actor: Actor, *, has_acted: bool) -> QuerySet[QueueItem]:
    # A join would be guessed to find far more lines than it does, and then read all actions there ever were.
    acted = FirstAction._base_manager.filter(referral_id=OuterRef("referral_id"), force_id=OuterRef("receiver_id"))
    lines = QueueItem.objects.filter(organisation_id=actor.organisation_id)
    lines = lines.alias(untouched_by=MAY_BE_UNTOUCHED_BY).filter(untouched_by__isnull=False)
    return lines.alias(acted_at=Subquery(acted.values("acted_at")[:1])).filter(acted_at__isnull=not has_acted)
