"""Small reads around a referral, for pages that do not open it."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.keeping import ClockKind
from causeway.hub.base.clocks.queries.rules import clock_of
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.referrals.queries.facts import ReferralFact, facts_of


@query(Permission.READ_REFERRAL)
def referral_fact(actor: Actor, referral_id: UUID) -> ReferralFact:
    """The heading of one referral.

    Raises:
        NotFound: it is not visible.
    """
    fact = facts_of([referral_id]).get(referral_id)
    if fact is None:
        raise NotFound(_("There is no such referral."))
    return fact


@query(Permission.READ_REFERRAL)
def stands_still(actor: Actor, subject_id: UUID, kind: ClockKind) -> bool:
    """Whether a clock of the actor's organisation about a referral, or about a question on one, is paused."""
    clock = clock_of(subject_id, kind)
    return clock is not None and clock.is_paused and clock.stopped_at is None


@query(Permission.READ_REFERRAL)
def facts_for_package(actor: Actor, referral_ids: Sequence[UUID]) -> list[ReferralFact]:
    """The headings of these referrals, in their order.

    Raises:
        NotFound: one is not visible, or there is none.
    """
    found = facts_of(referral_ids)
    if not referral_ids or len(found) != len(set(referral_ids)):
        raise NotFound(_("There is no such referral."))
    return [found[each] for each in referral_ids]


@query(Permission.READ_QUEUE)
def referral_ids_of_case(actor: Actor, case_id: UUID) -> list[UUID]:
    """The referrals that the actor's organisation works on in one case, oldest first."""
    rows = QueueItem.objects.filter(case_id=case_id).order_by("received_at")
    return list(rows.values_list("referral_id", flat=True))
