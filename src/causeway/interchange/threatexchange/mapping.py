"""What of ThreatExchange's `threat_updates` becomes what of a signal."""

from typing import Final

from causeway.interchange.signals.rows import MappingRow
from causeway.vocabulary.handling import Handling
from causeway.vocabulary.signals import SignalKind

SCHEME: Final = "threatexchange"
"""Whose categories the tags of a collaboration are."""
KINDS: Final = {
    "HASH_MD5": SignalKind.MD5,
    "HASH_VIDEO_MD5": SignalKind.MD5,
    "HASH_SHA1": SignalKind.SHA1,
    "HASH_SHA256": SignalKind.SHA256,
    "HASH_PDQ": SignalKind.PDQ,
    "URI": SignalKind.URL,
    "RAW_URI": SignalKind.URL,
    "TEXT_STRING": SignalKind.KEYWORD,
}
"""Types of indicator that are kinds of signal; others leave nothing under their reference."""
HANDLINGS: Final = {
    "RED": Handling.RED,
    "AMBER": Handling.AMBER,
    "GREEN": Handling.GREEN,
    "WHITE": Handling.CLEAR,
}
"""`share_level` is TLP 1.0: its WHITE is CLEAR in 2.0."""
RIGHT: Final = frozenset({"MALICIOUS"})
WRONG: Final = frozenset({"NON_MALICIOUS"})
REACTIONS: Final = {"HELPFUL": "right", "DISAGREE_WITH_TAGS": "wrong", "SAW_THIS_TOO": "seen_again"}
"""Reactions that are opinions; an owner's own descriptor outweighs their reaction."""

THREATEXCHANGE_MAPPING: Final = (
    MappingRow("data[].id", "reference"),
    MappingRow("data[].indicator", "value", "digests in small letters"),
    MappingRow("data[].type", "kind", ", ".join(f"{name}: `{kind}`" for name, kind in KINDS.items())),
    MappingRow("data[].last_updated", "changed_at", "the highest is the cursor of the next round"),
    MappingRow("data[].should_delete", "what", "withdrawn; so is an indicator without descriptors"),
    MappingRow("data[].descriptors.data[].id", None, "an indicator is one signal, whoever describes it"),
    MappingRow("data[].descriptors.data[].owner.id", "opinions", "an owner has one opinion"),
    MappingRow("data[].descriptors.data[].owner.name", "provenance.organisation", "of the first; else the id"),
    MappingRow("data[].descriptors.data[].status", "state", "all NON_MALICIOUS: suspended; no MALICIOUS: unconfirmed"),
    MappingRow("data[].descriptors.data[].tags.data[].text", "category", "of the tags that the caller names as grades"),
    MappingRow("data[].descriptors.data[].tags.data[].id", None, "the text says it"),
    MappingRow("data[].descriptors.data[].confidence", "confidence", "the highest of those who find it right"),
    MappingRow("data[].descriptors.data[].share_level", "handling", "the strictest; an unknown one is RED"),
    MappingRow("data[].descriptors.data[].added_on", "added_at", "the earliest"),
    MappingRow("data[].descriptors.data[].expired_on", "expires_at", "the latest, where all have one"),
    MappingRow("data[].descriptors.data[].reactions[].key", "opinions", ", ".join(REACTIONS)),
    MappingRow("data[].descriptors.data[].reactions[].value", "opinions", "the owners, with commas between them"),
    MappingRow("paging.cursors.after", "cursor"),
    MappingRow("paging.cursors.before", None, "pages are read forwards"),
    MappingRow("paging.next", None, "it holds the access token; only whether it is there counts"),
)
