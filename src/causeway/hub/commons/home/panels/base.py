"""What waits for those who keep an organisation: administrators, data-protection officers, auditors."""

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.agreements import agreements
from causeway.hub.base.organisations.queries.joining import joining_requests
from causeway.hub.base.organisations.words import KIND_NAMES
from causeway.hub.commons.home.panels.registry import SHOWN_ITEMS, Item, Panel, register_panel
from causeway.hub.road.queues.views.addresses import address_of

Place = tuple[str, str, str]
"""The name of a page, what it is called, and what it is for."""


def _places(title: str, wanted: list[Place]) -> Panel | None:
    """A panel of pages, without those that no app offers."""
    items = tuple(
        Item(text=text, href=address, hint=hint) for name, text, hint in wanted if (address := address_of(name))
    )
    return Panel(title=title, count=None, items=items) if items else None


def _organisation(actor: Actor) -> Panel | None:
    del actor
    return _places(
        _("Our organisation"),
        [
            ("members", _("People"), _("Who works here, in which roles")),
            ("credentials", _("API credentials"), _("With which our programs sign in")),
            ("organisation", _("Details"), _("Name, zone, role mailbox")),
        ],
    )


def _agreements(actor: Actor) -> Panel:
    waiting = [row for row in agreements(actor) if row.can_accept]
    return Panel(
        title=_("Agreements"),
        count=len(waiting) or None,
        items=(
            *(
                Item(text=row.other_name, href=address_of("agreement", row.id), hint=_("Waits for your answer"))
                for row in waiting[:SHOWN_ITEMS]
            ),
            Item(
                text=_("Who shares what with whom"),
                href=address_of("agreements"),
                hint=_("For which purpose, until when"),
            ),
        ),
    )


def _ledger(actor: Actor) -> Panel | None:
    del actor
    return _places(
        _("Ledger"),
        [
            ("ledger", _("Every change and every look"), _("Made by our people, or about what we share")),
        ],
    )


def _joining(actor: Actor) -> Panel | None:
    waiting = [asked for asked in joining_requests(actor) if asked.decided_at is None]
    return Panel(
        title=_("Asking to join"),
        count=len(waiting),
        items=tuple(
            Item(text=asked.name, href=address_of("joining_request", asked.id), hint=KIND_NAMES[asked.kind])
            for asked in waiting[:SHOWN_ITEMS]
        ),
        empty=_("Nobody waits to be vetted."),
        more_href=address_of("joining_requests"),
        more_text=_("See all requests"),
    )


def _settings(actor: Actor) -> Panel | None:
    del actor
    return _places(
        _("My settings"),
        [("evidence:display", _("How pictures are shown to me"), _("Blurred first, grey, never by themselves"))],
    )


def register() -> None:
    """Register the panels of the base."""
    register_panel("joining", Permission.VET_JOINING, _joining, order=80)
    register_panel("settings", Permission.VIEW_CONTENT, _settings, order=99)
    register_panel("organisation", Permission.MANAGE_MEMBERS, _organisation, order=90)
    register_panel("agreements", Permission.MANAGE_AGREEMENTS, _agreements, order=92)
    register_panel("ledger", Permission.READ_LEDGER, _ledger, order=94)
