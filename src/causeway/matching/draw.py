"""The process that draws one untrusted picture anew: `python -m causeway.matching.draw blurred grey`.

On standard input it takes a file after its length of eight bytes, big-endian; on standard output it writes a letter, a
length and as many bytes: a fresh JPEG, or the code of what was in the way. It limits itself as the examiner's process
does, and can then reach nothing outside. What was hidden in the file (metadata, a fault aimed at a decoder) does not
reach the reader: only pixels do, and of a blurred picture no more than `BLURRED_PX` along its longer side.
"""

import sys
from io import BytesIO
from typing import Final

from PIL import Image

from causeway.matching.confined import confine_this_process
from causeway.matching.decode import decode_picture
from causeway.matching.errors import UndecodablePicture
from causeway.matching.limited import DEFAULT_CPU_SECONDS, limit_this_process
from causeway.matching.look import LENGTH_BYTES

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


def draw(data: bytes, *, blurred: bool, grey: bool) -> bytes:
    """The file's picture as a JPEG, upright. Raises UndecodablePicture."""
    image = Image.fromarray(decode_picture(data, apply_orientation=True))
    if grey:
        image = image.convert("L")
    if blurred:
        small = _within(image, BLURRED_PX, Image.Resampling.BOX)
        image = _spread(small, SHOWN_BLURRED_PX)
    else:
        image = _within(image, SHOWN_PX, Image.Resampling.LANCZOS)
    drawn = BytesIO()
    image.save(drawn, format="JPEG", quality=JPEG_QUALITY)
    return drawn.getvalue()


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
        kind, body = PICTURE, draw(data, blurred="blurred" in wanted, grey="grey" in wanted)
    except UndecodablePicture as fault:
        kind, body = FAULT, fault.code.encode()
    answers.write(kind + len(body).to_bytes(LENGTH_BYTES, "big") + body)


if __name__ == "__main__":
    main()
