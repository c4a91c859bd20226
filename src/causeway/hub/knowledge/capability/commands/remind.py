"""Reminding whoever sees to a capability's next step, before its day and after it; run by the worker."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.base.organisations.queries.people import active_people
from causeway.hub.knowledge.capability.model_response import BY_CODE
from causeway.hub.knowledge.capability.models import StepReminder
from causeway.hub.knowledge.capability.queries.assessments import StepDue, steps_near

_LONGEST_LATE = timedelta(days=90)
"""After that a step was given up or done, and its assessment is old (our choice)."""


@command(Permission.SEND_NOTICES)
def remind_of_steps(actor: Actor, now: datetime) -> int:
    """Owe one mail for each next step of the latest published version in the two weeks before its day, and one once the
    day has passed; gives how many. It goes to the member whom the step names, else to the organisation's mailbox.
    """
    told = 0
    for step in steps_near(actor.organisation_id, now.date()):
        if now.date() - step.on > _LONGEST_LATE:
            continue
        _row, is_new = StepReminder.objects.get_or_create(
            organisation_id=actor.organisation_id,
            capability=step.judgement.capability,
            step_on=step.on,
            is_late=step.is_late,
            defaults={"reminded_at": now},
        )
        if is_new:
            _mail(actor, step)
            told += 1
    return told


def _mail(actor: Actor, step: StepDue) -> None:
    if step.is_late:
        subject = _("The day of a next step has passed")
        text = _("The next step in “%(capability)s” was to be taken by %(day)s. Say what came of it.")
    else:
        subject = _("A next step is due soon")
        text = _("The next step in “%(capability)s” is to be taken by %(day)s.")
    told = {"capability": BY_CODE[step.judgement.capability].name, "day": f"{step.on:%Y-%m-%d}"}
    address = f"{settings.BASE_URL}/capability/published/{step.published_id}/"
    owe_mail(
        actor.organisation_id,
        _address(actor, step.judgement.owner),
        subject,
        f"{text % told}\n\n{address}\n",
        step.published_id,
    )


def _address(actor: Actor, owner: str) -> str:
    """Of the one active member whom the step names, by name or address; for a post, the organisation's mailbox."""
    named = owner.strip().casefold()
    found = [person.email for person in active_people() if named in (person.name.casefold(), person.email.casefold())]
    return found[0] if len(found) == 1 else mailboxes_of({actor.organisation_id})[actor.organisation_id]
