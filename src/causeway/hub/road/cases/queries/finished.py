"""Open cases that only wait for somebody to close them."""

from collections import defaultdict
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.road.cases.models import Case, CaseReferral
from causeway.hub.road.outcomes.finished import FinishedCase
from causeway.hub.road.outcomes.queries.outcomes import ended_among


@query(Permission.CLOSE_CASE)
def open_and_finished(actor: Actor) -> list[FinishedCase]:
    """The open cases of the actor's organisation whose referrals all have an outcome that ends the work, oldest
    first.
    """
    referrals: dict[UUID, set[UUID]] = defaultdict(set)
    for case_id, referral_id in CaseReferral.objects.filter(case__closed_at=None).values_list("case_id", "referral_id"):
        referrals[case_id].add(referral_id)
    ended = ended_among(actor, {one for found in referrals.values() for one in found})
    finished = [case_id for case_id, found in referrals.items() if found <= ended]
    rows = Case.objects.filter(id__in=finished).order_by("opened_at")
    return [FinishedCase(id=row.id, reference=row.reference, title=row.title) for row in rows]


def closable(actor: Actor) -> list[FinishedCase]:
    """The same for a page that others see too, to whom nothing is offered."""
    return open_and_finished(actor) if may(actor, Permission.CLOSE_CASE) else []
