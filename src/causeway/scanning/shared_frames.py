"""Videos that share frames: the longer one first, and what is mostly found in it is a copy.

A video is compared with those before it that are no copies themselves, and nothing is kept of what it is compared with:
neither thousands of clips with one end card nor as many copies of one video take memory by the pair.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from causeway.matching import HammingIndex
from causeway.matching.frames import VIDEO_SHARE
from causeway.scanning.alike import is_another_shot
from causeway.scanning.columns import Columns
from causeway.scanning.copies import Copies

MOST_HOLDERS: Final = 100
"""Of the videos that hold one frame, bit for bit the same hash, as many count for it, listed ones and then the
longest: an end card that all clips of a channel have says nothing of two of them.
"""
_HASHES_AT_A_TIME: Final = 1 << 8


def find_copied_videos(columns: Columns, copies: Copies, is_known: NDArray[np.bool_], radius_bits: int) -> None:
    """The listed videos first, then those with a camera's marks, then the longest: one of which most is found in
    another before it is a copy of that.
    """
    chosen = copies.is_first[columns.frame_row]
    frames, of_frame = columns.frames[chosen], columns.frame_row[chosen]
    if not len(frames):
        return
    lengths = np.bincount(of_frame, minlength=len(columns))
    rows = np.unique(of_frame)
    rows = rows[np.lexsort((rows, -columns.size[rows], -lengths[rows], ~columns.has_marks[rows], ~is_known[rows]))]
    video_of = np.empty(len(columns), np.int64)
    video_of[rows] = np.arange(len(rows))
    held = Held.of(frames, video_of[of_frame])
    index = HammingIndex.build(held.hashes, np.arange(len(held.hashes)))
    is_head = np.zeros(len(rows), bool)
    for video, row in enumerate(rows.tolist()):
        if is_known[row]:
            is_head[video] = True
            continue
        others, shares, near = _likenesses(held, index, video, is_head, radius_bits)
        is_near = shares >= VIDEO_SHARE
        if is_another_shot(columns, is_known, row, rows[others[is_near]]):
            is_head[video] = True
            continue
        others, shares = others[is_near], shares[is_near]
        best = np.lexsort((others, -shares, ~is_known[rows[others]]))[0]
        copies.of[row], copies.share[row] = rows[others[best]], shares[best]
        copies.share_back[row] = held.share_of(int(others[best]), near)


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """The different `hashes` of all videos, whose numbers are their places in the order. `number` and `count` run video
    by video from `start`: the places of those that it holds, and how many of its frames have each. `holder` runs hash
    by hash from `holder_start`: the first videos that hold it.
    """

    hashes: NDArray[np.uint8]
    number: NDArray[np.int64]
    count: NDArray[np.int64]
    start: NDArray[np.int64]
    holder: NDArray[np.int64]
    holder_start: NDArray[np.int64]

    @classmethod
    def of(cls, frames: NDArray[np.uint8], video: NDArray[np.int64]) -> "Held":
        """From all frames and whose they are. A still scene repeats a hash: it is kept once, and counted."""
        packed = np.ascontiguousarray(frames).view("V32").ravel()
        _, first, number = np.unique(packed, return_index=True, return_inverse=True)
        pair, count = np.unique(video * len(first) + number, return_counts=True)
        video, of_video = np.divmod(pair, len(first))
        by_hash = np.argsort(of_video, kind="stable")
        begins = np.searchsorted(of_video[by_hash], np.arange(len(first)))
        counted = np.arange(len(pair)) - begins[of_video[by_hash]] < MOST_HOLDERS
        kept = by_hash[counted]
        return cls(
            hashes=frames[first],
            number=of_video,
            count=count,
            start=np.searchsorted(video, np.arange(video[-1] + 2)),
            holder=video[kept],
            holder_start=np.searchsorted(of_video[kept], np.arange(len(first) + 1)),
        )

    def holders(self, numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The videos that hold each of these hashes, and for each of those which place in `numbers` it is for."""
        lengths = self.holder_start[numbers + 1] - self.holder_start[numbers]
        place = np.repeat(np.arange(len(numbers)), lengths)
        within = np.arange(len(place)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return self.holder[self.holder_start[numbers][place] + within], place

    def of_video(self, video: int) -> slice:
        """Where in `number` and `count` its own stand."""
        return slice(int(self.start[video]), int(self.start[video + 1]))

    def share_of(self, video: int, numbers: NDArray[np.int64]) -> float:
        """How much of a video's frames have one of these hashes."""
        own = self.of_video(video)
        counts = self.count[own]
        return float(counts[np.isin(self.number[own], numbers)].sum() / counts.sum())


def _likenesses(
    held: Held, index: HammingIndex, video: int, is_head: NDArray[np.bool_], radius_bits: int
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """The heads that share frames with a video, how much of it is found in each, and all hashes like its own."""
    own = held.of_video(video)
    numbers, counts = held.number[own], held.count[own]
    found, near = [np.empty((2, 0), np.int64)], [np.empty(0, np.int64)]
    for start in range(0, len(numbers), _HASHES_AT_A_TIME):
        hits = index.search(held.hashes[numbers[start : start + _HASHES_AT_A_TIME]], radius_bits)
        near.append(np.unique(hits.id))
        others, place = held.holders(hits.id)
        counts_as = is_head[others]
        once = np.unique(others[counts_as] * _HASHES_AT_A_TIME + hits.query[place[counts_as]])
        others, query = np.divmod(once, _HASHES_AT_A_TIME)
        others, at = np.unique(others, return_inverse=True)
        found.append(np.stack([others, _sums(at, counts[start + query], len(others))]))
    heads, at = np.unique(np.concatenate([each[0] for each in found]), return_inverse=True)
    frames = _sums(at, np.concatenate([each[1] for each in found]), len(heads))
    return heads, frames / counts.sum(), np.unique(np.concatenate(near))


def _sums(at: NDArray[np.int64], counts: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """The counts added up by place."""
    sums = np.zeros(length, np.int64)
    np.add.at(sums, at, counts)
    return sums
