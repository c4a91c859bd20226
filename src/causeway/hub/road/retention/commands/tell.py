"""Telling an organisation of what ends: all of it is noted page by page, and then one mail tells of what is new."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_own_language
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.base.organisations.queries.on_duty import addresses_of
from causeway.hub.base.rows.paging import Portion
from causeway.hub.road.retention.models import Ending
from causeway.hub.road.retention.queries.ends import ends
from causeway.hub.road.retention.queries.sources import SOURCES
from causeway.timing import WARN_DAYS, Kept
from causeway.vocabulary.organisations import Role

WARNED_AHEAD = timedelta(days=WARN_DAYS)
MOST_AT_ONCE = 1_000
"""Of one kind looked at in one transaction."""


def warn_of_endings(actor: Actor, now: datetime) -> int:
    """Tell the organisation of everything that ends within `WARN_DAYS`, once for each thing and again where its end has
    moved; gives how many things it is told of.
    """
    for kept in SOURCES:
        portion: Portion | None = Portion(limit=MOST_AT_ONCE)
        while portion is not None:
            portion = _note(actor, kept, now + WARNED_AHEAD, portion)
    return _tell_of_noted(actor, now)


@command(Permission.RUN_RETENTION)
def _note(actor: Actor, kept: Kept, until: datetime, portion: Portion) -> Portion | None:
    """Note what ends until a moment and was not told of with the same end; gives the portion that follows."""
    found, following = ends(actor, kept, until, portion)
    rows = Ending.objects.filter(kept=kept.value, subject_id__in=[end.subject_id for end in found])
    known = dict(rows.values_list("subject_id", "ends_at")) if found else {}
    Ending.objects.bulk_create(
        [
            Ending(
                organisation_id=actor.organisation_id,
                kept=kept.value,
                subject_id=end.subject_id,
                ends_at=end.ends_at,
            )
            for end in found
            if known.get(end.subject_id) != end.ends_at
        ],
        update_conflicts=True,
        unique_fields=["organisation_id", "kept", "subject_id"],
        update_fields=["ends_at", "warned_at"],
    )
    return following


@command(Permission.RUN_RETENTION)
def _tell_of_noted(actor: Actor, now: datetime) -> int:
    """One mail, and the moment of it at everything that it tells of."""
    told = Ending.objects.filter(warned_at=None).update(warned_at=now)
    if told:
        _mail(actor, told, now)
    return told


@in_own_language
def _mail(actor: Actor, count: int, now: datetime) -> None:
    """To whoever keeps the organisation's data; without a number of anything that leads to a case."""
    addresses = addresses_of([Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR]) or [
        mailboxes_of({actor.organisation_id})[actor.organisation_id]
    ]
    subject = _("What you keep comes to its end")
    body = _(
        "%(count)d things that your organisation keeps come to the end of their time, and will be erased no earlier "
        "than %(day)s. Sign in and open Retention to see them. What has to stay needs a hold."
    ) % {"count": count, "day": f"{now + WARNED_AHEAD:%Y-%m-%d}"}
    for address in addresses:
        owe_mail(actor.organisation_id, address, subject, body)
