"""Keeping a decided candidate as a check with a known answer, and withdrawing it."""

from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import REASON_CHARACTERS
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.candidates.checking import check_reason
from causeway.hub.road.candidates.checks import end_checks_of
from causeway.hub.road.candidates.holding import candidate_in_hand, member_of
from causeway.hub.road.candidates.models import KnownAnswer
from causeway.hub.road.candidates.queries.checks import why_no_check
from causeway.vocabulary.candidates import Decision


@command(Permission.SUPERVISE_CANDIDATES)
def keep_check(actor: Actor, candidate_id: UUID, agreed: Decision, why: str) -> None:
    """Let a decided candidate come to people who do not know it, as a check. Whoever answers reads `why` afterwards.
    Keeping it again changes what was agreed, for what is placed from then on.

    Raises:
        NotFound: there is no such candidate.
        Invalid: it is not said why, or at too great a length.
        Conflict: this candidate cannot be a check (see `why_no_check`).
    """
    why = check_reason(why, most=REASON_CHARACTERS, field="why")
    row = candidate_in_hand(actor, candidate_id)
    if fault := why_no_check(row):
        raise Conflict(fault)
    known = KnownAnswer.objects.filter(candidate=row).first() or KnownAnswer(
        candidate=row, organisation_id=row.organisation_id
    )
    known.agreed, known.why, known.kept_at = agreed.value, why, timezone.now()
    known.known_to = sorted({*known.known_to, *row.judged_by, member_of(actor)})
    known.save()
    enter(Act.CHECK_KEPT, subjects=[row.id])


@command(Permission.SUPERVISE_CANDIDATES)
def withdraw_check(actor: Actor, candidate_id: UUID) -> None:
    """Let it come to nobody any more; what waits of it goes from the desk.

    Raises:
        NotFound: there is no such candidate.
    """
    end_checks_of(candidate_in_hand(actor, candidate_id).id)
