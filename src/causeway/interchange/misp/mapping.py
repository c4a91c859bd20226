"""What of a signal becomes what of a MISP event: attributes, objects after MISP's own templates, and tags."""

from typing import Final
from uuid import UUID

from causeway.interchange.signals.rows import MappingRow
from causeway.vocabulary.handling import Handling
from causeway.vocabulary.signals import SignalKind

NAMESPACE: Final = UUID("8a4d7f52-1d0b-5e0a-8f0a-2b6c9f3e7d10")
"""Of our identifiers: the same signal of the same source has the same UUID in every event (UUIDv5)."""
TLP_TAGS: Final = {
    Handling.RED: "tlp:red",
    Handling.AMBER_STRICT: "tlp:amber+strict",
    Handling.AMBER: "tlp:amber",
    Handling.GREEN: "tlp:green",
    Handling.CLEAR: "tlp:clear",
}
WHITE: Final = "tlp:white"
"""TLP 1.0's word for CLEAR, which is read and not written."""
PAP_TAG: Final = "PAP:AMBER"
"""What a receiver may do: look it up in what they hold, and nothing that its owner would notice."""
RELIABILITY_TAG: Final = 'admiralty-scale:source-reliability="f"'
"""Cannot be judged: whoever passes a signal on does not grade its source."""
CREDIBILITY: Final = ((80, "1"), (60, "2"), (40, "3"), (20, "4"), (0, "5"))
"""From a confidence upwards to the Admiralty scale (STIX 2.1, appendix A); 6 where none is stated."""
CREDIBILITY_NOT_STATED: Final = "6"
CONFIDENCE: Final = {"1": 90, "2": 70, "3": 50, "4": 30, "5": 10}
"""And back (the same appendix)."""
OWN: Final = "causeway"
"""The namespace of the tags that say what MISP has no field for: `causeway:kind="pdq"`."""

FILE_TYPES: Final = {SignalKind.MD5: "md5", SignalKind.SHA1: "sha1", SignalKind.SHA256: "sha256"}
"""Relations of the template `file`, and types of attribute."""
TEMPLATES: Final = {
    "file": ("688c46fb-5edb-40a3-8273-1af7923e2215", "25", "file"),
    "url": ("60efb77b-40b5-4c46-871b-ed1ed999fce5", "10", "network"),
    "user-account": ("49606b06-22f0-4ac8-8eee-2f12ad46f3d3", "6", "misc"),
}
"""MISP's own object templates: UUID, version, meta-category."""

MISP_MAPPING: Final = (
    MappingRow("Object[file].Attribute[md5, sha1, sha256]", "kind, value", "the exact digests of one entry together"),
    MappingRow("Object[url].Attribute[url]", "kind, value"),
    MappingRow("Object[user-account].Attribute[account-type]", "value", "the service"),
    MappingRow("Object[user-account].Attribute[user-id]", "value", "what follows `#`"),
    MappingRow("Object[user-account].Attribute[username]", "value", "what follows `@`"),
    MappingRow("Attribute[other]", "kind, value", "what MISP has no type for: PDQ, vPDQ, PhotoDNA, keyword"),
    MappingRow("Attribute.uuid", "provenance, reference, kind, value", "UUIDv5 of these"),
    MappingRow("Attribute.deleted", "state", "true for what its source does not stand by (any more)"),
    MappingRow("Attribute.to_ids", "state", "true for what is added or confirmed, and in use"),
    MappingRow("Attribute.timestamp", "changed_at", "else added_at, else when the event was written"),
    MappingRow("Attribute.comment", "note", "else says that a signal is never proof"),
    MappingRow("Tag tlp:…", "handling", "of the event and the attribute the strictest"),
    MappingRow("Tag admiralty-scale:information-credibility", "confidence", "in five steps; read back as their middle"),
    MappingRow("Tag admiralty-scale:source-reliability", None, "always f: cannot be judged"),
    MappingRow("Tag PAP:…", None, "always AMBER: look it up, and nothing that its owner would notice"),
    *(
        MappingRow(f"Tag {OWN}:{name}", field, note)
        for name, field, note in (
            ("kind", "kind", ""),
            ("reference", "reference", ""),
            ("state", "state", ""),
            ("organisation", "provenance.organisation", ""),
            ("source", "provenance.source", ""),
            ("category", "category.code", ""),
            ("scheme", "category.scheme", ""),
            ("expires", "expires_at", ""),
            ("confidence", "confidence", "as it is"),
        )
    ),
    MappingRow("(none)", "purposes, added_at, opinions, origin", "not carried; use the feed or STIX"),
)
