"""What of a signal becomes what of a STIX 2.1 indicator (OASIS, June 2021), and the identifiers that are fixed."""

from typing import Final
from uuid import UUID

from causeway.interchange.signals.rows import MappingRow
from causeway.vocabulary.handling import Handling
from causeway.vocabulary.signals import SignalKind

NAMESPACE: Final = UUID("3f0f8a0e-6a3c-5c59-9a36-0b7a5c1d2e4f")
"""Of our identifiers: the same signal of the same source has the same id in every bundle (UUIDv5)."""
EXTENSION: Final = "extension-definition--7d3f1f6e-5a52-4a4e-9a5c-2c7f4f0f6b1d"
"""Under it an indicator carries the signal as it is, so that what STIX has no field for is not lost."""
TLP_EXTENSION: Final = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
TLP: Final = {
    Handling.CLEAR: "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    Handling.GREEN: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    Handling.AMBER: "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    Handling.AMBER_STRICT: "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    Handling.RED: "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}
"""OASIS's common objects for TLP 2.0."""
TLP_1: Final = {
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": Handling.CLEAR,
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": Handling.GREEN,
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": Handling.AMBER,
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": Handling.RED,
}
"""STIX 2.1, section 7.2.1.4: the fixed objects of TLP 1.0, which others still use."""
HASHES: Final = {
    SignalKind.MD5: "MD5",
    SignalKind.SHA1: "'SHA-1'",
    SignalKind.SHA256: "'SHA-256'",
    SignalKind.PDQ: "PDQ",
    SignalKind.VPDQ_FRAME: "vPDQ",
    SignalKind.PHOTODNA: "PhotoDNA",
}
"""Names in `file:hashes`: the first three are of STIX's vocabulary, the others may be added (section 10.7)."""

STIX_MAPPING: Final = (
    MappingRow("indicator.id", "provenance, reference, kind, value", "UUIDv5 of these: the same in every bundle"),
    MappingRow("indicator.created", "added_at", "else changed_at, else when the bundle was written"),
    MappingRow("indicator.modified", "changed_at", "else as `created`"),
    MappingRow("indicator.created_by_ref", "provenance.organisation", "an identity, with an id of its name"),
    MappingRow("indicator.pattern", "kind, value", "one comparison; an account has two"),
    MappingRow("indicator.valid_from", "added_at", "as `created`"),
    MappingRow("indicator.valid_until", "expires_at"),
    MappingRow("indicator.revoked", "state", "true for what its source does not stand by (any more)"),
    MappingRow("indicator.confidence", "confidence"),
    MappingRow("indicator.labels[]", "state, category", "`state:…`, `scheme:code`"),
    MappingRow("indicator.object_marking_refs[]", "handling", "TLP 2.0; 1.0 is read too"),
    MappingRow("indicator.external_references[].external_id", "reference"),
    MappingRow("indicator.external_references[].source_name", "provenance.source", "else the organisation"),
    MappingRow("indicator.description", None, "says that a signal is never proof"),
    MappingRow(f"indicator.extensions.{EXTENSION}.signal", "all fields", "as in our own feed; read back as it is"),
    MappingRow("(none)", "kind `keyword`", "STIX has no object for words: such a signal is a fault"),
)
