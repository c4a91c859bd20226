"""Which referrals share what, how telling it is, which tell of one event, and how they hang together."""

from causeway.linking._looks import telling_look
from causeway.linking._shared import both_name
from causeway.linking.clusters import Clusters, clusters
from causeway.linking.events import SameEvent, same_event
from causeway.linking.graph import LinkGraph, LinkingError
from causeway.linking.links import BETWEEN, find_links, media_weight, pdq_distance
from causeway.linking.model import LinkingPolicy, LinkInput, SelectorKey, Sharing
from causeway.linking.ties import Tie, combined_weight, joined_by, ties

__all__ = [
    "BETWEEN",
    "Clusters",
    "LinkGraph",
    "LinkInput",
    "LinkingError",
    "LinkingPolicy",
    "SameEvent",
    "SelectorKey",
    "Sharing",
    "Tie",
    "both_name",
    "clusters",
    "combined_weight",
    "find_links",
    "joined_by",
    "media_weight",
    "pdq_distance",
    "same_event",
    "telling_look",
    "ties",
]
