"""Who of one's own organisation works on a referral: whoever has taken it on, and whoever leads the case it is in."""

from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.road.cases.models import Case
from causeway.hub.road.queues.queries.holding import Holder, held_by_others


@query(Permission.READ_REFERRAL)
def others_at_work(actor: Actor, referral_id: UUID) -> tuple[Holder, ...]:
    """The colleagues who work on a referral, each once; a case is named by its own reference."""
    cases = Case.objects.filter(referral_rows__referral_id=referral_id, closed_at=None)
    rows = [row for row in cases.values_list("reference", "lead_id", "opened_at") if row[1] != actor.member_id]
    names = member_names({lead_id for _, lead_id, _ in rows})
    found = [
        Holder(
            referral_id=referral_id,
            reference=reference,
            member_id=lead_id,
            name=names.get(lead_id, ""),
            since=opened_at,
            is_me=False,
        )
        for reference, lead_id, opened_at in rows
    ]
    known = {holder.member_id for holder in found}
    return (*found, *(each for each in held_by_others(actor, [referral_id]) if each.member_id not in known))
