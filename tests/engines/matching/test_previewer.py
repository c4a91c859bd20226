"""A picture drawn anew in a limited process: blurred for good, or clear without its metadata."""

import sys
import time
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from causeway.matching import NoPreview, limited, preview
from causeway.matching.draw import BLURRED_PX, FRAME_PX, SHOWN_PX, SMALL_PX, draw
from shared_data import shared_data


def chequered(width: int = 640, height: int = 480, *, square_px: int = 4) -> bytes:
    """A board of red and green squares as a PNG."""
    rows, columns = np.indices((height, width)) // square_px
    board = np.zeros((height, width, 3), dtype=np.uint8)
    board[..., 0] = np.where((rows + columns) % 2, 255, 0)
    board[..., 1] = 255 - board[..., 0]
    out = BytesIO()
    Image.fromarray(board).save(out, format="PNG")
    return out.getvalue()


def pixels(drawn: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.asarray(Image.open(BytesIO(drawn)).convert("RGB"))


def test_a_blurred_picture_holds_no_detail_finer_than_its_few_pixels() -> None:
    shown = pixels(preview(chequered(), blurred=True, grey=True))
    assert int(shown.max()) - int(shown.min()) < 32
    assert max(shown.shape) <= 10 * BLURRED_PX


def test_a_grey_picture_has_no_colour() -> None:
    shown = pixels(draw(chequered(square_px=80), blurred=False, grey=True)).astype(int)
    assert (shown[..., 0] == shown[..., 1]).all()


def test_a_clear_picture_keeps_colour_and_detail_and_is_no_larger_than_a_screen() -> None:
    shown = pixels(preview(chequered(3_200, 200, square_px=40), blurred=False, grey=False))
    assert shown.shape[1] == SHOWN_PX
    assert int(shown[..., 0].max()) - int(shown[..., 0].min()) > 200


def test_metadata_does_not_travel() -> None:
    picture = Image.open(BytesIO(chequered()))
    exif = Image.Exif()
    exif[0x010E] = "where it was taken"
    out = BytesIO()
    picture.save(out, format="JPEG", exif=exif)
    assert b"where it was taken" in out.getvalue()
    assert b"where it was taken" not in draw(out.getvalue(), blurred=False, grey=False)


def test_a_photograph_can_be_drawn() -> None:
    data = shared_data("photos/tiny/small.jpg").read_bytes()
    assert pixels(preview(data, blurred=False, grey=False)).size > 0


def test_a_small_picture_stays_small_clear_and_blurred() -> None:
    for blurred in (True, False):
        assert max(pixels(draw(chequered(), blurred=blurred, grey=False, small=True)).shape) == SMALL_PX


def test_a_video_is_a_sheet_of_frames_only_where_one_is_asked_for() -> None:
    pytest.importorskip("cv2")
    video = shared_data("videos/pattern-sd-grey-bar.mp4").read_bytes()
    sheet = pixels(preview(video, blurred=False, grey=False, video=True))
    assert sheet.shape == (FRAME_PX * 3, FRAME_PX * 3, 3)
    blurred = pixels(preview(video, blurred=True, grey=True, video=True)).astype(int)
    finest = np.abs(np.diff(blurred[:FRAME_PX, :FRAME_PX, 0], axis=1)).max()
    assert finest < np.abs(np.diff(sheet[:FRAME_PX, :FRAME_PX, 0].astype(int), axis=1)).max()
    with pytest.raises(NoPreview) as fault:
        preview(video, blurred=True, grey=True)
    assert fault.value.code == "not_a_picture"
    with pytest.raises(NoPreview) as fault:
        preview(video[:3_000], blurred=True, grey=True, video=True)
    assert fault.value.code == "damaged_video"


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty_file"), (b"neutral words", "not_a_picture"), (chequered()[:900], "damaged_picture")],
)
def test_what_is_no_whole_picture_is_refused_with_its_code(data: bytes, code: str) -> None:
    with pytest.raises(NoPreview) as fault:
        preview(data, blurred=True, grey=True)
    assert fault.value.code == code


def test_a_process_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(NoPreview) as fault:
        preview(chequered(), blurred=True, grey=True, timeout_seconds=0.0)
    assert fault.value.code == "examiner_timeout"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("b'P' + bytes(7) + b'\\x04' + b'text'", "examiner_crashed"),
        ("b'F' + bytes(7) + b'\\x04' + b'oops'", "examiner_crashed"),
        ("b'F' + bytes(7) + b'\\x0a' + b'empty_file'", "empty_file"),
        ("b'P' + b'\\xff' * 8 + b'\\xff\\xd8\\xff'", "examiner_crashed"),
        ("b''", "examiner_crashed"),
    ],
)
def test_what_a_process_that_was_taken_over_may_answer(
    answer: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_over = tmp_path / "taken_over.py"
    taken_over.write_text(f"import sys\nsys.stdout.buffer.write({answer})\n")
    monkeypatch.setattr(limited, "limited_command", lambda *_command: [sys.executable, str(taken_over)])
    with pytest.raises(NoPreview) as fault:
        preview(b"", blurred=True, grey=True)
    assert fault.value.code == code


def test_a_process_that_leaves_another_behind_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken_over = tmp_path / "taken_over.py"
    taken_over.write_text(
        "import subprocess, sys\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(30)'], start_new_session=True)\n"
    )
    monkeypatch.setattr(limited, "limited_command", lambda *_command: [sys.executable, str(taken_over)])
    began = time.monotonic()
    with pytest.raises(NoPreview):
        preview(b"", blurred=True, grey=True, timeout_seconds=2.0)
    assert time.monotonic() - began < 20
