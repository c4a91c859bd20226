"""Warning both sides before an agreement runs out; run by the worker for one organisation after another."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.languages import in_own_language
from causeway.hub.base.organisations.letters import owe_mail
from causeway.hub.base.organisations.models import Agreement, ExpiryWarning
from causeway.hub.base.organisations.queries.directory import mailboxes_of

WARN_DAYS = (60, 30, 7)
"""Two months leave time for lawyers, a week for a telephone call (our choice)."""


@command(Permission.SEND_NOTICES)
def warn_of_ends(actor: Actor, now: datetime) -> int:
    """Owe one mail for each agreement whose end has come nearer than one of the days above, once for each; gives how
    many.
    """
    ending = Agreement.objects.filter(
        accepted_at__isnull=False, ended_at=None, until__gt=now, until__lte=now + timedelta(days=max(WARN_DAYS))
    )
    warned = 0
    for agreement in ending:
        reached = [days for days in WARN_DAYS if agreement.until and agreement.until <= now + timedelta(days=days)]
        rows = [
            ExpiryWarning(agreement=agreement, organisation_id=actor.organisation_id, days=days, warned_at=now)
            for days in reached
        ]
        known = ExpiryWarning.objects.filter(agreement=agreement)
        if known.filter(days=min(reached)).exists():
            continue
        ExpiryWarning.objects.bulk_create(rows, ignore_conflicts=True)
        _mail(actor, agreement, min(reached))
        warned += 1
    return warned


@in_own_language
def _mail(actor: Actor, agreement: Agreement, days: int) -> None:
    own = actor.organisation_id
    subject = _("An agreement ends in less than %(days)d days") % {"days": days}
    text = _("Nothing passes under it after that. The giving side can propose its next version.")
    address = f"{settings.BASE_URL}/organisation/agreements/{agreement.id}/"
    owe_mail(own, mailboxes_of({own})[own], subject, f"{text}\n\n{address}\n", agreement.id)
