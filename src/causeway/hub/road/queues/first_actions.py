"""When each force first did something with a referral: written by the force, read by it and by the referral's desk.

The desk learns a moment. Who acted and what they did stays in the force's own ledger entries. About once an hour the
desk's program marks the lines on which a force has begun, so that whoever asks for the others need not look through all
that was ever sent.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.queues.models import SENT_AND_NOT_MARKED, FirstAction, QueueItem
from causeway.hub.road.queues.ticking import SELDOM, on_tick
from causeway.hub.road.referrals.queries.facts import facts_of


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
    """What a desk sent to others that have done nothing with it here yet: its line closed when it was sent. Runs inside
    the caller's transaction.
    """
    return _not_marked(actor).filter(~Exists(_ACTED))


@on_tick("lines on which a force has begun", every=SELDOM)
def mark_begun(actor: Actor, now: datetime) -> int:
    """Mark what a force has begun on since; gives how many."""
    del now
    with acting_as(actor):
        return _not_marked(actor).filter(Exists(_ACTED)).update(begun_by_id=F("receiver_id"))


def _not_marked(actor: Actor) -> QuerySet[QueueItem]:
    return QueueItem.objects.filter(SENT_AND_NOT_MARKED, organisation_id=actor.organisation_id)


_ACTED = FirstAction._base_manager.filter(referral_id=OuterRef("referral_id"), force_id=OuterRef("receiver_id"))
