"""Asks a limited process for a fresh drawing of an untrusted picture, so that no decoder ever runs where people are
signed in.
"""

from typing import Final

from causeway.matching.draw import FAULT, PICTURE
from causeway.matching.errors import EXAMINER_CRASHED, EXAMINER_TIMEOUT, PICTURE_FAULTS, VIDEO_FAULTS, MatchingError
from causeway.matching.limited import LimitedChild
from causeway.matching.look import LENGTH_BYTES

PREVIEW_TIMEOUT_SECONDS: Final = 30.0
_MODULE: Final = "causeway.matching.draw"
_LONGEST_ANSWER_BYTES: Final = 16 * 1024 * 1024
"""A JPEG of 1,600 by 1,600 pixels stays far below; a process that writes more has been taken over."""
_HEAD_BYTES: Final = 1 + LENGTH_BYTES
_JPEG_START: Final = b"\xff\xd8\xff"
_FAULTS: Final = PICTURE_FAULTS | VIDEO_FAULTS
_PROCESS_FAULTS: Final = {
    EXAMINER_CRASHED: "the picture could not be drawn",
    EXAMINER_TIMEOUT: "the picture took too long to draw",
}


class NoPreview(MatchingError):
    """A file of which no picture can be drawn. `code` is one of `PICTURE_FAULTS` or `VIDEO_FAULTS`, or says that the
    process crashed or took too long.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code, (_FAULTS | _PROCESS_FAULTS)[code])


def preview(
    data: bytes,
    *,
    blurred: bool,
    grey: bool,
    small: bool = False,
    video: bool = False,
    timeout_seconds: float = PREVIEW_TIMEOUT_SECONDS,
) -> bytes:
    """A JPEG of the picture in `data`; where it is a `video`, of a few of its frames, small in any case, and its sound
    is not read. Blurred, its detail is gone for good.

    Raises:
        NoPreview: the file is no such picture or video, is damaged, or brought the process down.
    """
    asked = {"blurred": blurred, "grey": grey, "small": small, "video": video}
    wanted = [name for name, is_wanted in asked.items() if is_wanted]
    with LimitedChild(_MODULE, *wanted) as child:
        try:
            answer = child.ask(
                len(data).to_bytes(LENGTH_BYTES, "big"),
                data,
                is_whole=_is_whole,
                longest_bytes=_LONGEST_ANSWER_BYTES,
                timeout_seconds=timeout_seconds,
            )
        except TimeoutError:
            raise NoPreview(EXAMINER_TIMEOUT) from None
    return _drawn(answer or b"")


def _is_whole(answer: bytearray) -> bool:
    """Whether as many bytes have come as the head says."""
    stated = int.from_bytes(answer[1:_HEAD_BYTES], "big")
    return len(answer) >= _HEAD_BYTES and len(answer) >= _HEAD_BYTES + stated


def _drawn(answer: bytes) -> bytes:
    kind, body = answer[:1], answer[_HEAD_BYTES:]
    if kind == PICTURE and body.startswith(_JPEG_START):
        return body
    fault = body.decode("ascii", "replace") if kind == FAULT else EXAMINER_CRASHED
    raise NoPreview(fault if fault in _FAULTS else EXAMINER_CRASHED)
