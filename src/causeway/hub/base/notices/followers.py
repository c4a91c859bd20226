"""Webhooks follow the ledger: an organisation's own addresses are told of each act that it sees and asked for. And
administrators are told when a follower, this one or another, could not take an entry.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows, follows_together
from causeway.hub.base.notices.acts import ACTS_OF_KIND, TOLD_AT_ONCE
from causeway.hub.base.notices.commands.owe import acts_asked_for, owe_mail, tell_webhooks
from causeway.hub.base.organisations.languages import in_own_language
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.base.organisations.queries.on_duty import addresses_of
from causeway.vocabulary.organisations import Role

Content = Callable[[Actor, EntryFact], Mapping[str, Any]]
"""What a delivery says beyond identifiers: only what its own receiver may know anyway."""

_contents: dict[Act, Content] = {}


def carries(act: Act) -> Callable[[Content], Content]:
    """Register what deliveries of an act carry; steps up the road know, this one does not."""

    def register(content: Content) -> Content:
        _contents[act] = content
        return content

    return register


@follows_together(*{act for acts in ACTS_OF_KIND.values() for act in acts} - TOLD_AT_ONCE)
def tell_own_webhooks(actor: Actor, entries: Sequence[EntryFact]) -> None:
    """Owe each webhook that asked for an act one delivery; the ledger's identifier tells repeats apart."""
    asked_for = acts_asked_for(actor.organisation_id)
    for entry in entries:
        if entry.act.value not in asked_for:
            continue
        extra: dict[str, Any] = {"entry": str(entry.id), "at": entry.at.isoformat(timespec="seconds")}
        if content := _contents.get(entry.act):
            extra |= content(actor, entry)
        tell_webhooks(actor, entry.act, entry.subjects, extra)


@follows(Act.ENTRY_PARKED)
@in_own_language
def tell_administrators(actor: Actor, entry: EntryFact) -> None:
    """Tell the organisation's administrators that something waits to be mended; once, not for each entry behind the
    same fault.
    """
    own = actor.organisation_id
    if entry.organisation_id != own or not entry.details.get("is_first"):
        return
    subject = _("Something that should have followed did not happen")
    body = _(
        "A part of the program failed on an entry of your ledger several times. The entry is kept, and is tried again "
        "by itself; until then, an alert, a line of the queue or a notice may be missing. Ask whoever runs the "
        "installation to run 'causeway doctor', which says how to mend it."
    )
    for address in addresses_of([Role.ADMINISTRATOR]) or [mailboxes_of({own})[own]]:
        owe_mail(own, address, subject, body, entry.id)
