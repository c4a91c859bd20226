"""When each force first did something with a referral: written by the force, read by it and by the referral's desk.

The desk learns a moment. Who acted and what they did stays in the force's own ledger entries.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.road.queues.models import FirstAction
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
