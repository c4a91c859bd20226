"""How large clusters are beside one another, as far as it takes to tell."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import connection

COUNTED_FIRST = 1_000
_TIMES_MORE = 10

_SIZES = """
SELECT cluster.id, (SELECT count(*) FROM (
  SELECT 1 FROM clusters_membership WHERE cluster_id = cluster.id LIMIT %(most)s) member)
FROM unnest(%(clusters)s) AS cluster (id)
"""


def largest_of(clusters: Collection[UUID]) -> UUID:
    """The cluster with most members, of equals the first. It counts a thousand of each, then ten times as many of those
    that have more, until one alone has: no more than ten times as many as are in the second largest. Runs inside the
    caller's transaction.
    """
    left, most = list(clusters), COUNTED_FIRST
    while len(left) > 1:
        sizes = _sizes(left, most + 1)
        larger = [cluster for cluster in left if sizes[cluster] > most]
        if not larger:
            return max(left, key=sizes.__getitem__)
        left, most = larger, most * _TIMES_MORE
    return left[0]


def _sizes(clusters: Collection[UUID], most: int) -> Mapping[UUID, int]:
    """How many members each of these has, counted up to `most`."""
    with connection.cursor() as cursor:
        cursor.execute(_SIZES, {"clusters": list(clusters), "most": most})
        return dict(cursor.fetchall())
