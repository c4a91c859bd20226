"""Telling those on duty that something pressing waits, by mail: how many and where to look, and nothing of what."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_language_of
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.base.organisations.queries.people import Person, active_people
from causeway.hub.road.candidates.holding import REVIEWERS
from causeway.hub.road.candidates.models import Candidate, OnDuty
from causeway.hub.road.candidates.ordering import Rule
from causeway.hub.road.candidates.settling import Stage
from causeway.vocabulary.organisations import Role

TELL_AGAIN_AFTER = timedelta(minutes=30)
"""While nobody takes it on; and no desk is written to more often than that, however much comes (our choice)."""


def pressing_candidates(actor: Actor, now: datetime) -> QuerySet[Candidate]:
    """What is imminent, waits for a decision and is in nobody's hands; nothing where the desk was told lately. Runs
    inside the caller's transaction.
    """
    del actor
    lately = Candidate.objects.filter(told_at__gt=now - TELL_AGAIN_AFTER).values("organisation_id")
    waiting = Candidate.objects.filter(rule=Rule.DANGER.value).exclude(stage=Stage.ENDED.value)
    free = waiting.filter(Q(holder_id=None) | Q(held_until__lte=now))
    return free.exclude(organisation_id__in=lately)


@command(Permission.KEEP_CANDIDATES)
def tell_of_pressing(actor: Actor, now: datetime) -> int:
    """Owe one mail to each person on duty; give how many were owed."""
    rows = list(pressing_candidates(actor, now).select_for_update(skip_locked=True))
    if not rows:
        return 0
    Candidate.objects.filter(id__in=[row.id for row in rows]).update(told_at=now)
    addresses = _addresses(actor, rows, now)
    with in_language_of(actor.organisation_id):
        subject = _("Something pressing waits at the reviewers’ desk")
        counted = ngettext(
            "%(count)d candidate waits that should be looked at within hours, and nobody works on it.",
            "%(count)d candidates wait that should be looked at within hours, and nobody works on them.",
            len(rows),
        ) % {"count": len(rows)}
        text = f"{counted}\n\n{settings.BASE_URL}/candidates/\n"
        for address in addresses:
            owe_mail(actor.organisation_id, address, subject, text, is_urgent=True)
    enter(
        Act.CANDIDATES_TOLD_OF, subjects=[actor.organisation_id], details={"waiting": len(rows), "told": len(addresses)}
    )
    return len(addresses)


def _addresses(actor: Actor, rows: Collection[Candidate], now: datetime) -> list[str]:
    """Of those on duty who may decide one of these; of all who may where nobody is; of all who review where none of
    them may; and the mailbox where nobody reviews.
    """
    on_duty = set(OnDuty.objects.filter(until__gt=now).values_list("member_id", flat=True))
    reviewers = [one for one in active_people() if not one.roles.isdisjoint(REVIEWERS)]
    supervisors = [one.id for one in reviewers if Role.SUPERVISOR in one.roles]
    able = [one for one in reviewers if any(_may_decide(one, row, supervisors) for row in rows)]
    told = [one for one in able if one.id in on_duty] or able or reviewers
    return [one.email for one in told] or [mailboxes_of({actor.organisation_id})[actor.organisation_id]]


def _may_decide(one: Person, row: Candidate, supervisors: Sequence[UUID]) -> bool:
    """Whether it waits for somebody such as them, as `holding.open_to` has it."""
    is_new = one.id not in row.judged_by
    if row.stage == Stage.SUPERVISOR.value:
        return one.id in supervisors and (is_new or len(supervisors) == 1)
    return is_new
