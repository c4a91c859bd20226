"""What becomes of a signal in a bank shows beside the matches that rest on it."""

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows
from causeway.hub.knowledge.banks.queries.standing_now import signals_changed
from causeway.hub.road.evidence.commands.renew_standings import renew_standings


@follows(Act.SIGNAL_WITHDRAWN, Act.SIGNAL_SUSPENDED, Act.SIGNAL_RESTORED, Act.SIGNAL_MOVED)
def renew_its_matches(actor: Actor, entry: EntryFact) -> None:
    """One signal went out of use, or came back."""
    del actor
    renew_standings(entry.subjects[:1], entry.at)


@follows(Act.SIGNALS_EXPIRED)
def renew_matches_that_expired(actor: Actor, entry: EntryFact) -> None:
    """Many came to their end: the entry says which changes of the bank tell of them."""
    del actor
    if up_to := entry.details.get("up_to"):
        after = up_to - entry.details["expired"]
        renew_standings(signals_changed(entry.subjects[0], after=after, up_to=up_to), entry.at)
