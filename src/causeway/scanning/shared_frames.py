"""Videos that share frames: the longer one first, and what is mostly found in it is a copy."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from causeway.matching import HammingIndex
from causeway.scanning.columns import Columns
from causeway.scanning.copies import Copies

VIDEO_SHARE: Final = 0.8
"""A video is taken for a copy when 80% of its frames are found in the other (vPDQ's recommendation)."""
_FRAMES_AT_A_TIME: Final = 1 << 12


def find_copied_videos(columns: Columns, copies: Copies, is_known: NDArray[np.bool_], radius_bits: int) -> None:
    """The longest videos first: one of which most is found in another before it is a copy of that."""
    chosen = copies.is_first[columns.frame_row]
    frames, of_frame = columns.frames[chosen], columns.frame_row[chosen]
    shares = _shares(frames, of_frame, radius_bits)
    lengths = np.bincount(of_frame, minlength=len(columns))
    videos = np.unique(of_frame)
    order = np.lexsort((videos, -columns.size[videos], -lengths[videos], ~is_known[videos]))
    heads: set[int] = set()
    for row in videos[order].tolist():
        found = shares.get(row, {})
        near = [(other, share) for other, share in found.items() if share >= VIDEO_SHARE and other in heads]
        if is_known[row] or not near:
            heads.add(row)
            continue
        of, share = max(near, key=lambda one: (is_known[one[0]], one[1]))
        copies.of[row], copies.share[row] = of, share
        copies.share_back[row] = shares.get(of, {}).get(row, 0.0)


def _shares(frames: NDArray[np.uint8], of_frame: NDArray[np.int64], radius_bits: int) -> dict[int, dict[int, float]]:
    """For each video, for each other that shares frames with it: how much of the first is found in the second."""
    if not len(frames):
        return {}
    index = HammingIndex.build(*_unlike_frames(frames, of_frame))
    total = np.bincount(of_frame)
    found: dict[int, dict[int, int]] = {}
    for start in range(0, len(frames), _FRAMES_AT_A_TIME):
        hits = index.search(frames[start : start + _FRAMES_AT_A_TIME], radius_bits)
        once = np.unique(np.stack([hits.query, hits.id]), axis=1)
        pairs, counts = np.unique(np.stack([of_frame[start + once[0]], once[1]]), axis=1, return_counts=True)
        for left, right, count in zip(*pairs.tolist(), counts.tolist(), strict=True):
            if left != right:
                counted = found.setdefault(left, {})
                counted[right] = counted.get(right, 0) + count
    return {left: {right: count / total[left] for right, count in counted.items()} for left, counted in found.items()}


def _unlike_frames(
    frames: NDArray[np.uint8], of_frame: NDArray[np.int64]
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Each hash once a video: a still scene repeats one."""
    keyed = np.concatenate([frames, of_frame.astype(np.int64).view(np.uint8).reshape(-1, 8)], axis=1)
    _, places = np.unique(np.ascontiguousarray(keyed).view("V40").ravel(), return_index=True)
    return frames[places], of_frame[places]
