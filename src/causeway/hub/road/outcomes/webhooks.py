"""What a sender's webhook carries of feedback: the same item that the feed gives."""

from typing import Any

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact
from causeway.hub.base.notices.followers import carries
from causeway.hub.base.walls.documents import to_document
from causeway.hub.road.outcomes.queries.feedback import feedback_of_entry


@carries(Act.FEEDBACK_GIVEN)
def feedback_item(actor: Actor, entry: EntryFact) -> dict[str, Any]:
    """The feedback that the entry gave, for its sender alone; a desk that sees the entry too is told no more."""
    given = feedback_of_entry(actor, entry.id)
    return {"feedback": to_document(given)} if given else {}
