"""What is written reads back the same, field by field."""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime
from io import BytesIO

import pytest

from causeway.interchange.hashlists import CategoryScheme
from causeway.interchange.vics import (
    AlternativeHash,
    Case,
    Content,
    Envelope,
    Media,
    MediaFile,
    Property,
    read_vics,
    write_vics,
)

AT = datetime(2025, 6, 1, 12, tzinfo=UTC)
MD5 = "0123456789abcdef" * 2
PLACE = MediaFile(
    md5=MD5,
    file_name="bridge.jpg",
    file_path="C:\\Pictures",
    created=AT,
    written=AT,
    accessed=AT.replace(tzinfo=None),
    is_unallocated=False,
    is_deleted=True,
    parent_md5=MD5,
    parent_file_name="pictures.zip",
    parent_file_path="C:\\",
    physical_location="512",
    source_id="disk 1",
)
MEDIUM = Media(
    row=1,
    media_id="7",
    category="2",
    md5=MD5,
    sha1="0123456789" * 4,
    size_bytes=48_213,
    mime_type="image/jpeg",
    relative_file_path='Media\\"bridge".jpg',
    comments="eine Brücke\n",
    tags="bridge",
    series="bridges",
    is_victim_identified=False,
    is_offender_identified=False,
    is_distributed=True,
    is_precategorized=True,
    precategorization_source="a list",
    is_suspected=False,
    date_updated=AT,
    photo_dna="AAECAw==",
    alternative_hashes=(AlternativeHash(name="SHA256", value="ab" * 32),),
    exifs=(Property(name="Model", value="A camera"),),
    media_metadata=(Property(name="Width", value="640"),),
    media_files=(PLACE,),
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
    seizure_date=AT,
    source_application_name="a tool",
    source_application_version="1.0",
    case_metadata=(Property(name="Region", value="North"),),
)


def written(case: Case, *media: Media, version: str = "2.0", scheme: CategoryScheme = CategoryScheme.UK) -> bytes:
    stream = BytesIO()
    write_vics(stream, case, media, version=version, scheme=scheme)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("version", "absent"),
    [("2.0", {"alternative_hashes": ()}), ("1.2", {"photo_dna": None}), ("1.3", {"photo_dna": None})],
)
def test_every_field_reads_back_that_the_version_has(version: str, absent: dict[str, object]) -> None:
    medium = replace(MEDIUM, comments="eine Brücke")
    _, *records = read_vics(BytesIO(written(CASE, medium, replace(medium, row=2), version=version)))
    expected = replace(medium, **absent)  # type: ignore[arg-type]
    assert records == [expected, replace(expected, row=2), CASE]


@pytest.mark.parametrize("value", [MEDIUM, CASE, PLACE])
def test_the_example_states_every_field(value: Media | Case | MediaFile) -> None:
    assert [
        field.name
        for field in fields(value)
        if getattr(value, field.name) in (None, ()) and field.name != "unknown_fields"
    ] == []


@pytest.mark.parametrize("scheme", list(CategoryScheme))
def test_version_2_says_whose_categories_it_carries(scheme: CategoryScheme) -> None:
    envelope = next(read_vics(BytesIO(written(CASE, scheme=scheme))))
    assert envelope == Envelope(version="2.0", content=Content.CASES, scheme=scheme)


def test_a_case_without_anything_is_still_a_case() -> None:
    assert json.loads(written(Case(row=1)))["value"] == [{"Media": []}]
    assert list(read_vics(BytesIO(written(Case(row=1)))))[1:] == [Case(row=1)]


def test_media_are_written_as_they_come() -> None:
    stream = BytesIO()
    sizes: list[int] = []

    def coming() -> Iterator[Media]:
        for _ in range(3):
            sizes.append(stream.tell())
            yield MEDIUM

    write_vics(stream, CASE, coming(), version="2.0", scheme=CategoryScheme.US)
    assert sizes[0] < sizes[1] < sizes[2]
