"""Letting referrals stand where it was settled that they stand."""

from causeway.hub.road.clusters.models import Membership
from causeway.hub.road.clusters.settling import Settling


def move_members(settling: Settling) -> None:
    """Change the clusters of those that move. Runs inside the desk's transaction, which holds its lock."""
    for cluster_id, referral_ids in settling.moved().items():
        Membership.objects.filter(referral_id__in=referral_ids).update(cluster_id=cluster_id)
    for before, after in settling.renamed.items():
        Membership.objects.filter(cluster_id=before).update(cluster_id=after)
