"""What of awareness work waits for somebody, or is new to them, on the start page."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.days import today_of
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.theme.components import clock_of
from causeway.hub.commons.awareness.queries.bulletins import bulletins_for, questions_waiting
from causeway.hub.commons.awareness.queries.helping import help_requests, help_waiting
from causeway.hub.commons.awareness.queries.sessions import sessions_to_report
from causeway.hub.commons.home.panels.registry import SHOWN_ITEMS, Item, Panel, register_panel


def _help(actor: Actor) -> Panel | None:
    waiting, now = help_waiting(actor), timezone.now()
    if not waiting:
        return None
    return Panel(
        title=_("Partners ask for help"),
        count=len(waiting),
        items=tuple(
            Item(
                text=line.title,
                href=reverse("awareness:help_request", args=[line.id]),
                hint=f"{line.other}. {clock_of(line.due_at, now).text}",
            )
            for line in waiting[:SHOWN_ITEMS]
        ),
        more_href=reverse("awareness:help"),
        more_text=_("See all requests for help"),
    )


def _questions(actor: Actor) -> Panel | None:
    waiting = questions_waiting(actor)
    if not waiting:
        return None
    return Panel(
        title=_("Questions about your bulletins"),
        count=len(waiting),
        items=tuple(
            Item(text=each.bulletin, href=reverse("awareness:question", args=[each.id]), hint=each.by)
            for each in waiting[:SHOWN_ITEMS]
        ),
        more_href=reverse("awareness:questions"),
        more_text=_("See all questions"),
    )


def _sessions(actor: Actor) -> Panel | None:
    waiting = sessions_to_report(actor, today_of(actor, timezone.now()))
    if not waiting:
        return None
    return Panel(
        title=_("Sessions to report on"),
        count=len(waiting),
        items=tuple(
            Item(text=each.title, href=reverse("awareness:session_held", args=[each.id]), hint=each.place)
            for each in waiting[:SHOWN_ITEMS]
        ),
        more_href=reverse("awareness:sessions"),
        more_text=_("See all sessions"),
    )


def _asked(actor: Actor) -> Panel:
    open_lines = [line for line in help_requests(actor).lines if not line.is_to_us]
    return Panel(
        title=_("Asking for help"),
        count=None,
        items=tuple(
            Item(text=line.title, href=reverse("awareness:help_request", args=[line.id]), hint=line.other)
            for line in open_lines[:SHOWN_ITEMS]
        ),
        empty=_("Schools and partners ask for a session, advice or material."),
        more_href=reverse("awareness:help_ask"),
        more_text=_("Ask for help"),
    )


def _bulletins(actor: Actor) -> Panel | None:
    newest = bulletins_for(actor, SHOWN_ITEMS)
    if not newest and not may(actor, Permission.ASK_FOR_HELP):
        return None
    return Panel(
        title=_("Bulletins for you"),
        count=None,
        items=tuple(
            Item(text=line.title, href=reverse("awareness:bulletin", args=[line.id]), hint=line.summary)
            for line in newest
        ),
        empty=_("No bulletin has been published for you yet."),
        more_href=reverse("awareness:bulletins"),
        more_text=_("See all bulletins"),
    )


def register() -> None:
    """Register the panels."""
    register_panel("help_asked", Permission.GIVE_HELP, _help, order=60)
    register_panel("help_of_ours", Permission.ASK_FOR_HELP, _asked, order=61)
    register_panel("bulletin_questions", Permission.ISSUE_BULLETIN, _questions, order=62)
    register_panel("awareness_sessions", Permission.KEEP_AWARENESS, _sessions, order=64)
    register_panel("bulletins", Permission.READ_AWARENESS, _bulletins, order=80)
