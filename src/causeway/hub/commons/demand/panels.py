"""This week, for the start page of whoever leads or plans the work."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.theme.components import duration_in_words, in_zone
from causeway.hub.commons.demand.parts.change import signal_words
from causeway.hub.commons.demand.periods import Period
from causeway.hub.commons.demand.queries.this_week import ThisWeek, this_week
from causeway.hub.commons.home.panels.registry import Item, Panel, register_panel
from causeway.hub.road.queues.views.addresses import address_of
from causeway.vocabulary.findings import Band
from causeway.vocabulary.organisations import OrganisationKind, Role

_WEEKS = 26
_LEADING = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})


def _this_week(actor: Actor) -> Panel | None:
    if not actor.roles & _LEADING or actor.organisation_kind is OrganisationKind.OVERSIGHT:
        return None
    now = timezone.now()
    period = Period(last=in_zone(now, actor.zone).date(), weeks=_WEEKS, zone=actor.zone)
    found = this_week(actor, period, now=now)
    items = [Item(text=_came(found), href=reverse("demand:overview"))]
    if found.oldest is not None:
        waits = _("Oldest that waits at high risk: %(time)s") % {
            "time": duration_in_words(now - found.oldest.oldest_at)
        }
        items.append(Item(text=waits, href=_queue(actor), band=Band(found.oldest.band)))
    items.append(
        Item(
            text=_("More or fewer than usual: yes") if found.watched.is_special else _("More or fewer than usual: no"),
            href=reverse("demand:change"),
            hint=signal_words(found.watched).capitalize() if found.watched.is_special else "",
        )
    )
    return Panel(title=_("This week"), count=None, items=tuple(items))


def _queue(actor: Actor) -> str:
    """Where it waits; who may not open the queue sees how long referrals wait."""
    return address_of("queues:queue") if may(actor, Permission.READ_QUEUE) else reverse("demand:overview")


def _came(found: ThisWeek) -> str:
    if found.receives:
        text = ngettext("%(count)d event came", "%(count)d events came", found.events)
    else:
        text = ngettext("%(count)d referral sent", "%(count)d referrals sent", found.events)
    return text % {"count": found.events}


def register() -> None:
    """Register the panel."""
    register_panel("this_week", Permission.READ_DEMAND, _this_week, order=60)
