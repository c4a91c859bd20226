"""VICS as typed values: the fields of Project VIC's data model, versions 1.1 to 1.3 and 2.0, named as people read them.

Every value may be absent. Times stay as the file has them where they name no zone: then `tzinfo` is None and nothing
is assumed.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from causeway.interchange.hashlists import CategoryScheme


class Content(StrEnum):
    """What the rows of a file are."""

    CASES = "Cases"
    MEDIA = "Media"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What a file says about itself. Version 1.x names no scheme of categories: it is the importing person's to
    state.
    """

    version: str
    content: Content
    scheme: CategoryScheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A name and a value, as `CaseMetadata`, `Exifs` and `MediaMetadata` carry them."""

    name: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativeHash:
    """A digest of any kind by its name (version 1.x)."""

    name: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFile:
    """One place where a medium was found."""

    md5: str | None = None
    file_name: str | None = None
    file_path: str | None = None
    created: datetime | None = None
    written: datetime | None = None
    accessed: datetime | None = None
    is_unallocated: bool | None = None
    is_deleted: bool | None = None
    parent_md5: str | None = None
    parent_file_name: str | None = None
    parent_file_path: str | None = None
    physical_location: str | None = None
    source_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """One picture or video. Several may name one file; what `is_precategorized` says is often wrong in real files.

    `row` is its place in the file, from 1. `photo_dna` is carried, never computed. `unknown_fields` names what the
    file says beyond the data model.
    """

    row: int
    media_id: str | None = None
    category: str | None = None
    md5: str | None = None
    sha1: str | None = None
    size_bytes: int | None = None
    mime_type: str | None = None
    relative_file_path: str | None = None
    comments: str | None = None
    tags: str | None = None
    series: str | None = None
    is_victim_identified: bool | None = None
    is_offender_identified: bool | None = None
    is_distributed: bool | None = None
    is_precategorized: bool | None = None
    precategorization_source: str | None = None
    is_suspected: bool | None = None
    date_updated: datetime | None = None
    photo_dna: str | None = None
    alternative_hashes: tuple[AlternativeHash, ...] = ()
    exifs: tuple[Property, ...] = ()
    media_metadata: tuple[Property, ...] = ()
    media_files: tuple[MediaFile, ...] = ()
    unknown_fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case; it comes after its media, because a file may hold gigabytes of them. Its totals are often wrong in real
    files.
    """

    row: int
    case_id: str | None = None
    case_number: str | None = None
    contact_organization: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    contact_email: str | None = None
    contact_title: str | None = None
    total_media_files: int | None = None
    total_precategorized: int | None = None
    seizure_date: datetime | None = None
    source_application_name: str | None = None
    source_application_version: str | None = None
    case_metadata: tuple[Property, ...] = ()
    unknown_fields: tuple[str, ...] = ()
