"""What of an organisation's own comes to its end soon, bank by bank."""

from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.knowledge.banks.ending import MOST_AT_ONCE, ending_signals
from causeway.hub.knowledge.banks.queries.signal_list import SignalLine, signal_lines


@query(Permission.SEND_SIGNALS)
def ending_in(actor: Actor, bank_id: UUID) -> list[SignalLine]:
    """The signals that the actor's organisation added and that end soon, as many as can be renewed at once."""
    found = ending_signals(actor.organisation_id, timezone.now()).filter(bank_id=bank_id).select_related("bank")
    return signal_lines(list(found[:MOST_AT_ONCE]))
