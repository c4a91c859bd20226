"""Tiles are small and grey, made in a limited process that can be lost without harm."""

import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from causeway.matching import limited
from causeway.matching.tile import TILE_PX
from causeway.matching.tiler import Tiler


def board(width: int, height: int, colour: str = "red") -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, format="PNG")
    return out.getvalue()


@pytest.mark.parametrize(("size", "shown"), [((400, 100), (64, 16)), ((10, 20), (10, 20)), ((1, 9000), (1, 64))])
def test_a_tile_keeps_the_pictures_shape_and_no_colour(size: tuple[int, int], shown: tuple[int, int]) -> None:
    with Tiler() as tiler:
        tile = tiler.tile(board(*size))
    assert tile is not None
    assert (tile.width_px, tile.height_px) == shown
    assert max(shown) <= TILE_PX
    assert set(tile.pixels) == {76}  # red's share of brightness (ITU-R 601-2)


def test_what_gives_no_picture_gives_no_tile_and_the_next_one_does() -> None:
    with Tiler() as tiler:
        assert [tiler.tile(data) for data in (b"", b"neutral words", board(80, 80)[:60])] == [None] * 3
        assert tiler.tile(board(80, 80)) is not None


def test_a_process_that_is_lost_is_replaced() -> None:
    with Tiler() as tiler:
        tiler.tile(board(8, 8))
        assert tiler._process is not None
        tiler._process.kill()
        tiler._process.wait()
        assert tiler.tile(board(8, 8)) is not None


def test_a_picture_that_takes_too_long_gives_no_tile() -> None:
    with Tiler(timeout_seconds=0.0) as tiler:
        assert tiler.tile(board(80, 80)) is None


def test_a_process_that_leaves_another_behind_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken_over = tmp_path / "taken_over.py"
    taken_over.write_text(
        "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
    )
    monkeypatch.setattr(limited, "limited_command", lambda _module: [sys.executable, str(taken_over)])
    with Tiler(timeout_seconds=0.5) as tiler:
        assert tiler.tile(board(8, 8)) is None
        assert tiler.process_id is None
