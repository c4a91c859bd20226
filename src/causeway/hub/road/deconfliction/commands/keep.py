"""What the force's program does by itself: let interests end, say so in time, and follow its agreements."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_own_language
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.road.deconfliction.commands.register import abroad_now
from causeway.hub.road.deconfliction.models import Interest, InterestToken

WARN_BEFORE = timedelta(days=14)
"""Time enough to renew (our choice)."""


_AT_ONCE = 500


def interests_past_their_end(actor: Actor, now: datetime) -> QuerySet[Any]:
    """Interests whose time is over, which has not been seen to yet. Runs inside a transaction of the actor."""
    return Interest.objects.filter(
        organisation_id=actor.organisation_id, withdrawn_at=None, ended_at=None, until__lte=now
    )


def tokens_past_their_end(actor: Actor, now: datetime) -> QuerySet[Any]:
    """Tokens that may be told to nobody any more. Runs inside a transaction of the actor."""
    return InterestToken.objects.filter(
        organisation_id=actor.organisation_id, until__lte=now, tells_until__lte=now
    ).exclude(interest_id__in=interests_past_their_end(actor, now).values("id"))


@command(Permission.KEEP_INTERESTS)
def end_interests(actor: Actor, now: datetime) -> int:
    """See to interests whose time is over, so that whoever was told of one learns that too; gives how many."""
    ids = list(interests_past_their_end(actor, now).order_by("until").values_list("id", flat=True)[:_AT_ONCE])
    if ids:
        Interest.objects.filter(id__in=ids).update(ended_at=now)
        desks = InterestToken.objects.filter(interest_id__in=ids).values_list("desk_id", flat=True).distinct()
        enter(Act.INTERESTS_ENDED, subjects=ids, audience=list(desks))
    return len(ids)


@command(Permission.KEEP_INTERESTS)
def erase_tokens(actor: Actor, now: datetime) -> int:
    """Erase the tokens of what may be told to nobody any more; gives how many."""
    count: int = tokens_past_their_end(actor, now).delete()[0]
    return count


@command(Permission.KEEP_INTERESTS)
def warn_of_end(actor: Actor, now: datetime) -> int:
    """Owe one mail for all interests that end soon; gives how many those are."""
    rows = Interest.objects.filter(withdrawn_at=None, warned_at=None, until__gt=now, until__lte=now + WARN_BEFORE)
    count: int = rows.update(warned_at=now)
    if count:
        _mail(actor, count)
    return count


@command(Permission.KEEP_INTERESTS)
def follow_agreements(actor: Actor) -> int:
    """Bring all tokens up to whom they may be told to in other countries now; gives how many changed."""
    reach = abroad_now()
    stale = InterestToken.objects.filter(organisation_id=actor.organisation_id).exclude(abroad=reach)
    desks = list(stale.values_list("desk_id", flat=True).distinct())
    count: int = stale.update(abroad=reach)
    if count and reach:
        enter(Act.INTERESTS_WIDENED, subjects=[actor.organisation_id], audience=desks)
    return count


@in_own_language
def _mail(actor: Actor, count: int) -> None:
    own = actor.organisation_id
    subject = ngettext("%(count)d interest ends soon", "%(count)d interests end soon", count) % {"count": count}
    text = _("What has ended meets nobody any more. Renew what you still work on.")
    owe_mail(own, mailboxes_of({own})[own], subject, f"{text}\n\n{settings.BASE_URL}/interests/\n")
