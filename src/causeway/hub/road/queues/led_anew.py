"""What becomes of the lines of an event whose first telling the desk has erased: the earliest that is left leads them,
at the desk and at every force. Where the line of the first had ended, the new one has ended as well.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.following import EntryFact, follows
from causeway.hub.base.rows.batching import in_batches
from causeway.hub.road.clusters.queries.cluster import bundle_places, firsts_of, told_again_of
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.projecting import held_among, project_items
from causeway.hub.road.queues.queries.endings import ended_at
from causeway.hub.road.routes.queries.hand_overs import holders_among

_AT_ONCE = 200


def tell_who_leads(actor: Actor, tellings: Sequence[UUID]) -> None:
    """Let the tellings that are left of an event stand under the first of them, here and wherever they are held. Runs
    inside the desk's transaction, while the line of the erased one is there still.
    """
    together: dict[frozenset[UUID], list[UUID]] = {}
    for referral_id, holders in holders_among(tellings).items():
        together.setdefault(frozenset(holders), []).append(referral_id)
    for audience, held in together.items():
        if audience:  # Whoever holds them finds the others by its own rows.
            enter(Act.BUNDLE_LED_ANEW, subjects=held[:1], audience=audience)
    _stand_under(actor, tellings)


@follows(Act.BUNDLE_LED_ANEW)
def stand_under_who_leads(actor: Actor, entry: EntryFact) -> None:
    """At a force the tellings that it holds stand under the first of those, or each by itself. The entry names one."""
    if entry.organisation_id != actor.organisation_id:
        firsts = firsts_of(entry.subjects)
        _stand_under(actor, {*firsts, *told_again_of(firsts)})


def _stand_under(actor: Actor, referral_ids: Collection[UUID]) -> None:
    """Make the lines of the first tellings anew, and of whatever has a line of its own or whose first is not held here;
    the others only change under whom they stand, and not even that where it is another line of the event.
    """
    first_of = {one: place.head_id for one, place in bundle_places(referral_ids).items()}
    firsts = set(held_among(set(first_of.values())))
    rows = QueueItem.objects.filter(referral_id__in=list(referral_ids)).order_by("referral_id").select_for_update()
    held = {row.referral_id: row for row in rows.only("referral_id", "is_line", "duplicate_of_id")}
    ended = ended_at(held)
    lines = {row.duplicate_of_id for row in held.values() if row.duplicate_of_id is not None}
    places = bundle_places(lines)
    event_of = {one: places[one].head_id if one in places else one for one in lines}
    under = [one for one, row in held.items() if not row.is_line and first_of.get(one) in firsts]
    led = {one for one in under if (line := held[one].duplicate_of_id) is not None and event_of[line] == first_of[one]}
    for first_id in firsts:
        moving = [one for one in under if first_of[one] == first_id and one not in led]
        QueueItem.objects.filter(referral_id__in=moving).update(duplicate_of_id=first_id)
    alone = {one for one, row in held.items() if not row.is_line} - {*under}
    _project(actor, alone)
    woken = QueueItem.objects.filter(referral_id__in=alone, is_line=True, closed_at=None)
    kept = [(one, at) for one in woken.values_list("referral_id", flat=True) if (at := ended[one]) is not None]
    for referral_id, at in kept:
        enter(Act.ITEM_END_KEPT, subjects=[referral_id], details={"ended_at": at.isoformat()})
    _project(actor, {referral_id for referral_id, _at in kept})
    # What had a line for its news has it still where the work on the first has ended: which is known only now.
    _project(actor, {one for one, row in held.items() if row.is_line})


def _project(actor: Actor, referral_ids: Collection[UUID]) -> None:
    for some in in_batches(sorted(referral_ids), _AT_ONCE):
        project_items(actor, some)
