"""All that can be said of one file: what a camera wrote, turned hashes, frames; and what a child may answer."""

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

from causeway.matching import Capture, Examiner, Turn, decode_picture, digest_file, dihedral_hashes
from causeway.matching.capture import _place, read_capture
from causeway.matching.frames import FrameHash
from causeway.matching.look import Findings, from_line, to_line
from shared_data import shared_data

HASH = "0f" * 32
LOCAL = datetime(2026, 3, 1, 9, 30)  # noqa: DTZ001 (a camera's time has no zone)
WHOLE = Findings(
    pdq=HASH,
    pdq_quality=80,
    width_px=640,
    height_px=480,
    capture=Capture(make="Knob & Sons", taken_at=LOCAL, latitude=52.1, longitude=-1.5, is_raw=True),
    turned=(HASH,) * 7,
    frames=(FrameHash(frame=30, seconds=1.0, pdq=HASH, quality=100),),
    pictures=2,
    further=(FrameHash(frame=1, seconds=0.0, pdq=HASH, quality=7),),
)


def photo(*, when: str = "2026:03:01 09:30:00", offset: str | None = None, **gps: object) -> bytes:
    """A picture of a slope, with a camera's notes."""
    picture = Image.fromarray(np.arange(120 * 160, dtype=np.uint32).astype(np.uint8).reshape(120, 160)).convert("RGB")
    exif = picture.getexif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Knob & Sons\0\0", "  Bridge\t2 "
    exif[ExifTags.Base.Software] = "Bridge OS 3"
    own = exif.get_ifd(ExifTags.IFD.Exif)
    own[ExifTags.Base.DateTimeOriginal], own[ExifTags.Base.BodySerialNumber] = when, "0042"
    own[ExifTags.Base.ExifImageWidth], own[ExifTags.Base.ExifImageHeight] = 160, 120
    if offset:
        own[ExifTags.Base.OffsetTimeOriginal] = offset
    for name, value in gps.items():
        exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS[name]] = value
    file = BytesIO()
    picture.save(file, "JPEG", exif=exif)
    return file.getvalue()


def capture_of(data: bytes) -> Capture:
    with Image.open(BytesIO(data)) as image:
        found = read_capture(image)
    assert found is not None
    return found


def test_a_camera_s_notes_are_read() -> None:
    data = photo(
        GPSLatitudeRef="S", GPSLatitude=(33.0, 51.0, 0.0), GPSLongitudeRef="E", GPSLongitude=(151.0, 30.0, 0.0)
    )
    assert capture_of(data) == Capture(
        make="Knob & Sons",
        model="Bridge2",
        serial_number="0042",
        software="Bridge OS 3",
        taken_at=LOCAL,
        latitude=-33.85,
        longitude=151.5,
        stated_width_px=160,
        stated_height_px=120,
    )


def test_a_time_keeps_the_zone_that_the_camera_wrote() -> None:
    assert capture_of(photo(offset="+02:00")).taken_at == LOCAL.replace(tzinfo=timezone(timedelta(hours=2)))
    assert capture_of(photo(offset="about noon")).taken_at == LOCAL


@pytest.mark.parametrize("when", ["", "yesterday", "0000:00:00 00:00:00", "2026:13:40 99:00:00"])
def test_a_time_that_cannot_be_is_none(when: str) -> None:
    assert capture_of(photo(when=when)).taken_at is None


@pytest.mark.parametrize(
    "degrees", [(91.0, 0.0, 0.0), (1.0, 2.0), "north", (float("nan"), 0.0, 0.0), 7, None, (IFDRational(1, 0),) * 3]
)
def test_a_place_that_cannot_be_is_none(degrees: object) -> None:
    notes: dict[int, object] = {ExifTags.GPS.GPSLatitude: degrees, ExifTags.GPS.GPSLongitude: (1.0, 0.0, 0.0)}
    assert _place(notes) == (None, None)


def test_a_picture_without_notes_has_none() -> None:
    assert read_capture(Image.new("RGB", (8, 8))) is None


def test_a_look_has_the_digests_the_notes_and_the_turned_hashes(tmp_path: Path) -> None:
    path, data = tmp_path / "knob.jpg", photo()
    path.write_bytes(data)
    with Examiner() as examiner:
        found = examiner.look_at(path)
    assert found.digests == digest_file(data)
    assert found.capture == capture_of(data)
    every = dihedral_hashes(decode_picture(data))
    assert found.turned == tuple(every[turn].hex for turn in Turn if turn is not Turn.NONE)
    assert found.frames == ()


def test_a_look_at_a_video_has_its_frames() -> None:
    pytest.importorskip("cv2", reason="videos are read by opencv-python-headless, which is not installed")
    with Examiner() as examiner:
        found = examiner.look_at(shared_data("videos/pattern-sd-grey-bar.mp4"))
    assert (found.digests.media_type, found.digests.pdq, found.digests.fault) == ("video/mp4", None, None)
    assert (found.digests.width_px, found.digests.height_px) == (480, 720)
    assert [frame.frame for frame in found.frames] == list(range(0, 206, 30))


def test_a_look_at_a_broken_video_keeps_its_exact_digests(tmp_path: Path) -> None:
    pytest.importorskip("cv2", reason="videos are read by opencv-python-headless, which is not installed")
    path = tmp_path / "cut.mp4"
    path.write_bytes(b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isomavc1" + bytes(500))
    with Examiner() as examiner:
        found = examiner.look_at(path).digests
    assert (found.fault, found.sha256) == ("damaged_video", digest_file(path.read_bytes()).sha256)


def test_a_path_of_any_bytes_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "kn\udce9b.jpg"
    path.write_bytes(photo())
    with Examiner() as examiner:
        assert examiner.look_at(path).digests.pdq is not None


def test_what_is_found_crosses_whole() -> None:
    assert from_line(to_line(WHOLE)) == WHOLE
    assert from_line(to_line(Findings())) == Findings()
    zoned = Findings(capture=Capture(taken_at=datetime(2026, 3, 1, tzinfo=UTC)))
    assert from_line(to_line(zoned)) == zoned


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pdq", "0F" * 32),
        ("pdq", 7),
        ("pdq_quality", -1),
        ("pdq_quality", True),
        ("width_px", 1.5),
        ("fault", "unreadable"),
        ("fault", 7),
        ("pdq_quality", 101),
        ("width_px", 2**63),
        ("frames", [{"frame": 10**30, "seconds": 0, "pdq": HASH, "quality": 1}]),
        ("frames", [{"frame": 0, "seconds": 10**400, "pdq": HASH, "quality": 1}]),
        ("capture", {"longitude": 10**400}),
        ("capture", {"latitude": 91}),
        ("turned", [HASH] * 8),
        ("turned", [HASH] * 6),
        ("turned", HASH),
        ("frames", [{"frame": 0, "seconds": "0", "pdq": HASH, "quality": 1}]),
        ("frames", [[0, 0.0, HASH, 1]]),
        ("pictures", -1),
        ("further", [[1, 0.0, HASH, 1]]),
        ("capture", {"make": "x" * 101}),
        ("capture", {"taken_at": "noon"}),
        ("capture", {"latitude": 1e999}),
        ("capture", {"owner": "nobody"}),
        ("capture", []),
    ],
)
def test_an_answer_of_other_types_or_sizes_is_none(name: str, value: object) -> None:
    stated = json.loads(to_line(WHOLE))
    if name == "capture" and isinstance(value, dict):
        value = stated["capture"] | value
    assert from_line(json.dumps(stated | {name: value}).encode()) is None


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_an_answer_of_any_shape_is_none_and_raises_nothing(value: object) -> None:
    assert from_line(json.dumps(value).encode()) is None


@given(st.sampled_from(sorted(json.loads(to_line(WHOLE)))), VALUES)
def test_any_value_in_an_answer_is_within_bounds_or_the_answer_is_none(name: str, value: object) -> None:
    found = from_line(json.dumps(json.loads(to_line(WHOLE)) | {name: value}).encode())
    assert found is None or from_line(to_line(found)) == found


@given(st.sampled_from(sorted(asdict(Capture()))), VALUES)
def test_any_value_in_a_camera_s_notes_is_within_bounds_or_the_answer_is_none(name: str, value: object) -> None:
    stated = json.loads(to_line(WHOLE))
    stated["capture"][name] = value
    found = from_line(json.dumps(stated).encode())
    assert found is None or from_line(to_line(found)) == found


@given(st.binary())
def test_an_answer_of_any_bytes_is_none_and_raises_nothing(line: bytes) -> None:
    assert from_line(line) is None
