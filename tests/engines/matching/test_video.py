"""Frames of real clips against the reference's own hashes of them, and of files that only claim to be videos."""

from importlib import util
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from causeway.matching import UndecodableVideo, hash_frames
from causeway.matching import video as video_module
from shared_data import shared_data

pytest.importorskip("cv2", reason="videos are read by opencv-python-headless, which is not installed")

TOLERANCE_BITS = 31
TOLERATED_QUALITY = 50
"""The reference's own test of its hashes: frames of at least this quality within so many bits."""
CLIPS = ("doorknob-hd-no-bar", "pattern-hd-no-bar", "pattern-sd-grey-bar", "pattern-sd-with-small-logo-bar")


def distance(left: str, right: str) -> int:
    return (int(left, 16) ^ int(right, 16)).bit_count()


@pytest.mark.parametrize("clip", CLIPS)
def test_every_frame_has_the_reference_s_hash_within_its_own_tolerance(clip: str) -> None:
    video = hash_frames(shared_data(f"videos/{clip}.mp4"), seconds_per_frame=0)
    reference = [row.split(",") for row in shared_data(f"videos/{clip}.vpdq.txt").read_text().split()]
    assert [each.frame for each in video.frames] == [int(row[0]) for row in reference]
    compared = 0
    for frame, (_number, quality, pdq, seconds) in zip(video.frames, reference, strict=True):
        assert abs(frame.seconds - float(seconds)) < 0.001
        if min(frame.quality, int(quality)) >= TOLERATED_QUALITY:
            compared += 1
            assert distance(frame.pdq, pdq) <= TOLERANCE_BITS
    assert compared >= len(reference) / 2
    assert video.is_whole


def test_one_frame_a_second_is_hashed_unless_asked_otherwise() -> None:
    path = shared_data("videos/pattern-sd-grey-bar.mp4")
    every = hash_frames(path, seconds_per_frame=0).frames
    assert hash_frames(path).frames == every[::30]


def test_time_that_runs_out_leaves_the_frames_until_then() -> None:
    video = hash_frames(shared_data("videos/pattern-sd-grey-bar.mp4"), budget_seconds=0)
    assert (len(video.frames), video.is_whole) == (1, False)


def test_a_video_that_breaks_off_is_not_whole(tmp_path: Path) -> None:
    cv2 = pytest.importorskip("cv2")
    path = tmp_path / "shapes.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 10, (64, 64))
    for shade in range(40):
        writer.write(np.full((64, 64, 3), shade * 6, dtype=np.uint8))
    writer.release()
    assert hash_frames(path).is_whole
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    cut = hash_frames(path)
    assert (cut.is_whole, 0 < len(cut.frames) < 4) == (False, True)


@pytest.mark.parametrize("kept", [0, 16, 3_000])
def test_a_video_that_is_cut_short_is_a_fault(kept: int, tmp_path: Path) -> None:
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(shared_data("videos/pattern-sd-grey-bar.mp4").read_bytes()[:kept])
    with pytest.raises(UndecodableVideo) as caught:
        hash_frames(cut)
    assert caught.value.code == "damaged_video"


def test_a_playlist_is_not_followed_to_the_file_that_it_names(tmp_path: Path) -> None:
    clip = shared_data("videos/pattern-sd-grey-bar.mp4").resolve()
    for name, text in (
        ("list.m3u8", f"#EXTM3U\n#EXTINF:6,\nfile://{clip}\n#EXT-X-ENDLIST\n"),
        ("list.ffconcat", f"ffconcat version 1.0\nfile '{clip}'\n"),
    ):
        (tmp_path / name).write_text(text)
        with pytest.raises(UndecodableVideo):
            hash_frames(tmp_path / name)


def test_frames_larger_than_allowed_are_refused_before_one_is_decoded() -> None:
    with pytest.raises(UndecodableVideo) as caught:
        hash_frames(shared_data("videos/pattern-hd-no-bar.mp4"), max_pixels=100_000)
    assert caught.value.code == "too_many_pixels"


def test_it_is_said_where_nothing_reads_videos(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def find_spec(name: str) -> Any:
        return None if name == "cv2" else util.find_spec(name)

    monkeypatch.setattr(video_module, "find_spec", find_spec)
    with pytest.raises(UndecodableVideo, match="opencv-python-headless"):
        hash_frames(tmp_path / "any.mp4")
