"""The one table that says which VICS field is which of ours, and how its value is read.

Real files write booleans and numbers as strings, so that both are taken for either.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from causeway.interchange.vics.types import AlternativeHash, Case, Media, MediaFile, Property

Converter = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """Where a value goes and how it is read. The converter raises ValueError for a value that cannot be meant."""

    attribute: str
    convert: Converter


@dataclass(frozen=True, slots=True)
class Rows:
    """An array of objects of one type, which has a table of its own."""

    attribute: str
    kind: type[Property | AlternativeHash | MediaFile]


_LONGEST_INTEGER: Final = 18
_TRUE: Final = frozenset({"true", "1", "yes"})
_FALSE: Final = frozenset({"false", "0", "no"})
_DOTNET_DATE: Final = re.compile(r"/Date\((-?[0-9]{1,15})(?:[+-][0-9]{4})?\)/")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def to_text(value: Any) -> str | None:
    """A text; numbers and lists of texts count as one, an empty one as none."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(to_text, value))) or None
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ValueError("not a text")
    return str(value).strip() or None


def to_digest(value: Any) -> str | None:
    """A digest in lower case."""
    text = to_text(value)
    return text.lower() if text else None


def to_integer(value: Any) -> int | None:
    """A whole number, also as a string."""
    text = to_text(value)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > _LONGEST_INTEGER:
        raise ValueError("not a whole number")
    return int(text)


def to_bool(value: Any) -> bool | None:
    """True or false, also as a string or as 1 and 0."""
    if isinstance(value, bool):
        return value
    text = (to_text(value) or "").lower()
    if text and text not in _TRUE | _FALSE:
        raise ValueError("neither true nor false")
    return text in _TRUE if text else None


def to_time(value: Any) -> datetime | None:
    """A time in ISO 8601 or as older .NET writes it; without a zone where the file names none."""
    text = to_text(value)
    if text is None:
        return None
    if dotnet := _DOTNET_DATE.fullmatch(text):
        try:
            return _EPOCH + timedelta(milliseconds=int(dotnet[1]))
        except OverflowError:
            raise ValueError("not a time") from None
    return datetime.fromisoformat(text)


PROPERTY_FIELDS: Final[dict[str, Field | Rows]] = {
    "PropertyName": Field("name", to_text),
    "PropertyValue": Field("value", to_text),
}
ALTERNATIVE_HASH_FIELDS: Final[dict[str, Field | Rows]] = {
    "HashName": Field("name", to_text),
    "HashValue": Field("value", to_text),
}
MEDIA_FILE_FIELDS: Final[dict[str, Field | Rows]] = {
    "MD5": Field("md5", to_digest),
    "FileName": Field("file_name", to_text),
    "FilePath": Field("file_path", to_text),
    "Created": Field("created", to_time),
    "Written": Field("written", to_time),
    "Accessed": Field("accessed", to_time),
    "Unallocated": Field("is_unallocated", to_bool),
    "Deleted": Field("is_deleted", to_bool),
    "ParentMD5": Field("parent_md5", to_digest),
    "ParentFileName": Field("parent_file_name", to_text),
    "ParentFilePath": Field("parent_file_path", to_text),
    "PhysicalLocation": Field("physical_location", to_text),
    "SourceID": Field("source_id", to_text),
}
MEDIA_FIELDS: Final[dict[str, Field | Rows]] = {
    "MediaID": Field("media_id", to_text),
    "Category": Field("category", to_text),
    "MD5": Field("md5", to_digest),
    "SHA1": Field("sha1", to_digest),
    "MediaSize": Field("size_bytes", to_integer),
    "MimeType": Field("mime_type", to_text),
    "RelativeFilePath": Field("relative_file_path", to_text),
    "Comments": Field("comments", to_text),
    "Tags": Field("tags", to_text),
    "Series": Field("series", to_text),
    "VictimIdentified": Field("is_victim_identified", to_bool),
    "OffenderIdentified": Field("is_offender_identified", to_bool),
    "IsDistributed": Field("is_distributed", to_bool),
    "IsPrecategorized": Field("is_precategorized", to_bool),
    "PrecategorizationSource": Field("precategorization_source", to_text),
    "IsSuspected": Field("is_suspected", to_bool),
    "DateUpdated": Field("date_updated", to_time),
    "PhotoDNA": Field("photo_dna", to_text),
    "AlternativeHashes": Rows("alternative_hashes", AlternativeHash),
    "Exifs": Rows("exifs", Property),
    "MediaMetadata": Rows("media_metadata", Property),
    "MediaFiles": Rows("media_files", MediaFile),
}
CASE_FIELDS: Final[dict[str, Field | Rows]] = {
    "CaseID": Field("case_id", to_text),
    "CaseNumber": Field("case_number", to_text),
    "ContactOrganization": Field("contact_organization", to_text),
    "ContactName": Field("contact_name", to_text),
    "ContactPhone": Field("contact_phone", to_text),
    "ContactEmail": Field("contact_email", to_text),
    "ContactTitle": Field("contact_title", to_text),
    "TotalMediaFiles": Field("total_media_files", to_integer),
    "TotalPrecategorized": Field("total_precategorized", to_integer),
    "SeizureDate": Field("seizure_date", to_time),
    "SourceApplicationName": Field("source_application_name", to_text),
    "SourceApplicationVersion": Field("source_application_version", to_text),
    "CaseMetadata": Rows("case_metadata", Property),
}
FIELDS: Final[dict[type, dict[str, Field | Rows]]] = {
    Property: PROPERTY_FIELDS,
    AlternativeHash: ALTERNATIVE_HASH_FIELDS,
    MediaFile: MEDIA_FILE_FIELDS,
    Media: MEDIA_FIELDS,
    Case: CASE_FIELDS,
}
