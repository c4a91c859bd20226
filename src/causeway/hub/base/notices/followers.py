"""Webhooks follow the ledger: an organisation's own addresses are told of each act that it sees and asked for."""

from collections.abc import Callable, Mapping
from typing import Any

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows
from causeway.hub.base.notices.acts import ACTS_OF_KIND
from causeway.hub.base.notices.commands.owe import tell_webhooks

Content = Callable[[Actor, EntryFact], Mapping[str, Any]]
"""What a delivery says beyond identifiers: only what its own receiver may know anyway."""

_contents: dict[Act, Content] = {}


def carries(act: Act) -> Callable[[Content], Content]:
    """Register what deliveries of an act carry; steps up the road know, this one does not."""

    def register(content: Content) -> Content:
        _contents[act] = content
        return content

    return register


@follows(*{act for acts in ACTS_OF_KIND.values() for act in acts})
def tell_own_webhooks(actor: Actor, entry: EntryFact) -> None:
    """Owe each webhook that asked for this act one delivery; the ledger's identifier tells repeats apart."""
    extra: dict[str, Any] = {"entry": str(entry.id), "at": entry.at.isoformat(timespec="seconds")}
    if content := _contents.get(entry.act):
        extra |= content(actor, entry)
    tell_webhooks(actor, entry.act, entry.subjects, extra)
