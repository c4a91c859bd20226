"""Telling those on duty that something pressing waits, by mail: how many and where to look, and nothing of what."""

from collections.abc import Collection
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
from causeway.hub.base.organisations.queries.people import active_people
from causeway.hub.road.candidates.commands.tell_of_stuck import tell_of_stuck
from causeway.hub.road.candidates.deciders import able_among, waits_for_nobody
from causeway.hub.road.candidates.models import Candidate, OnDuty
from causeway.hub.road.candidates.ordering import Rule
from causeway.hub.road.candidates.settling import Stage

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
    """Owe one mail to each person on duty; give how many were owed. Where nobody at the desk may decide it, whoever can
    invite somebody is told instead, once (see `tell_of_stuck`).
    """
    pressing, stuck = pressing_candidates(actor, now), waits_for_nobody()
    asked = tell_of_stuck(actor, now) if pressing.filter(stuck).exists() else 0
    ids = [row.id for row in pressing.exclude(stuck).select_for_update(skip_locked=True)]
    if not ids:
        return asked
    rows = Candidate.objects.filter(id__in=ids)
    rows.update(told_at=now)
    addresses = _addresses(able_among(rows), now)
    with in_language_of(actor.organisation_id):
        subject = _("Something pressing waits at the reviewers’ desk")
        counted = ngettext(
            "%(count)d candidate waits that should be looked at within hours, and nobody works on it.",
            "%(count)d candidates wait that should be looked at within hours, and nobody works on them.",
            len(ids),
        ) % {"count": len(ids)}
        text = f"{counted}\n\n{settings.BASE_URL}/candidates/\n"
        for address in addresses:
            owe_mail(actor.organisation_id, address, subject, text, is_urgent=True)
    enter(
        Act.CANDIDATES_TOLD_OF, subjects=[actor.organisation_id], details={"waiting": len(ids), "told": len(addresses)}
    )
    return asked + len(addresses)


def _addresses(able: Collection[UUID], now: datetime) -> list[str]:
    """Of those of them who are on duty, or of all of them where nobody is."""
    people = [one for one in active_people() if one.id in able]
    on_duty = set(OnDuty.objects.filter(until__gt=now).values_list("member_id", flat=True))
    return [one.email for one in people if one.id in on_duty] or [one.email for one in people]
