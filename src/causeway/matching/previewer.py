"""Asks a limited process for a fresh drawing of an untrusted picture, so that no decoder ever runs where people are
signed in.
"""

import subprocess
from threading import Thread, Timer
from typing import IO, Final

from causeway.matching.errors import EXAMINER_CRASHED, EXAMINER_TIMEOUT, PICTURE_FAULTS, MatchingError
from causeway.matching.limited import limited_command, limited_environment

PREVIEW_TIMEOUT_SECONDS: Final = 30.0
_MODULE: Final = "causeway.matching.draw"
_LONGEST_ANSWER_BYTES: Final = 16 * 1024 * 1024
"""A JPEG of 1,600 by 1,600 pixels stays far below; a process that writes more has been taken over."""
_LONGEST_FAULT_BYTES: Final = 200
_JPEG_START: Final = b"\xff\xd8\xff"
_PROCESS_FAULTS: Final = {
    EXAMINER_CRASHED: "the picture could not be drawn",
    EXAMINER_TIMEOUT: "the picture took too long to draw",
}


class NoPreview(MatchingError):
    """A file of which no picture can be drawn. `code` is one of `PICTURE_FAULTS`, or says that the process crashed or
    took too long.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code, (PICTURE_FAULTS | _PROCESS_FAULTS)[code])


def preview(data: bytes, *, blurred: bool, grey: bool, timeout_seconds: float = PREVIEW_TIMEOUT_SECONDS) -> bytes:
    """A JPEG of the picture in `data`: blurred, its detail is gone for good.

    Raises:
        NoPreview: the file is no picture, is damaged, or brought the process down.
    """
    wanted = [name for name, is_wanted in (("blurred", blurred), ("grey", grey)) if is_wanted]
    with subprocess.Popen(
        limited_command(_MODULE, *wanted),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=limited_environment(),
    ) as child:
        return _answer(child, data, timeout_seconds)


def _answer(child: "subprocess.Popen[bytes]", data: bytes, timeout_seconds: float) -> bytes:
    if child.stdin is None or child.stdout is None or child.stderr is None:
        raise OSError("the previewer's process has no pipes")
    expired: list[bool] = []

    def stop() -> None:
        expired.append(True)
        child.kill()

    timer = Timer(timeout_seconds, stop)
    feeder = Thread(target=_feed, args=(child.stdin, data), daemon=True)
    timer.start()
    feeder.start()
    try:
        drawn = child.stdout.read(_LONGEST_ANSWER_BYTES + 1)
        if len(drawn) > _LONGEST_ANSWER_BYTES:
            child.kill()
        fault = child.stderr.read(_LONGEST_FAULT_BYTES).decode("ascii", "replace")
        status = child.wait()
    finally:
        timer.cancel()
        child.kill()
        feeder.join()
    if expired:
        raise NoPreview(EXAMINER_TIMEOUT)
    if status == 0 and drawn.startswith(_JPEG_START):
        return drawn
    raise NoPreview(fault if fault in PICTURE_FAULTS else EXAMINER_CRASHED)


def _feed(pipe: IO[bytes], data: bytes) -> None:
    """Hand the file to the child, which may have ended before it read all."""
    try:
        with pipe:
            pipe.write(data)
    except (BrokenPipeError, ValueError):
        return
