"""The engines on several machines: shards of an index, groups across them, and teams that work on files.

All of it runs on Ray, which comes with the extra `scale`; nothing outside this package knows Ray. Whatever is lost
underway, a process or a machine, the answers are those of one machine.
"""

from causeway.scale.cluster import LOCAL, Cluster, Machine, joined
from causeway.scale.errors import CannotWork, ClusterFailed, NoCluster, ScaleError
from causeway.scale.groups import near_duplicate_groups, neighbours
from causeway.scale.shards import ShardedDigestIndex, ShardedHammingIndex
from causeway.scale.stored import save_digest_shards, save_hash_shards
from causeway.scale.teams import Team, Teams, Trade

__all__ = [
    "LOCAL",
    "CannotWork",
    "Cluster",
    "ClusterFailed",
    "Machine",
    "NoCluster",
    "ScaleError",
    "ShardedDigestIndex",
    "ShardedHammingIndex",
    "Team",
    "Teams",
    "Trade",
    "joined",
    "near_duplicate_groups",
    "neighbours",
    "save_digest_shards",
    "save_hash_shards",
]
