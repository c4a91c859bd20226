"""Which referrals share what, how telling it is, which tell of one event, and how they hang together."""

from causeway.linking._handles import MOST_HANDLES, Handles, handles_of, looks_like_one_of
from causeway.linking._looks import telling_look, telling_pdq
from causeway.linking._rarity import most_telling, worn_out_at
from causeway.linking._shared import both_name
from causeway.linking.bundles import Bundle, bundle_of, event_of, told_again
from causeway.linking.events import SameEvent, same_event
from causeway.linking.graph import LinkGraph, LinkingError
from causeway.linking.links import find_links, media_weight, pdq_distance
from causeway.linking.marks import MOST_SHARED, children_mark, conversation_marks, marks_of, marks_of_handles
from causeway.linking.model import LinkingPolicy, LinkInput, SelectorKey, Sharing
from causeway.linking.news import brings_news
from causeway.linking.ties import BETWEEN, Tie, combined_weight, joined_by, ties, worn_out_link

__all__ = [
    "BETWEEN",
    "MOST_HANDLES",
    "MOST_SHARED",
    "Bundle",
    "Handles",
    "LinkGraph",
    "LinkInput",
    "LinkingError",
    "LinkingPolicy",
    "SameEvent",
    "SelectorKey",
    "Sharing",
    "Tie",
    "both_name",
    "brings_news",
    "bundle_of",
    "children_mark",
    "combined_weight",
    "conversation_marks",
    "event_of",
    "find_links",
    "handles_of",
    "joined_by",
    "looks_like_one_of",
    "marks_of",
    "marks_of_handles",
    "media_weight",
    "most_telling",
    "pdq_distance",
    "same_event",
    "telling_look",
    "telling_pdq",
    "ties",
    "told_again",
    "worn_out_at",
    "worn_out_link",
]
