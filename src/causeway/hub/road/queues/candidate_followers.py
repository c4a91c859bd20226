"""What a service's candidates owe to the worker: a file that came with one is compared with lists beside the rounds."""

from collections.abc import Sequence

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows_together
from causeway.hub.road.candidates.comparing import owing_comparison
from causeway.hub.road.queues.working.claiming import Stage, owe_all, piece


@follows_together(Act.CANDIDATE_RECEIVED)
def owe_the_comparison(actor: Actor, entries: Sequence[EntryFact]) -> None:
    """The service owes it to itself, in the order in which its candidates came."""
    if not may(actor, Permission.KEEP_CANDIDATES):
        return
    came_at = {entry.subjects[0]: entry.at for entry in entries}
    owing = owing_comparison(came_at)
    owe_all(
        piece(
            organisation_id=actor.organisation_id,
            referral_id=candidate_id,
            sender_id=actor.organisation_id,
            stage=Stage.COMPARE,
            owed_at=at,
        )
        for candidate_id, at in came_at.items()
        if candidate_id in owing
    )
