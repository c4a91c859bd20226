"""What a sender's webhook carries of its referrals: the same items that the feed gives."""

from typing import Any

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.following import EntryFact
from causeway.hub.base.notices.followers import carries
from causeway.hub.base.rows.documents import to_document
from causeway.hub.road.outcomes.queries.feed import STAGE_OF, feed_items


def feedback_item(actor: Actor, entry: EntryFact) -> dict[str, Any]:
    """What the entry tells the referral's sender; a desk that sees the entry too is told no more."""
    items = feed_items(actor, [entry])
    return {"feedback": to_document(items[0])} if items else {}


for act in STAGE_OF:
    carries(act)(feedback_item)
