"""The process that draws one untrusted picture anew, or a few frames of a video on one sheet:
`python -m causeway.matching.draw blurred grey small video`.

On standard input it takes a file after its length of eight bytes, big-endian; on standard output it writes a letter, a
length and as many bytes: a fresh JPEG, or the code of what was in the way. It limits itself as the examiner's process
does, and can then reach nothing outside. What was hidden in the file (metadata, a fault aimed at a decoder) does not
reach the reader: only pixels do, and of a blurred picture no more than `BLURRED_PX` along its longer side. Of a video
the sound is not read at all.
"""

import sys
from collections.abc import Sequence
from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from causeway.matching.confined import confine_this_process
from causeway.matching.decode import decode_picture
from causeway.matching.errors import UndecodablePicture, UndecodableVideo
from causeway.matching.limited import DEFAULT_CPU_SECONDS, limit_this_process
from causeway.matching.look import LENGTH_BYTES
from causeway.matching.video import still_frames

BLURRED_PX: Final = 48
"""The longer side to which a blurred picture is reduced; what is thrown away here cannot be brought back."""
SHOWN_BLURRED_PX: Final = 480
"""The longer side at which those few pixels are spread out again."""
SHOWN_PX: Final = 1_600
"""The longer side of a picture shown clear; the sealed file keeps the rest."""
JPEG_QUALITY: Final = 85
PICTURE: Final = b"P"
"""Says that a JPEG follows."""
FAULT: Final = b"F"
"""Says that a code follows, of a picture that cannot be drawn."""


SMALL_PX: Final = 320
"""The longer side of one that is to be small."""
SHEET_FRAMES, SHEET_COLUMNS, FRAME_PX, BLURRED_FRAME_PX = 9, 3, 240, 24
"""A sheet holds so many frames of a video, each within so many pixels; blurred, so few of them are left."""
_BETWEEN: Final = (128, 128, 128)


def draw(data: bytes, *, blurred: bool, grey: bool, small: bool = False, video: bool = False) -> bytes:
    """The file's picture as a JPEG, upright; where it is a `video`, a sheet of its frames. Raises UndecodablePicture,
    UndecodableVideo.
    """
    if video:
        image = _sheet(still_frames(BytesIO(data), SHEET_FRAMES), blurred=blurred)
    else:
        image = _picture(Image.fromarray(decode_picture(data, apply_orientation=True)), blurred=blurred, small=small)
    if grey:
        image = image.convert("L")
    drawn = BytesIO()
    image.save(drawn, format="JPEG", quality=JPEG_QUALITY)
    return drawn.getvalue()


def _picture(image: Image.Image, *, blurred: bool, small: bool) -> Image.Image:
    if blurred:
        return _spread(_within(image, BLURRED_PX, Image.Resampling.BOX), SMALL_PX if small else SHOWN_BLURRED_PX)
    return _within(image, SMALL_PX if small else SHOWN_PX, Image.Resampling.LANCZOS)


def _sheet(frames: Sequence[NDArray[np.uint8]], *, blurred: bool) -> Image.Image:
    """The frames in rows, from left to right, each in the middle of its square."""
    rows = -(-len(frames) // SHEET_COLUMNS)
    sheet = Image.new("RGB", (min(len(frames), SHEET_COLUMNS) * FRAME_PX, rows * FRAME_PX), _BETWEEN)
    for place, frame in enumerate(frames):
        image = Image.fromarray(frame)
        if blurred:
            image = _spread(_within(image, BLURRED_FRAME_PX, Image.Resampling.BOX), FRAME_PX)
        else:
            image = _within(image, FRAME_PX, Image.Resampling.LANCZOS)
        row, column = divmod(place, SHEET_COLUMNS)
        left, top = (FRAME_PX - image.width) // 2, (FRAME_PX - image.height) // 2
        sheet.paste(image, (column * FRAME_PX + left, row * FRAME_PX + top))
    return sheet


def _within(image: Image.Image, longest_px: int, how: Image.Resampling) -> Image.Image:
    """The picture, made smaller where its longer side is above `longest_px`."""
    share = longest_px / max(image.size)
    return image if share >= 1 else image.resize(_scaled(image, share), how)


def _spread(image: Image.Image, longest_px: int) -> Image.Image:
    return image.resize(_scaled(image, longest_px / max(image.size)), Image.Resampling.BILINEAR)


def _scaled(image: Image.Image, share: float) -> tuple[int, int]:
    width, height = image.size
    return max(1, round(width * share)), max(1, round(height * share))


def main(arguments: list[str] | None = None) -> None:
    """Draw the picture on standard input."""
    wanted = sys.argv[1:] if arguments is None else arguments
    limit_this_process(cpu_seconds=DEFAULT_CPU_SECONDS)
    confine_this_process()
    files, answers = sys.stdin.buffer, sys.stdout.buffer
    data = files.read(int.from_bytes(files.read(LENGTH_BYTES), "big"))
    try:
        kind, body = PICTURE, draw(data, **{name: name in wanted for name in ("blurred", "grey", "small", "video")})
    except (UndecodablePicture, UndecodableVideo) as fault:
        kind, body = FAULT, fault.code.encode()
    answers.write(kind + len(body).to_bytes(LENGTH_BYTES, "big") + body)


if __name__ == "__main__":
    main()
