"""Sparing people: a candidate is handed on without a reason, and the day's limit is lifted only with one."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.candidates.appealing import candidate_to_look_at
from causeway.hub.road.candidates.checking import check_reason
from causeway.hub.road.candidates.holding import held_candidate, member_of
from causeway.hub.road.candidates.looking import is_used_up, is_used_up_for_all, own_row
from causeway.hub.road.candidates.ordering import Rule


@command(Permission.REVIEW_CANDIDATES)
def hand_on_candidate(actor: Actor, candidate_id: UUID) -> None:
    """Give back what one holds, and never be given it as the next again; it can still be taken from the list. The
    ledger says only that it was given back.

    Raises:
        NotFound: there is no such candidate.
        Conflict: the actor does not hold it.
    """
    row = held_candidate(actor, candidate_id, timezone.now())
    row.holder_id = row.held_until = None
    row.handed_on_by = sorted({*row.handed_on_by, member_of(actor)})
    row.save(update_fields=["holder_id", "held_until", "handed_on_by"])
    enter(Act.CANDIDATE_RELEASED, subjects=[row.id])


@command(Permission.REVIEW_CANDIDATES)
def lift_limit(actor: Actor, candidate_id: UUID, reason: str) -> None:
    """Lift the day's limit of clear pictures for one candidate that the actor holds, whose child may be in danger.

    Raises:
        NotFound: there is no such candidate.
        Invalid: there is no reason, or too long a one.
        Conflict: the actor does not hold it, it is not imminent, or the limit is not reached.
    """
    reason = check_reason(reason, most=SHORT_REASON_CHARACTERS)
    now = timezone.now()
    row = candidate_to_look_at(actor, candidate_id, now)
    if row.rule != Rule.DANGER.value:
        raise Conflict(_("The day’s limit is lifted only where a child may be in danger."))
    own = own_row()
    if own is None or not is_used_up(row, now):
        raise Conflict(_("You have not reached the day’s limit."))
    own.lifted_for = row.id
    own.save(update_fields=["lifted_for"])
    if is_used_up_for_all(own, now):
        enter(Act.VIEWING_LIMIT_LIFTED, subjects=[row.id], details={"reason": reason})
