"""Asking an organisation to confirm its contact points, by a mail to its mailbox; run by the worker."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.contacts.models import ContactPoint
from causeway.hub.base.contacts.queries.points import CONFIRM_EVERY
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_own_language
from causeway.hub.base.organisations.queries.directory import mailboxes_of

_AGAIN_AFTER = timedelta(days=30)
"""Between two mails about one contact point that nobody has confirmed (our choice)."""


@command(Permission.SEND_NOTICES)
def remind_of_points(actor: Actor, now: datetime) -> int:
    """Owe one mail for all contact points that were last confirmed too long ago; gives how many those are."""
    fresh = Q(reminded_at=None) | Q(reminded_at__lte=now - _AGAIN_AFTER)
    rows = ContactPoint.objects.filter(
        fresh, organisation=actor.organisation_id, removed_at=None, confirmed_at__lte=now - CONFIRM_EVERY
    )
    count = rows.update(reminded_at=now)
    if count:
        _remind(actor)
    return count


@in_own_language
def _remind(actor: Actor) -> None:
    own = actor.organisation_id
    subject = _("Are your contact points still right?")
    text = _("Nobody has confirmed some of them for half a year. Others rely on them to reach you.")
    owe_mail(own, mailboxes_of({own})[own], subject, f"{text}\n\n{settings.BASE_URL}/organisation/contact-points/\n")
