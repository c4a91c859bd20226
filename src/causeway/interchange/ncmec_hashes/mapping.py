"""What of NCMEC's hash-sharing entries (API v2) becomes what of a signal."""

from typing import Final

from causeway.interchange.signals.rows import MappingRow
from causeway.vocabulary.signals import SignalKind

NAMESPACE: Final = "https://hashsharing.ncmec.org/hashsharing/v2"
SCHEME: Final = "ncmec"
"""Whose categories A1 to B2 are."""
FINGERPRINTS: Final = {
    "md5": SignalKind.MD5,
    "sha1": SignalKind.SHA1,
    "pdq": SignalKind.PDQ,
    "pdna": SignalKind.PHOTODNA,
}
"""Fingerprints that stand in the answer itself and are a signal's value."""
NOT_KEPT: Final = ("netclean", "videntifier", "tmk-pdqf", "ssvh-pdna", "ssvh-safer-hash")
"""Fingerprints that we neither compare nor hand on; most stand behind an address of their own."""
FEEDBACK_TYPES: Final = {"Md5": "md5", "Sha1": "sha1", "Pdq": "pdq", "Pdna": "pdna"}
"""Feedback names the fingerprint that it is about, in small letters with a capital first."""

_ENTRY: Final = (
    MappingRow("member/@id", "reference", "with the id: ids are unique within a member"),
    MappingRow("member", "provenance.organisation"),
    MappingRow("timestamp", "changed_at"),
    MappingRow("id", "reference"),
    MappingRow("classification", "category", f"in the scheme `{SCHEME}`"),
    *(MappingRow(f"fingerprints/{name}", "value", f"kind `{kind}`") for name, kind in FINGERPRINTS.items()),
    *(MappingRow(f"fingerprints/{name}", None, "not compared here") for name in NOT_KEPT),
    MappingRow("feedback/affirmativeFeedback/@type", "opinions", "the fingerprint that it is about"),
    MappingRow("feedback/affirmativeFeedback/members/member", "opinions.right", "each counts"),
    MappingRow("feedback/negativeFeedback/@type", "opinions", "the fingerprint that it is about"),
    MappingRow("feedback/negativeFeedback/reasons/members/member", "opinions.wrong", "each counts"),
    MappingRow("feedback/negativeFeedback/reasons/reason", None, "the reasons are NCMEC's own list"),
)
_DELETED: Final = (
    MappingRow("member/@id", "reference", "with the id"),
    MappingRow("member", None, "nothing of the entry stands any more"),
    MappingRow("id", "reference"),
    MappingRow("timestamp", None, "the group's maxTimestamp covers it"),
)

NCMEC_MAPPING: Final = (
    *(MappingRow(f"images/image/{row.wire}", row.vocabulary, row.note) for row in _ENTRY),
    *(MappingRow(f"images/deletedImage/{row.wire}", row.vocabulary, row.note) for row in _DELETED),
    MappingRow("images/@maxTimestamp", "cursor", "where the next round begins"),
    MappingRow("images/@count", None, "the entries are counted as they are read"),
    MappingRow("videos", "as images", "`video` and `deletedVideo` have the same fields"),
    MappingRow("paging/next", "cursor", "the path alone: never another host"),
)
