"""VICS files as they really are: two generations, strings for booleans, a byte order mark, damage in the middle."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import causeway.interchange.vics._stream as stream_module
from causeway.interchange.hashlists import CategoryScheme, ListedDigest, RowFault
from causeway.interchange.vics import (
    FIELDS,
    AlternativeHash,
    Case,
    Content,
    Envelope,
    Media,
    MediaFile,
    NotVics,
    Record,
    VicsDamaged,
    listed_digests,
    read_envelope,
    read_vics,
)
from causeway.vocabulary.findings import DigestKind
from engines.interchange.vics.vics_rows import CASE, FULL_CASE, FULL_MEDIA, MD5, MEDIUM, SHA1

V1 = "http://github.com/ICMEC/ProjectVic/DataModels/1.2.xml#"
V2 = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/{}/$metadata#"


def media_file(rows: list[Any], *, context: str = V1 + "Media") -> bytes:
    key = "odata.metadata" if "/1." in context else "@odata.context"
    return json.dumps({key: context, "value": rows}).encode()


def read(data: bytes) -> list[Record]:
    return list(read_vics(BytesIO(data)))


def media_in(records: list[Record]) -> list[Media]:
    return [record for record in records if isinstance(record, Media)]


def faults_in(records: list[Record]) -> list[tuple[int, str, str | None]]:
    return [(record.row, record.code, record.field) for record in records if isinstance(record, RowFault)]


@pytest.mark.parametrize("context", [V1 + "Media", V2.format("US") + "Media"])
def test_every_field_of_a_medium_is_typed(context: str) -> None:
    _, media = read(media_file([FULL_MEDIA], context=context))
    assert media == MEDIUM


def test_every_field_of_a_case_is_typed_and_follows_its_media() -> None:
    case = FULL_CASE | {"Media": [FULL_MEDIA, FULL_MEDIA]}
    records = read(media_file([case], context=V2.format("UK") + "Cases"))
    assert [type(record) for record in records] == [Envelope, Media, Media, Case]
    assert [media.row for media in media_in(records)] == [1, 2]
    assert records[-1] == CASE


def test_the_examples_above_hold_every_field_of_the_tables() -> None:
    assert set(FULL_MEDIA) == set(FIELDS[Media])
    assert set(FULL_CASE) == set(FIELDS[Case])
    assert set(FULL_MEDIA["MediaFiles"][0]) == set(FIELDS[MediaFile])


@pytest.mark.parametrize("row_type", FIELDS)
def test_every_attribute_has_a_field_and_every_field_an_attribute(row_type: type) -> None:
    mapped = {entry.attribute for entry in FIELDS[row_type].values()}
    assert mapped == set(row_type.__dataclass_fields__) - {"row", "unknown_fields"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("metadata", "envelope"),
    [
        (V1 + "Media", ("1.2", Content.MEDIA, CategoryScheme.UNSTATED)),
        (V1.replace("1.2", "1.3") + "Cases", ("1.3", Content.CASES, CategoryScheme.UNSTATED)),
        (V2.format("US") + "Media", ("2.0", Content.MEDIA, CategoryScheme.US)),
        (V2.format("UK") + "Cases", ("2.0", Content.CASES, CategoryScheme.UK)),
        (V2.format("CUSTOM") + "Media", ("2.0", Content.MEDIA, CategoryScheme.CUSTOM)),
        (V2.format("Default") + "Media", ("2.0", Content.MEDIA, CategoryScheme.UNSTATED)),
    ],
)
def test_an_envelope_states_version_content_and_scheme(
    metadata: str, envelope: tuple[str, Content, CategoryScheme]
) -> None:
    found = read_envelope(metadata)
    assert (found.version, found.content, found.scheme) == envelope


@pytest.mark.parametrize(
    "metadata", ["", "http://example.org#Media", V1 + "Users", 3, None, V1.replace("1.2", "9.9") + "Media"]
)
def test_another_data_model_is_refused(metadata: object) -> None:
    with pytest.raises(NotVics):
        read_envelope(metadata)


def test_a_byte_order_mark_is_skipped() -> None:
    assert len(read(b"\xef\xbb\xbf" + media_file([FULL_MEDIA]))) == 2


@pytest.mark.parametrize("data", [b"[]", b"{}", b'"text"', b'{"value": []}', b'{"odata.metadata": "x", "value": []}'])
def test_json_of_another_kind_is_refused(data: bytes) -> None:
    with pytest.raises(NotVics):
        read(data)


def test_bad_values_are_named_and_good_ones_kept() -> None:
    row = {
        "MD5": MD5,
        "MediaSize": "large",
        "IsSuspected": "perhaps",
        "DateUpdated": "yesterday",
        "MediaFiles": [{"FileName": "a"}, {"Created": "/Date(999999999999999)/", "FileName": "b"}],
        "Exifs": "none",
        "Category": None,
        "Colour": "blue",
        "@odata.type": "#Media",
    }
    records = read(media_file([row, {"MD5": MD5}]))
    assert faults_in(records) == [
        (1, "bad_value", "MediaSize"),
        (1, "bad_value", "IsSuspected"),
        (1, "bad_value", "DateUpdated"),
        (1, "bad_value", "MediaFiles[1].Created"),
        (1, "bad_value", "Exifs"),
    ]
    first, second = media_in(records)
    assert [file.file_name for file in first.media_files] == ["a", "b"]
    assert (first.md5, first.size_bytes, first.category, first.unknown_fields) == (MD5, None, None, ("Colour",))
    assert second == Media(row=2, md5=MD5)


def test_rows_without_a_good_md5_are_named() -> None:
    records = read(media_file([{"SHA1": SHA1}, {"MD5": "short"}, "no object", {"MD5": "0" * 32, "SHA1": "x"}]))
    assert faults_in(records) == [
        (1, "no_digest", "MD5"),
        (2, "bad_digest", "MD5"),
        (3, "bad_row", None),
        (4, "blank_digest", "MD5"),
        (4, "bad_digest", "SHA1"),
    ]


def test_all_rows_before_damage_are_kept() -> None:
    data = media_file([FULL_MEDIA] * 500)
    kept: list[Record] = []

    def read_into_kept() -> None:
        for record in read_vics(BytesIO(data[: len(data) * 3 // 4])):
            kept.append(record)  # noqa: PERF402 (`extend` would lose them with the error)

    with pytest.raises(VicsDamaged) as caught:
        read_into_kept()
    assert 370 <= len(media_in(kept)) <= 375
    assert caught.value.code in ("bad_json", "cut_short")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe{\x00",
        b"\xef\xbb\xbf",
        b"{",
        media_file([]).replace(b"[]", b"[" * 100_000),
        media_file([]).replace(b"[]", b'[{"MediaSize": 1' + b"0" * 5000 + b"}]"),
        media_file([]).replace(b"[]", b'[{"MediaSize": 1e99999}]'),
        media_file([]).replace(b"[]", b'[{"Category": "\xff"}]'),
        media_file([]).replace(b"[]", b"[{} {}]"),
    ],
    ids=["empty", "utf-16", "only a mark", "open", "deep", "number", "exponent", "bytes", "comma"],
)
def test_hostile_json_is_a_typed_error(data: bytes) -> None:
    with pytest.raises(VicsDamaged):
        read(data)


def test_a_row_without_end_is_refused_and_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "LARGEST_ROW_BYTES", 1 << 20)
    endless = media_file([]).replace(b"[]", b'[{"Comments": "' + b"x" * (3 << 20))
    with pytest.raises(VicsDamaged) as caught:
        read(endless)
    assert caught.value.code == "row_too_large"


class Endless:
    """A file of many rows that exists nowhere as a whole; it counts what was read of it."""

    def __init__(self, rows: int) -> None:
        head, tail = media_file(["@"]).split(b'"@"')
        row = json.dumps(FULL_MEDIA).encode()
        self._pieces: Iterator[bytes] = iter([head, *([row + b","] * rows), row, tail])
        self._kept = b""
        self.bytes_read = 0

    def read(self, size: int = -1) -> bytes:
        while len(self._kept) < size and (piece := next(self._pieces, b"")):
            self._kept += piece
        data, self._kept = self._kept[:size], self._kept[size:]
        self.bytes_read += len(data)
        return data


def test_a_file_is_read_as_a_stream() -> None:
    source = Endless(2_000)
    records = read_vics(source)  # type: ignore[arg-type]
    assert isinstance(next(records), Envelope)
    assert isinstance(next(records), Media)
    assert source.bytes_read <= 1 << 17
    assert sum(isinstance(record, Media) for record in records) == 2_000


def test_listed_digests_carry_category_and_scheme() -> None:
    media = [
        Media(row=1, category="A", md5=MD5, sha1=SHA1, series="bridges"),
        Media(
            row=2,
            category="B",
            md5="bad",
            alternative_hashes=(
                AlternativeHash(name="SHA-256", value="AB" * 32),
                AlternativeHash(name="PDQ", value="cd" * 32),
                AlternativeHash(name="PhotoDNA", value="AAAA"),
            ),
        ),
        Media(row=3, md5=MD5, alternative_hashes=(AlternativeHash(name="md5", value=MD5),)),
    ]
    found = list(listed_digests(media, CategoryScheme.UK))
    assert found[0] == ListedDigest(
        kind=DigestKind.MD5, value=MD5, category="A", scheme=CategoryScheme.UK, note="bridges"
    )
    assert [(each.kind, each.category) for each in found] == [
        (DigestKind.MD5, "A"),
        (DigestKind.SHA1, "A"),
        (DigestKind.SHA256, "B"),
        (DigestKind.PDQ, "B"),
        (DigestKind.MD5, None),
    ]
    assert {each.scheme for each in found} == {CategoryScheme.UK}


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.lists(st.dictionaries(st.sampled_from(sorted(FIELDS[Media])), JSON_VALUES, max_size=6) | JSON_VALUES, max_size=4)
)
def test_any_json_in_the_rows_gives_rows_and_faults(rows: list[Any]) -> None:
    records = read(media_file(rows))
    assert len(media_in(records)) == sum(isinstance(row, dict) for row in rows)
