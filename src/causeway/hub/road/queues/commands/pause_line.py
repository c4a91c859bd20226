"""Letting the clock of a line stand while nobody can act on it, with the reason; never while a child may be in danger
now.
"""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS, given_reason
from causeway.hub.base.clocks.keeping import ClockKind, pause, resume
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.projecting import hold_lines, project_item


@command(Permission.PAUSE_CLOCK)
def pause_line(actor: Actor, referral_id: UUID, reason: str) -> None:
    """Let the clock stand; its deadline moves by as long as it does.

    Raises:
        NotFound: it does not wait for the actor's organisation, or its clock does not run.
        Invalid: no reason is given, or it is too long.
        Conflict: a child may be in danger now, it is late already, or the clock stands already.
    """
    reason = given_reason(reason, most=SHORT_REASON_CHARACTERS)
    item, now = _locked(actor, referral_id), timezone.now()
    if item.is_imminent:
        raise Conflict(_("A child may be in danger now: this clock does not stand still."))
    if item.due_at < now:
        raise Conflict(_("It is late already, and a pause would not change that."))
    pause(referral_id, ClockKind.QUEUE, reason=reason, at=now)
    enter(Act.CLOCK_PAUSED, subjects=[referral_id], details={"reason": reason})
    project_item(actor, referral_id)


@command(Permission.PAUSE_CLOCK)
def resume_line(actor: Actor, referral_id: UUID) -> None:
    """Let the clock run on.

    Raises:
        NotFound: it does not wait for the actor's organisation, or its clock does not run.
        Conflict: the clock does not stand.
    """
    _locked(actor, referral_id)
    resume(referral_id, ClockKind.QUEUE, at=timezone.now())
    enter(Act.CLOCK_RESUMED, subjects=[referral_id])
    project_item(actor, referral_id)


def _locked(actor: Actor, referral_id: UUID) -> QueueItem:
    if actor.member_id is None:
        raise NotPermitted(_("Only a person can pause a clock."))
    hold_lines(actor.organisation_id, [referral_id])
    item = QueueItem.objects.filter(referral_id=referral_id).first()
    if item is None:
        raise NotFound(_("This referral does not wait for your organisation."))
    return item
