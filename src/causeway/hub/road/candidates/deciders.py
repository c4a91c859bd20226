"""Who may give the decision that a candidate waits for: a second opinion is another person's, and a disagreement is a
supervisor's. Desk, mails and pages ask here. Everything runs inside the caller's transaction.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import Conflict
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.queries.people import people_in_roles
from causeway.hub.road.candidates.holding import free_for, refuse_if_decided
from causeway.hub.road.candidates.models import Candidate
from causeway.hub.road.candidates.settling import Stage
from causeway.vocabulary.organisations import Role

REVIEWERS = (Role.REVIEWER, Role.SUPERVISOR)
"""Who decides on candidates, and answers appeals against decisions of others."""


def waits_for(member_id: UUID | None, supervisors: Collection[UUID]) -> Q:
    """What waits for somebody such as this reviewer; `supervisors` are all that the desk has, if they are one of them.
    The only one may always end a disagreement: nobody else could.
    """
    own = Q(judged_by__contains=[member_id])
    if member_id not in supervisors:
        return ~Q(stage__in=[Stage.ENDED.value, Stage.SUPERVISOR.value]) & ~own
    if len(supervisors) == 1:
        own &= ~Q(stage=Stage.SUPERVISOR.value)
    return ~Q(stage=Stage.ENDED.value) & ~own


def open_to(actor: Actor) -> Q:
    """The same for the actor."""
    return waits_for(actor.member_id, _supervisors() if may(actor, Permission.SUPERVISE_CANDIDATES) else ())


def offered_to(actor: Actor, now: datetime) -> Q:
    """What the actor may be given as the next: it waits for somebody such as them, nobody else works on it, and they
    have not handed it on.
    """
    return open_to(actor) & free_for(actor, now) & ~Q(handed_on_by__contains=[actor.member_id])


def able_among(waiting: QuerySet[Candidate]) -> frozenset[UUID]:
    """Those of the desk's people for whom any of these waits, in one query."""
    reviewers, supervisors = _reviewers(), _supervisors()
    counts = {f"of_{place}": Count("id", filter=waits_for(one, supervisors)) for place, one in enumerate(reviewers)}
    counted = waiting.order_by().aggregate(**counts) if counts else {}
    return frozenset(one for place, one in enumerate(reviewers) if counted[f"of_{place}"])


def waits_for_nobody() -> Q:
    """What waits for a person whom the desk does not have: all for whom it could wait have judged it, if there are any.
    It is `waits_for` of none of them, said so that the database need not try each.
    """
    reviewers, supervisors = _reviewers(), _supervisors()
    stuck = Q(stage__in=[Stage.FIRST.value, Stage.SECOND.value], judged_by__contains=reviewers)
    if len(supervisors) != 1:
        stuck |= Q(stage=Stage.SUPERVISOR.value, judged_by__contains=supervisors)
    return stuck


def nobody_goes_on(row: Candidate) -> bool:
    """Whether it waits for a person whom the desk does not have."""
    return Candidate.objects.filter(waits_for_nobody(), id=row.id).exists()


def nobody_else_reviews(besides: Collection[UUID]) -> bool:
    """Whether all who review here are among these: then nobody can give another opinion, or answer an appeal."""
    return set(_reviewers()) <= set(besides)


def refuse_unless_open_to(actor: Actor, row: Candidate) -> None:
    """Raises Conflict where another person must decide."""
    if Candidate.objects.filter(open_to(actor), id=row.id).exists():
        return
    refuse_if_decided(row)
    if row.stage == Stage.SUPERVISOR.value and not may(actor, Permission.SUPERVISE_CANDIDATES):
        raise Conflict(_("Two people differ on this candidate. A supervisor decides."))
    raise Conflict(_("You have given your decision on this candidate. The next is somebody else’s."))


def _reviewers() -> list[UUID]:
    return [member_id for member_id, _name in people_in_roles(REVIEWERS)]


def _supervisors() -> list[UUID]:
    return [member_id for member_id, _name in people_in_roles([Role.SUPERVISOR])]
