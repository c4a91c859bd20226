"""The process that makes small grey tiles of untrusted pictures: `python -m causeway.matching.tile`.

It limits itself as the examiner's process does. On standard input it takes files, each after its length of eight bytes,
big-endian; on standard output it writes for each two bytes, width and height, and then as many pixels, one byte each.
A file that gives no picture has width and height 0. Standard input's end is its own end.
"""

import sys
from typing import BinaryIO, Final

from PIL import Image

from causeway.matching.decode import decode_picture
from causeway.matching.errors import UndecodablePicture
from causeway.matching.limited import DEFAULT_CPU_SECONDS, limit_this_process
from causeway.matching.look import LENGTH_BYTES

TILE_PX: Final = 64
"""The longer side of a tile: enough to tell one picture from another, and no more."""
NO_TILE: Final = b"\0\0"


def main() -> None:
    """Make tiles until standard input ends, or this process's time is used up."""
    limit_this_process(cpu_seconds=DEFAULT_CPU_SECONDS)
    serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(files: BinaryIO, tiles: BinaryIO) -> None:
    """Answer each file with its tile."""
    while length := files.read(LENGTH_BYTES):
        try:
            tiles.write(tile(files.read(int.from_bytes(length, "big"))))
        except (UndecodablePicture, MemoryError):
            tiles.write(NO_TILE)
        tiles.flush()


def tile(data: bytes) -> bytes:
    """The file's picture, upright, grey and small: width, height and pixels. Raises UndecodablePicture."""
    image = Image.fromarray(decode_picture(data, apply_orientation=True)).convert("L")
    image.thumbnail((TILE_PX, TILE_PX), Image.Resampling.BOX)
    return bytes(image.size) + image.tobytes()


if __name__ == "__main__":
    main()
