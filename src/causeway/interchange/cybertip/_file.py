"""`<fileDetails>`: what the sender says of one uploaded file."""

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Annotated

from causeway.interchange.cybertip._accounts import ADDITIONAL_INFO, DEVICE_ID
from causeway.interchange.cybertip._lexical import Boolean, Integer, Moment, OneOf, Text
from causeway.interchange.cybertip._persons import URL_LENGTH, DeviceId, IpCaptureEvent
from causeway.interchange.cybertip._wire import Attribute, Choice, Content, Element, Flags, Wired
from causeway.interchange.cybertip.enumerations import (
    DetailsType,
    FileAnnotation,
    FileRelevance,
    IndustryClassification,
)
from causeway.interchange.cybertip.times import WireDateTime

MEME_OR_ANNOTATIONS = Choice("potentialMeme and fileAnnotations")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAnnotations(Wired):
    """Markers of a file, in the order given."""

    kinds: Annotated[tuple[FileAnnotation, ...], Flags(FileAnnotation)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalFileHash(Wired):
    """A digest of the file as it was first uploaded; `hash_type` is the sender's own word."""

    value: Annotated[str, Content(Text())]
    hash_type: Annotated[str | None, Attribute("hashType", Text(64))] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NameValuePair(Wired):
    """One entry of a file's metadata. Some clients write the group's type here; the reader moves it to `Details`."""

    type: Annotated[DetailsType | None, Attribute("type", OneOf(DetailsType), is_legacy=True)] = None
    name: Annotated[str, Element("name", Text(64))]
    value: Annotated[str, Element("value", Text())]


@dataclass(frozen=True, slots=True, kw_only=True)
class Details(Wired):
    """A group of a file's metadata."""

    type: Annotated[DetailsType | None, Attribute("type", OneOf(DetailsType))] = None
    pairs: Annotated[tuple[NameValuePair, ...], Element("nameValuePair", NameValuePair)]

    def by_type(self) -> "tuple[Details, ...]":
        """The same entries with the type on the group alone; a group whose entries name several types becomes several
        groups."""
        if all(pair.type is None for pair in self.pairs):
            return (self,)
        groups = groupby(self.pairs, key=lambda pair: pair.type or self.type)
        moved = [Details(type=kind, pairs=tuple(replace(pair, type=None) for pair in pairs)) for kind, pairs in groups]
        kept = tuple(
            replace(unknown, position=min(unknown.position, len(moved[0].pairs) + index))
            for index, unknown in enumerate(self.unknown)
        )
        moved[0] = replace(moved[0], unknown=kept, unknown_attributes=self.unknown_attributes)
        return tuple(moved)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDetails(Wired):
    """What the sender says of one file. `relevance` is what holds when `file_relevance` is not given."""

    report_id: Annotated[int, Element("reportId", Integer())]
    file_id: Annotated[str, Element("fileId", Text())]
    file_name: Annotated[str | None, Element("fileName", Text())] = None
    original_file_name: Annotated[str | None, Element("originalFileName", Text(2056))] = None
    uploaded_to_esp_timestamp: Annotated[WireDateTime | None, Element("uploadedToEspTimestamp", Moment())] = None
    location_of_file: Annotated[str | None, Element("locationOfFile", Text(URL_LENGTH))] = None
    file_viewed_by_esp: Annotated[bool | None, Element("fileViewedByEsp", Boolean())] = None
    exif_viewed_by_esp: Annotated[bool | None, Element("exifViewedByEsp", Boolean())] = None
    publicly_available: Annotated[bool | None, Element("publiclyAvailable", Boolean())] = None
    file_relevance: Annotated[FileRelevance | None, Element("fileRelevance", OneOf(FileRelevance))] = None
    potential_meme: Annotated[bool | None, Element("potentialMeme", Boolean(), MEME_OR_ANNOTATIONS)] = None
    file_annotations: Annotated[
        FileAnnotations | None, Element("fileAnnotations", FileAnnotations, MEME_OR_ANNOTATIONS)
    ] = None
    industry_classification: Annotated[
        IndustryClassification | None, Element("industryClassification", OneOf(IndustryClassification))
    ] = None
    original_file_hashes: Annotated[tuple[OriginalFileHash, ...], Element("originalFileHash", OriginalFileHash)] = ()
    ip_capture_event: Annotated[IpCaptureEvent | None, Element("ipCaptureEvent", IpCaptureEvent)] = None
    device_ids: Annotated[tuple[DeviceId, ...], DEVICE_ID] = ()
    details: Annotated[tuple[Details, ...], Element("details", Details)] = ()
    additional_info: Annotated[tuple[str, ...], ADDITIONAL_INFO] = ()

    @property
    def relevance(self) -> FileRelevance:
        """The stated relevance, or the format's default."""
        return self.file_relevance or FileRelevance.REPORTED

    def with_types_on_groups(self) -> "FileDetails":
        """Equal, with each metadata type on its group."""
        return replace(self, details=tuple(group for details in self.details for group in details.by_type()))
