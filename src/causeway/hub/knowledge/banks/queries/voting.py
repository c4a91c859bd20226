"""What waits for a member's vote, oldest first: nothing of how others voted."""

from django.db.models import Exists, OuterRef

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.knowledge.banks.models import Ballot, Signal
from causeway.hub.knowledge.banks.queries.signal_list import SignalLine, signal_lines
from causeway.vocabulary.signals import SignalState

MOST_SHOWN = 50


@query(Permission.VOTE_SIGNALS)
def waiting_for_vote(actor: Actor) -> list[tuple[SignalLine, str]]:
    """Unconfirmed signals of shared banks that this member has neither added nor voted on, each with its bank's name;
    as many as one sitting takes.
    """
    if actor.member_id is None:
        return []
    own = Ballot.objects.filter(signal_id=OuterRef("pk"), member_id=actor.member_id)
    found = Signal.objects.filter(bank__is_shared=True, state=SignalState.UNCONFIRMED.value)
    found = found.exclude(member_id=actor.member_id).exclude(Exists(own)).select_related("bank")
    rows = list(found.order_by("added_at", "id")[:MOST_SHOWN])
    return list(zip(signal_lines(rows), [row.bank.name for row in rows], strict=True))
