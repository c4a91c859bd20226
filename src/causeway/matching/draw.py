"""The process that draws one untrusted picture anew: `python -m causeway.matching.draw blurred grey`.

Standard input is the file, standard output a fresh JPEG. It limits itself as the examiner's process does. What was
hidden in the file (metadata, a fault aimed at a decoder) does not reach the reader: only pixels do, and of a blurred
picture no more than `BLURRED_PX` along its longer side.
"""

import sys
from io import BytesIO
from typing import Final

from PIL import Image

from causeway.matching.decode import decode_picture
from causeway.matching.errors import UndecodablePicture
from causeway.matching.limited import DEFAULT_CPU_SECONDS, limit_this_process

BLURRED_PX: Final = 48
"""The longer side to which a blurred picture is reduced; what is thrown away here cannot be brought back."""
SHOWN_BLURRED_PX: Final = 480
"""The longer side at which those few pixels are spread out again."""
SHOWN_PX: Final = 1_600
"""The longer side of a picture shown clear; the sealed file keeps the rest."""
JPEG_QUALITY: Final = 85
FAULT_EXIT: Final = 3
"""The exit status of a picture that cannot be drawn; its code stands on standard error."""


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


def main(arguments: list[str] | None = None) -> int:
    """Draw the picture on standard input; gives the exit status."""
    wanted = sys.argv[1:] if arguments is None else arguments
    limit_this_process(cpu_seconds=DEFAULT_CPU_SECONDS)
    try:
        drawn = draw(sys.stdin.buffer.read(), blurred="blurred" in wanted, grey="grey" in wanted)
    except UndecodablePicture as fault:
        sys.stderr.write(fault.code)
        return FAULT_EXIT
    sys.stdout.buffer.write(drawn)
    return 0


if __name__ == "__main__":
    sys.exit(main())
