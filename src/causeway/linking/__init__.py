"""Which referrals share what, how telling it is, which tell of one event, and how they hang together."""

from causeway.linking._looks import telling_look
from causeway.linking._shared import both_name
from causeway.linking.clusters import Clusters, clusters
from causeway.linking.events import SameEvent, same_event
from causeway.linking.links import BETWEEN, find_links, media_weight, pdq_distance
from causeway.linking.model import LinkingPolicy, LinkInput, SelectorKey, Sharing

__all__ = [
    "BETWEEN",
    "Clusters",
    "LinkInput",
    "LinkingPolicy",
    "SameEvent",
    "SelectorKey",
    "Sharing",
    "both_name",
    "clusters",
    "find_links",
    "media_weight",
    "pdq_distance",
    "same_event",
    "telling_look",
]
