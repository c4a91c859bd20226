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
    read_vics,
    write_vics,
)
from engines.interchange.vics.vics_rows import CASE as READ_CASE
from engines.interchange.vics.vics_rows import MEDIUM as READ_MEDIUM

AT = datetime(2025, 6, 1, 12, tzinfo=UTC)
PLACE = replace(READ_MEDIUM.media_files[0], created=AT, written=AT, accessed=AT.replace(tzinfo=None))
MEDIUM = replace(
    READ_MEDIUM,
    relative_file_path='Media\\"bridge".jpg',
    comments="eine Brücke\n",
    date_updated=AT,
    alternative_hashes=(AlternativeHash(name="SHA256", value="ab" * 32),),
    media_files=(PLACE,),
)
CASE = replace(READ_CASE, seizure_date=AT)


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
