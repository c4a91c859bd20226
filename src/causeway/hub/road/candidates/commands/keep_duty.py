"""Saying that one is on duty at the desk: mail about what presses then goes to those alone who are."""

from datetime import datetime, timedelta

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command, query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.candidates.holding import member_of
from causeway.hub.road.candidates.models import OnDuty

DUTY_LASTS = timedelta(hours=8)
"""A shift (our choice): nobody stays on duty by having forgotten."""


@command(Permission.REVIEW_CANDIDATES)
def go_on_duty(actor: Actor) -> datetime:
    """Be on duty from now on, and give until when."""
    until = timezone.now() + DUTY_LASTS
    OnDuty.objects.update_or_create(
        organisation_id=actor.organisation_id, member_id=member_of(actor), defaults={"until": until}
    )
    enter(Act.DUTY_BEGUN, subjects=[member_of(actor)])
    return until


@command(Permission.REVIEW_CANDIDATES)
def go_off_duty(actor: Actor) -> None:
    """Be on duty no more; whoever is not stays so."""
    if OnDuty.objects.filter(member_id=member_of(actor)).delete()[0]:
        enter(Act.DUTY_ENDED, subjects=[member_of(actor)])


@query(Permission.READ_CANDIDATES)
def own_duty(actor: Actor) -> datetime | None:
    """Until when the actor is on duty; None where they are not."""
    if actor.member_id is None:
        return None
    own = OnDuty.objects.filter(member_id=actor.member_id, until__gt=timezone.now())
    return own.values_list("until", flat=True).first()
