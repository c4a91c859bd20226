"""Lays tiles out on pages of A4, each with its number below, as one PDF."""

import io
from collections.abc import Iterator, Mapping
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from causeway.matching.tile import TILE_PX
from causeway.matching.tiler import Tile

_DOTS_PER_INCH: Final = 100
_PAGE_PX: Final = (827, 1169)
"""A4 upright, 210 by 297 mm."""
_MARGIN_PX: Final = 30
_CELL_PX: Final = (TILE_PX + 12, TILE_PX + 22)
_COLUMNS: Final = (_PAGE_PX[0] - 2 * _MARGIN_PX) // _CELL_PX[0]
_ROWS: Final = (_PAGE_PX[1] - 2 * _MARGIN_PX) // _CELL_PX[1]
_WHITE, _GREY = 255, 96


def pages(tiles: Mapping[int, Tile]) -> bytes:
    """The tiles by their numbers as a PDF; one empty page where there are none."""
    first, *others = list(_drawn(sorted(tiles.items()))) or [_empty()]
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=_DOTS_PER_INCH, quality=90)
    return out.getvalue()


def _drawn(tiles: list[tuple[int, Tile]]) -> Iterator[Image.Image]:
    on_a_page = _COLUMNS * _ROWS
    for start in range(0, len(tiles), on_a_page):
        page = _empty()
        pen = ImageDraw.Draw(page)
        for place, (number, tile) in enumerate(tiles[start : start + on_a_page]):
            row, column = divmod(place, _COLUMNS)
            left, top = _MARGIN_PX + column * _CELL_PX[0], _MARGIN_PX + row * _CELL_PX[1]
            picture = Image.frombytes("L", (tile.width_px, tile.height_px), tile.pixels)
            page.paste(picture, (left + (TILE_PX - tile.width_px) // 2, top + TILE_PX - tile.height_px))
            middle = (left + TILE_PX // 2, top + TILE_PX + 4)
            pen.text(middle, str(number), fill=_GREY, font=ImageFont.load_default(11), anchor="ma")
        yield page


def _empty() -> Image.Image:
    return Image.new("L", _PAGE_PX, _WHITE)
