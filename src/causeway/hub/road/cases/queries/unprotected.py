"""Children who may be in danger and of whom nobody has told a body that protects them."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.knowledge.playbooks import SAFEGUARDING_TASK
from causeway.hub.road.cases.children import Child, children_in
from causeway.hub.road.cases.models import CaseReferral, CaseTask, SafeguardingOrigin
from causeway.hub.road.cases.words import TaskState
from causeway.hub.road.referrals.queries.told import Told, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Unprotected:
    """One child of whom no body was told; `child` is None where a danger was told and no child named."""

    referral_id: UUID
    reference: str
    child: Child | None


def unprotected_in(referral_ids: Collection[UUID]) -> list[Unprotected]:
    """The children of these referrals of whom the acting organisation told no body. Runs inside the caller's
    transaction.
    """
    found: list[Unprotected] = []
    for referral_id in referral_ids:
        referral = told(referral_id)
        waiting = _waiting(referral, told_of(referral_id))
        found += [Unprotected(referral_id=referral_id, reference=referral.reference, child=child) for child in waiting]
    return found


def told_of(referral_id: UUID) -> frozenset[int | None]:
    """The children of a referral, by their number, of whom the acting organisation told a body; None stands for a
    notice that names none of them. Runs inside the caller's transaction.
    """
    return frozenset(SafeguardingOrigin.objects.filter(referral_id=referral_id).values_list("child", flat=True))


def _waiting(referral: Told, told_already: frozenset[int | None]) -> list[Child | None]:
    children = children_in(referral.referral, on=referral.received_at.date())
    if not children:
        return [None] if referral.referral.emergency and not told_already else []
    if len(children) == 1 and None in told_already:
        # A notice that names no child of the referral is about the only one that there is.
        return []
    return [child for child in children if child.number not in told_already]


@query(Permission.TELL_SAFEGUARDING)
def unprotected_children(actor: Actor, *, most_cases: int = 50) -> list[Unprotected]:
    """The children of whom a body has still to be told, in open cases whose task for it waits, least time left first.

    A person may have decided that task otherwise, with a reason; then nobody waits here.
    """
    del actor
    waiting = CaseTask.objects.filter(
        code=SAFEGUARDING_TASK, state__in=[TaskState.TO_DO, TaskState.DOING], case__closed_at=None
    )
    case_ids = list(waiting.order_by("due_at", "id").values_list("case_id", flat=True)[:most_cases])
    referrals: dict[UUID, list[UUID]] = {case_id: [] for case_id in case_ids}
    for row in CaseReferral.objects.filter(case_id__in=case_ids).order_by("added_at", "id"):
        referrals[row.case_id].append(row.referral_id)
    return unprotected_in([referral_id for found in referrals.values() for referral_id in found])
