"""What the desk takes from the banks: that a signal behind what waits stands otherwise."""

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows
from causeway.hub.knowledge.banks.queries.standing_now import signals_changed
from causeway.hub.road.candidates.moving import move_candidates_of


@follows(
    Act.SIGNAL_CONFIRMED,
    Act.SIGNAL_DISPUTED,
    Act.SIGNAL_APPEALED,
    Act.SIGNAL_SUSPENDED,
    Act.SIGNAL_RESTORED,
    Act.SIGNAL_WITHDRAWN,
)
def move_what_rests_on_it(actor: Actor, entry: EntryFact) -> None:
    """A signal stands otherwise, so what waits because of it may wait longer or shorter."""
    if may(actor, Permission.KEEP_CANDIDATES):
        move_candidates_of(entry.subjects[:1], timezone.now())


@follows(Act.SIGNALS_EXPIRED)
def move_what_rests_on_the_expired(actor: Actor, entry: EntryFact) -> None:
    """Many signals of a bank came to their end: the entry says which changes tell of them."""
    if may(actor, Permission.KEEP_CANDIDATES) and (up_to := entry.details.get("up_to")):
        after = up_to - entry.details["expired"]
        move_candidates_of(signals_changed(entry.subjects[0], after=after, up_to=up_to), timezone.now())
