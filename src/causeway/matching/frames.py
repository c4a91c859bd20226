"""The frames of a video, hashed: what vPDQ compares videos by."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

VIDEO_SHARE: Final = 0.8
"""The share of a video's frames that must be found elsewhere to call it a match: vPDQ's own default."""

_Signal = TypeVar("_Signal")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameHash:
    """`frame` counts from 0, `seconds` from the start; `pdq` is 64 lower-case hex characters, `quality` 0 to 100."""

    frame: int
    seconds: float
    pdq: str
    quality: int


def telling_frames(frames: Iterable[FrameHash], minimum_quality: int) -> tuple[str, ...]:
    """The different hashes of the frames that are worth comparing, in order."""
    return tuple(dict.fromkeys(frame.pdq for frame in frames if frame.quality >= minimum_quality))


def likest(
    hits: Iterable[tuple[int, _Signal, int]], frames: int, group_of: Callable[[_Signal], Hashable]
) -> list[tuple[_Signal, int, float]]:
    """For each group of signals that enough of a video's frames look like: the nearest signal, the bits that differ,
    and the share of the frames.

    `hits` say which frame, which signal and how many bits; `frames` is how many the video has.
    """
    found: dict[Hashable, set[int]] = {}
    nearest: dict[Hashable, tuple[_Signal, int]] = {}
    for frame, signal, distance in hits:
        group = group_of(signal)
        found.setdefault(group, set()).add(frame)
        if group not in nearest or distance < nearest[group][1]:
            nearest[group] = signal, distance
    return [(*nearest[group], len(seen) / frames) for group, seen in found.items() if len(seen) >= VIDEO_SHARE * frames]
