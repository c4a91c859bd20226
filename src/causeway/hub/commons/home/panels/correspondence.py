"""What waits in messages and contact points, for the start page of whoever may see it."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.contacts.queries.points import own_points
from causeway.hub.base.contacts.words import PURPOSE_NAMES
from causeway.hub.base.organisations.commands.warn_of_ends import WARN_DAYS
from causeway.hub.base.organisations.queries.agreements import running_out
from causeway.hub.base.theme.components import clock_of
from causeway.hub.commons.correspondence.queries.thread_list import Shown, ThreadFilter, ThreadLine, thread_list
from causeway.hub.commons.home.panels.registry import SHOWN_ITEMS, Item, Panel, register_panel
from causeway.hub.road.queues.views.addresses import address_of


def _item(line: ThreadLine) -> Item:
    due = clock_of(line.due_at, timezone.now()).text if line.due_at else ""
    return Item(
        text=line.subject,
        href=address_of("correspondence:thread", line.id),
        hint=". ".join(part for part in (", ".join(line.others), due) if part),
    )


def _unread(actor: Actor) -> Panel | None:
    page = thread_list(actor, ThreadFilter(shown=Shown.UNREAD), size=SHOWN_ITEMS)
    return Panel(
        title=_("Messages that I have not read"),
        count=page.total,
        items=tuple(map(_item, page.lines)),
        empty=_("You have read every message."),
        more_href=address_of("correspondence:list"),
        more_text=_("See all messages"),
    )


def _waiting(actor: Actor) -> Panel | None:
    page = thread_list(actor, ThreadFilter(shown=Shown.WAITING), size=SHOWN_ITEMS)
    if not page.total:
        return None
    return Panel(
        title=_("Messages that wait for us"),
        count=page.total,
        items=tuple(map(_item, page.lines)),
        more_href=address_of("correspondence:list", shown=Shown.WAITING.value),
        more_text=_("See all that wait"),
        is_urgent=True,
    )


def _points(actor: Actor) -> Panel | None:
    found = own_points(actor, now=timezone.now())
    stale = [point for point in found if point.is_to_confirm]
    if found and not stale:
        return None
    return Panel(
        title=_("Contact points to confirm"),
        count=len(stale),
        items=tuple(
            Item(text=point.label, href=address_of("contacts:own"), hint=PURPOSE_NAMES[point.purpose])
            for point in stale[:SHOWN_ITEMS]
        ),
        empty=_("Others do not know yet how to reach you: you have no contact point."),
        more_href=address_of("contacts:own"),
        more_text=_("See your contact points"),
    )


def _ending(actor: Actor) -> Panel | None:
    now = timezone.now()
    rows = running_out(actor, now=now, within=timedelta(days=max(WARN_DAYS)))
    if not rows:
        return None
    return Panel(
        title=_("Agreements that run out"),
        count=len(rows),
        items=tuple(
            Item(
                text=row.other_name,
                href=address_of("agreement", row.id),
                hint=clock_of(row.until, now).text if row.until else "",
            )
            for row in rows[:SHOWN_ITEMS]
        ),
        more_href=address_of("agreements"),
        more_text=_("See all agreements"),
        is_urgent=True,
    )


def register() -> None:
    """Register the panels of messages and contact points."""
    register_panel("messages_waiting", Permission.READ_CORRESPONDENCE, _waiting, order=14)
    register_panel("messages_unread", Permission.READ_CORRESPONDENCE, _unread, order=57)
    register_panel("agreements_ending", Permission.MANAGE_AGREEMENTS, _ending, order=85)
    register_panel("contact_points", Permission.KEEP_CONTACT_POINTS, _points, order=91)
