"""What can be wrong with a picture, an array of hashes or a search."""

from typing import Final


class MatchingError(Exception):
    """The root of this package's errors. `code` is stable; `message` is for people and shows nothing of a file."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class KernelsMissing(MatchingError):
    """The compiled kernels are not there."""


class UndecodablePicture(MatchingError):
    """A file that gives no picture. `code` is one of `PICTURE_FAULTS`; the size stands here where the file stated
    one.
    """

    def __init__(self, code: str, *, width_px: int | None = None, height_px: int | None = None) -> None:
        super().__init__(code, PICTURE_FAULTS[code])
        self.width_px, self.height_px = width_px, height_px


class UndecodableVideo(MatchingError):
    """A file that gives no frames. `code` is one of `VIDEO_FAULTS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code, VIDEO_FAULTS[code])


class BadHashes(MatchingError):
    """An array that holds no 256-bit hashes, or identifiers that do not fit it."""


class BadRadius(MatchingError):
    """A radius outside 0 to 256 bits."""


class BadThreads(MatchingError):
    """A number of threads below one, or none at all."""


class TooManyHits(MatchingError):
    """More matches than may be held at once: ask for fewer hashes at a time."""

    def __init__(self) -> None:
        super().__init__("too_many_hits", "the hashes have more matches than may be held at once")


class BadIndexFile(MatchingError):
    """A file that holds no saved index, or not a whole one."""


PICTURE_FAULTS: Final = {
    "empty_file": "the file is empty",
    "not_a_picture": "the file's content is not of a picture format that can be read",
    "no_decoder": "it is a picture of a format that no decoder here reads, as a camera's raw format",
    "damaged_picture": "the picture is cut short or damaged",
    "too_many_pixels": "the picture states more pixels than are allowed",
    "too_much_memory": "the picture needs more memory than is allowed",
}
"""What may be wrong with a picture, by code."""
VIDEO_FAULTS: Final = {
    "damaged_video": "the video is cut short, damaged or of a codec that cannot be read",
    "too_many_pixels": "the video states more pixels a frame than are allowed",
    "only_partly_read": "the video takes more time than is allowed, or breaks off; its first frames were read",
    "no_video_reader": "videos are read by opencv-python-headless, which is not installed (the extra `scan`)",
}
"""What may be wrong with a video, by code."""
EXAMINER_CRASHED: Final = "examiner_crashed"
"""The process that examined the file ended."""
EXAMINER_TIMEOUT: Final = "examiner_timeout"
"""The process that examined the file took too long and was stopped."""
