"""What waits in cases, at safeguarding bodies and at services, for the start page of whoever may see it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.theme.components import clock_of
from causeway.hub.commons.home.panels.registry import SHOWN_ITEMS, Item, Panel, register_panel
from causeway.hub.road.cases.queries.case_list import CaseFilter, CaseLine, case_list
from causeway.hub.road.cases.queries.safeguarding import NoticeView, notices_told, notices_waiting
from causeway.hub.road.cases.queries.unprotected import unprotected_children
from causeway.hub.road.cases.untold import untold_lines
from causeway.hub.road.data_requests.queries.requests import requests_received
from causeway.hub.road.queues.views.addresses import address_of
from causeway.vocabulary.organisations import Role


def _case(line: CaseLine) -> Item:
    due = clock_of(line.next_due, timezone.now()).text if line.next_due else ""
    return Item(
        text=line.reference,
        href=address_of("cases:case", line.id),
        hint=". ".join(part for part in (line.title, due) if part),
    )


def _my_cases(actor: Actor) -> Panel | None:
    page = case_list(actor, CaseFilter(is_mine=True), now=timezone.now(), size=SHOWN_ITEMS)
    return Panel(
        title=_("My cases"),
        count=page.total,
        items=tuple(map(_case, page.lines)),
        empty=_("You lead no open case."),
        more_href=address_of("cases:list"),
        more_text=_("See all cases"),
    )


def _late_cases(actor: Actor) -> Panel | None:
    if Role.SUPERVISOR not in actor.roles:
        return None
    page = case_list(actor, CaseFilter(is_late=True), now=timezone.now(), size=SHOWN_ITEMS)
    return Panel(
        title=_("Cases with a late task"),
        count=page.total,
        items=tuple(map(_case, page.lines)),
        empty=_("No case is late."),
        is_urgent=True,
    )


def _notice(view: NoticeView, other: str) -> Item:
    urgent = _("In danger now. ") if view.notice.is_urgent else ""
    return Item(
        text=view.called,
        href=address_of("safeguarding:notice", view.id),
        hint=f"{urgent}{other}. {clock_of(view.due_at, timezone.now()).text}",
    )


def _children(actor: Actor) -> Panel | None:
    waiting = notices_waiting(actor)
    return Panel(
        title=_("Children to protect"),
        count=len(waiting),
        items=tuple(_notice(view, view.teller) for view in waiting[:SHOWN_ITEMS]),
        empty=_("No notice waits to be acknowledged."),
        more_href=address_of("safeguarding:list"),
        more_text=_("See all notices"),
        is_urgent=True,
    )


def _untold(actor: Actor) -> Panel | None:
    waiting = unprotected_children(actor)
    if not waiting and not may(actor, Permission.READ_CASE):
        return None
    return Panel(
        title=_("Children of whom nobody was told"),
        count=len(waiting),
        items=tuple(
            Item(text=line.who, href=line.href, hint=line.reference) for line in untold_lines(waiting[:SHOWN_ITEMS])
        ),
        empty=_("A body that protects them was told of every child in your open cases."),
        is_urgent=True,
    )


def _told(actor: Actor) -> Panel | None:
    waiting = [view for view in notices_told(actor) if view.acknowledged_at is None]
    return Panel(
        title=_("Safeguarding not yet acknowledged"),
        count=len(waiting),
        items=tuple(_notice(view, view.body) for view in waiting[:SHOWN_ITEMS]),
        empty=_("Every body that you told has acknowledged."),
    )


def _requests(actor: Actor) -> Panel | None:
    waiting = requests_received(actor, is_over=False)
    now = timezone.now()
    return Panel(
        title=_("Requests from police"),
        count=len(waiting),
        items=tuple(
            Item(
                text=view.reference,
                href=address_of("data_requests:request", view.id),
                hint=f"{view.force}. {clock_of(view.due_at, now).text}",
            )
            for view in waiting[:SHOWN_ITEMS]
        ),
        empty=_("No request waits for you."),
        more_href=address_of("data_requests:received"),
        more_text=_("See all requests"),
        is_urgent=True,
    )


def register() -> None:
    """Register the panels of cases, safeguarding and data requests."""
    register_panel("children", Permission.ACKNOWLEDGE_SAFEGUARDING, _children, order=5)
    register_panel("requests", Permission.ANSWER_DATA_REQUEST, _requests, order=12)
    register_panel("late_cases", Permission.CLOSE_CASE, _late_cases, order=22)
    register_panel("my_cases", Permission.READ_CASE, _my_cases, order=25)
    register_panel("safeguarding_untold", Permission.TELL_SAFEGUARDING, _untold, order=21)
    register_panel("safeguarding_told", Permission.TELL_SAFEGUARDING, _told, order=55)
