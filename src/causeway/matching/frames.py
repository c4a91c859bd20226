"""One frame of a video, hashed: what vPDQ compares videos by."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameHash:
    """`frame` counts from 0, `seconds` from the start; `pdq` is 64 lower-case hex characters, `quality` 0 to 100."""

    frame: int
    seconds: float
    pdq: str
    quality: int
