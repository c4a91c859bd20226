"""The process that makes small grey tiles of untrusted pictures: `python -m causeway.matching.tile`.

It limits itself as the examiner's process does, and forks for each file. On standard input it takes files, each after
its length of eight bytes, big-endian; on standard output it writes for each two bytes, width and height, and then as
many pixels, one byte each. A file that gives no picture has width and height 0. Standard input's end is its own end.
"""

import sys
from functools import partial
from typing import BinaryIO, Final

from PIL import Image

from causeway.matching.apart import answer_apart, prepare_to_fork
from causeway.matching.decode import decode_picture
from causeway.matching.errors import UndecodablePicture
from causeway.matching.limited import DEFAULT_CPU_SECONDS, limit_this_process
from causeway.matching.look import LENGTH_BYTES

TILE_PX: Final = 64
"""The longer side of a tile: enough to tell one picture from another, and no more."""
NO_TILE: Final = b"\0\0"
_LONGEST_BYTES: Final = len(NO_TILE) + TILE_PX * TILE_PX


def main() -> None:
    """Make tiles until standard input ends."""
    limit_this_process()
    prepare_to_fork()
    serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(files: BinaryIO, tiles: BinaryIO) -> None:
    """Answer each file with its tile."""
    while length := files.read(LENGTH_BYTES):
        work = partial(_tile_or_none, files.read(int.from_bytes(length, "big")))
        made = answer_apart(work, cpu_seconds=DEFAULT_CPU_SECONDS, longest_bytes=_LONGEST_BYTES) or NO_TILE
        tiles.write(made if is_tile(made) else NO_TILE)
        tiles.flush()


def is_tile(answer: bytes) -> bool:
    """Whether as many pixels follow the two sides as they say, which are no longer than a tile's."""
    head = answer[: len(NO_TILE)]
    return len(head) == len(NO_TILE) and max(head) <= TILE_PX and len(answer) == len(head) + head[0] * head[1]


def _tile_or_none(data: bytes) -> bytes:
    try:
        return tile(data)
    except (UndecodablePicture, MemoryError):
        return NO_TILE


def tile(data: bytes) -> bytes:
    """The file's picture, upright, grey and small: width, height and pixels. Raises UndecodablePicture."""
    image = Image.fromarray(decode_picture(data, apply_orientation=True)).convert("L")
    image.thumbnail((TILE_PX, TILE_PX), Image.Resampling.BOX)
    return bytes(image.size) + image.tobytes()


if __name__ == "__main__":
    main()
