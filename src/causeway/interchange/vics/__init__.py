"""VICS, Project VIC's format for hash sets and cases: reading and writing of version 1.x and 2.x as a stream."""

from causeway.interchange.vics.errors import NotVics, VicsDamaged, VicsError
from causeway.interchange.vics.listed import listed_digests
from causeway.interchange.vics.mapping import FIELDS
from causeway.interchange.vics.read import Record, read_envelope, read_vics
from causeway.interchange.vics.types import AlternativeHash, Case, Content, Envelope, Media, MediaFile, Property
from causeway.interchange.vics.write import write_vics

__all__ = [
    "FIELDS",
    "AlternativeHash",
    "Case",
    "Content",
    "Envelope",
    "Media",
    "MediaFile",
    "NotVics",
    "Property",
    "Record",
    "VicsDamaged",
    "VicsError",
    "listed_digests",
    "read_envelope",
    "read_vics",
    "write_vics",
]
