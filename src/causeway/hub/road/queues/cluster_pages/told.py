"""A cluster as programs read it: what the API answers and the command line prints."""

from causeway.hub.road.clusters.queries.verdicts import Decision
from causeway.hub.road.clusters.queries.widely_shared import CommonThing
from causeway.hub.road.queues.cluster_pages.page import ClusterPage
from causeway.hub.road.queues.cluster_pages.ways import ShownTie


def told_cluster(page: ClusterPage) -> dict[str, object]:
    """The cluster as a JSON document."""
    return {
        "size": page.size,
        "members": [
            {
                "referral_id": member.fact.id,
                "reference": member.fact.reference,
                "received_at": member.fact.received_at,
                "duplicate_of": member.duplicate_of.id if member.duplicate_of else None,
                "taken_by": member.holder.name if member.holder else None,
            }
            for member in page.members
        ],
        "ties": [_tie(tie) for tie in page.ties],
        "way": [_tie(tie) for tie in page.way.ties] if page.way else [],
        "way_parted_by": [_decision(said) for said in page.way.parted] if page.way else [],
        "kept_apart": [_tie(tie) for tie in page.kept_apart],
        "decisions": [_decision(said) for said in page.decisions],
        "widely_shared": [_common(thing) for thing in page.widely_shared],
    }


def _common(thing: CommonThing) -> dict[str, object]:
    return {
        "kind": thing.kind.value if thing.kind else "file",
        "value": thing.value,
        "effect": thing.worn.value,
        "shared_by_at_least": thing.shared_by,
        "counted_at": thing.counted_at,
    }


def _tie(tie: ShownTie) -> dict[str, object]:
    return {
        "left": tie.left.id,
        "right": tie.right.id,
        "weight": tie.weight,
        "holds": tie.holds,
        "by_person": tie.by_person,
        "reasons": [{"text": reason.text, "weight": reason.weight} for reason in tie.reasons],
    }


def _decision(said: Decision) -> dict[str, object]:
    return {
        "id": said.id,
        "referral_id": said.referral_id,
        "other_ids": list(said.other_ids),
        "is_same": said.is_same,
        "is_one_event": said.is_event,
        "reason": said.reason,
        "by": said.by,
        "decided_at": said.decided_at,
        "taken_back_at": said.taken_back_at,
    }
