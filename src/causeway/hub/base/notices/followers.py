"""Webhooks follow the ledger: an organisation's own addresses are told of each act that it sees and asked for."""

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.following import EntryFact, follows
from causeway.hub.base.notices.acts import ACTS_OF_KIND
from causeway.hub.base.notices.commands.owe import tell_webhooks


@follows(*{act for acts in ACTS_OF_KIND.values() for act in acts})
def tell_own_webhooks(actor: Actor, entry: EntryFact) -> None:
    """Owe each webhook that asked for this act one delivery; the ledger's identifier tells repeats apart."""
    extra = {"entry": str(entry.id), "at": entry.at.isoformat(timespec="seconds")}
    tell_webhooks(actor, entry.act, entry.subjects, extra)
