"""Which referrals share what, how telling it is, which tell of one event, and how they hang together."""

from causeway.linking._looks import telling_look
from causeway.linking._shared import both_name
from causeway.linking.events import SameEvent, same_event, speaks_against
from causeway.linking.graph import LinkGraph, LinkingError
from causeway.linking.links import BETWEEN, find_links, media_weight, pdq_distance
from causeway.linking.marks import MOST_SHARED, is_mark, marks_of
from causeway.linking.model import LinkingPolicy, LinkInput, SelectorKey, Sharing
from causeway.linking.ties import Tie, combined_weight, joined_by, ties

__all__ = [
    "BETWEEN",
    "MOST_SHARED",
    "LinkGraph",
    "LinkInput",
    "LinkingError",
    "LinkingPolicy",
    "SameEvent",
    "SelectorKey",
    "Sharing",
    "Tie",
    "both_name",
    "combined_weight",
    "find_links",
    "is_mark",
    "joined_by",
    "marks_of",
    "media_weight",
    "pdq_distance",
    "same_event",
    "speaks_against",
    "telling_look",
    "ties",
]
