"""Who of one's own organisation works on a referral or on another telling of its event: whoever has taken it on, and
whoever leads the case it is in.
"""

from collections.abc import Iterable
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.road.cases.models import Case
from causeway.hub.road.clusters.queries.cluster import firsts_of, told_again_of
from causeway.hub.road.queues.queries.holding import Holder, held_by_others


@query(Permission.READ_REFERRAL)
def others_at_work(actor: Actor, referral_id: UUID) -> tuple[Holder, ...]:
    """The colleagues who work on a referral or on its event, each once; a case is named by its own reference."""
    firsts = firsts_of([referral_id])
    found = [*_leads(actor, {referral_id, *firsts}, referral_id), *_leads(actor, told_again_of(firsts), referral_id)]
    known = {holder.member_id: holder for holder in reversed(found)}
    taken = [each for each in held_by_others(actor, [referral_id]) if each.member_id not in known]
    return (*reversed(known.values()), *taken)


def _leads(actor: Actor, tellings: Iterable[UUID], asked_id: UUID) -> list[Holder]:
    """Who else leads an open case on one of these tellings of an event."""
    cases = Case.objects.filter(referral_rows__referral_id__in=tellings, closed_at=None).order_by("opened_at")
    columns = ("referral_rows__referral_id", "reference", "lead_id", "opened_at")
    rows = [row for row in cases.values_list(*columns) if row[2] != actor.member_id]
    names = member_names({lead_id for _, _, lead_id, _ in rows})
    return [
        Holder(
            referral_id=referral_id,
            reference=reference,
            member_id=lead_id,
            name=names.get(lead_id, ""),
            since=opened_at,
            is_me=False,
            is_of_its_event=referral_id != asked_id,
        )
        for referral_id, reference, lead_id, opened_at in rows
    ]
