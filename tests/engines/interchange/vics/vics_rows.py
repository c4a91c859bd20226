"""One medium and one case with every field of VICS: as the rows of a file, and as what is read from them."""

from datetime import UTC, datetime
from typing import Any

from causeway.interchange.vics import AlternativeHash, Case, Media, MediaFile, Property

MD5 = "0123456789abcdef" * 2
SHA1 = "0123456789" * 4

FULL_MEDIA: dict[str, Any] = {
    "MediaID": 7,
    "Category": 2,
    "MD5": MD5.upper(),
    "SHA1": SHA1,
    "MediaSize": "48213",
    "MimeType": "image/jpeg",
    "RelativeFilePath": "Media\\bridge.jpg",
    "Comments": "a bridge",
    "Tags": "bridge",
    "Series": "bridges",
    "VictimIdentified": "False",
    "OffenderIdentified": "false",
    "IsDistributed": "True",
    "IsPrecategorized": True,
    "PrecategorizationSource": "a list",
    "IsSuspected": "0",
    "DateUpdated": "2020-05-06T07:08:09.1234567Z",
    "PhotoDNA": "AAECAw==",
    "AlternativeHashes": [{"HashName": "SHA-256", "HashValue": "AB" * 32}],
    "Exifs": [{"PropertyName": "Model", "PropertyValue": "A camera"}],
    "MediaMetadata": [{"PropertyName": "Width", "PropertyValue": 640}],
    "MediaFiles": [
        {
            "MD5": MD5,
            "FileName": "bridge.jpg",
            "FilePath": "C:\\Pictures",
            "Created": "2019-01-02T03:04:05",
            "Written": "/Date(1546398245000)/",
            "Accessed": "",
            "Unallocated": "false",
            "Deleted": "true",
            "ParentMD5": MD5,
            "ParentFileName": "pictures.zip",
            "ParentFilePath": "C:\\",
            "PhysicalLocation": "512",
            "SourceID": "disk 1",
        }
    ],
}
FULL_CASE: dict[str, Any] = {
    "CaseID": "b5b5",
    "CaseNumber": "2026-1",
    "ContactOrganization": "Example Police",
    "ContactName": "A. Example",
    "ContactPhone": "0",
    "ContactEmail": "desk@example.org",
    "ContactTitle": "officer",
    "TotalMediaFiles": "2",
    "TotalPrecategorized": 0,
    "SeizureDate": "2026-01-02",
    "SourceApplicationName": "a tool",
    "SourceApplicationVersion": "1.0",
    "CaseMetadata": [{"PropertyName": "Region", "PropertyValue": "North"}],
}
MEDIUM = Media(
    row=1,
    media_id="7",
    category="2",
    md5=MD5,
    sha1=SHA1,
    size_bytes=48_213,
    mime_type="image/jpeg",
    relative_file_path="Media\\bridge.jpg",
    comments="a bridge",
    tags="bridge",
    series="bridges",
    is_victim_identified=False,
    is_offender_identified=False,
    is_distributed=True,
    is_precategorized=True,
    precategorization_source="a list",
    is_suspected=False,
    date_updated=datetime(2020, 5, 6, 7, 8, 9, 123456, tzinfo=UTC),
    photo_dna="AAECAw==",
    alternative_hashes=(AlternativeHash(name="SHA-256", value="AB" * 32),),
    exifs=(Property(name="Model", value="A camera"),),
    media_metadata=(Property(name="Width", value="640"),),
    media_files=(
        MediaFile(
            md5=MD5,
            file_name="bridge.jpg",
            file_path="C:\\Pictures",
            created=datetime(2019, 1, 2, 3, 4, 5),  # noqa: DTZ001 (the file names no zone)
            written=datetime(2019, 1, 2, 3, 4, 5, tzinfo=UTC),
            accessed=None,
            is_unallocated=False,
            is_deleted=True,
            parent_md5=MD5,
            parent_file_name="pictures.zip",
            parent_file_path="C:\\",
            physical_location="512",
            source_id="disk 1",
        ),
    ),
)
CASE = Case(
    row=1,
    case_id="b5b5",
    case_number="2026-1",
    contact_organization="Example Police",
    contact_name="A. Example",
    contact_phone="0",
    contact_email="desk@example.org",
    contact_title="officer",
    total_media_files=2,
    total_precategorized=0,
    seizure_date=datetime(2026, 1, 2),  # noqa: DTZ001 (the file names no zone)
    source_application_name="a tool",
    source_application_version="1.0",
    case_metadata=(Property(name="Region", value="North"),),
)
