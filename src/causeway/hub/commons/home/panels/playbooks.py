"""What waits of standard practice: a newer standard to decide on, a playbook to review, one that came back."""

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.commons.home.panels.registry import SHOWN_ITEMS, Item, Panel, register_panel
from causeway.hub.knowledge.playbooks.queries.drafts import DraftState, drafts_to_review, open_drafts
from causeway.hub.knowledge.playbooks.queries.in_force import with_newer_standard
from causeway.hub.road.queues.views.addresses import address_of


def _newer(actor: Actor) -> Panel | None:
    waiting = with_newer_standard(actor)
    if not waiting:
        return None
    return Panel(
        title=_("Playbooks with a newer standard"),
        count=len(waiting),
        items=tuple(
            Item(
                text=each.title,
                href=address_of("playbooks:update", each.code),
                hint=_("Version %(version)s waits for your decision") % {"version": each.newer.version},
            )
            for each in waiting[:SHOWN_ITEMS]
            if each.newer
        ),
    )


def _reviews(actor: Actor) -> Panel | None:
    waiting = drafts_to_review(actor)
    if not waiting:
        return None
    return Panel(
        title=_("Playbooks to review"),
        count=len(waiting),
        items=tuple(
            Item(
                text=draft.playbook.title,
                href=address_of("playbooks:review", draft.id),
                hint=_("Written by %(names)s") % {"names": ", ".join(draft.authors)},
            )
            for draft in waiting[:SHOWN_ITEMS]
        ),
    )


def _returned(actor: Actor) -> Panel | None:
    mine = [draft for draft in open_drafts(actor) if actor.member_id in draft.author_ids]
    waiting = [draft for draft in mine if draft.state is DraftState.WRITING and draft.reviews]
    if not waiting:
        return None
    return Panel(
        title=_("Playbooks that came back to you"),
        count=len(waiting),
        items=tuple(
            Item(text=draft.playbook.title, href=address_of("playbooks:draft", draft.id), hint=draft.reviews[0].by)
            for draft in waiting[:SHOWN_ITEMS]
        ),
    )


def register() -> None:
    """Register the panels of playbooks."""
    register_panel("playbooks_newer", Permission.ADOPT_PLAYBOOKS, _newer, order=57)
    register_panel("playbooks_review", Permission.REVIEW_PLAYBOOKS, _reviews, order=58)
    register_panel("playbooks_returned", Permission.WRITE_PLAYBOOKS, _returned, order=59)
