"""Taking candidates on, so that nobody else works on them unawares; giving them back; taking over with a reason."""

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
from causeway.hub.road.candidates.checking import check_reason
from causeway.hub.road.candidates.checks import without_checks_in_danger
from causeway.hub.road.candidates.deciders import offered_to, refuse_unless_open_to
from causeway.hub.road.candidates.holding import (
    candidate_in_hand,
    hold,
    is_held_by_another,
    member_of,
    refuse_if_decided,
)
from causeway.hub.road.candidates.models import Candidate


@command(Permission.REVIEW_CANDIDATES)
def take_next(actor: Actor) -> UUID | None:
    """Take on what stands first at the desk and nobody works on; None where nothing waits for the actor. Of two people
    who ask at once, each gets another.
    """
    member_of(actor)
    waiting = Candidate.objects.filter(offered_to(actor, timezone.now())).order_by("due_at", "id")
    row = without_checks_in_danger(waiting).select_for_update(skip_locked=True).first()
    if row is None:
        return None
    _take(actor, row)
    return row.id


@command(Permission.REVIEW_CANDIDATES)
def take_candidate(actor: Actor, candidate_id: UUID) -> None:
    """Take one on. Taking what one holds already makes the hold last longer.

    Raises:
        NotFound: there is no such candidate.
        Conflict: somebody else works on it, or it waits for another person.
    """
    row = candidate_in_hand(actor, candidate_id)
    refuse_unless_open_to(actor, row)
    if is_held_by_another(row, actor, timezone.now()):
        raise Conflict(_("Somebody else works on this candidate. You can take it over with a reason."))
    _take(actor, row)


@command(Permission.REVIEW_CANDIDATES)
def release_candidate(actor: Actor, candidate_id: UUID) -> None:
    """Give back what one holds; what one does not hold stays as it is.

    Raises:
        NotFound: there is no such candidate.
    """
    row = candidate_in_hand(actor, candidate_id)
    if row.holder_id != actor.member_id:
        return
    row.holder_id = row.held_until = None
    row.save(update_fields=["holder_id", "held_until"])
    enter(Act.CANDIDATE_RELEASED, subjects=[row.id])


@command(Permission.REVIEW_CANDIDATES)
def take_over_candidate(actor: Actor, candidate_id: UUID, reason: str) -> None:
    """Take on what somebody else works on. The reason stands in the ledger, and they see it on the candidate's page.

    Raises:
        NotFound: there is no such candidate.
        Invalid: there is no reason, or too long a one.
        Conflict: it waits for another person.
    """
    reason = check_reason(reason, most=SHORT_REASON_CHARACTERS)
    row = candidate_in_hand(actor, candidate_id)
    refuse_if_decided(row)
    refuse_unless_open_to(actor, row)
    if not is_held_by_another(row, actor, timezone.now()):
        _take(actor, row)
        return
    before = row.holder_id
    hold(row, actor, timezone.now())
    enter(Act.CANDIDATE_TAKEN_OVER, subjects=[row.id], details={"from": str(before), "reason": reason})


def _take(actor: Actor, row: Candidate) -> None:
    is_held = row.holder_id == actor.member_id
    hold(row, actor, timezone.now())
    if not is_held:
        enter(Act.CANDIDATE_TAKEN, subjects=[row.id])
