"""Which files of a collection are copies of which: equal ones, pictures that look alike, videos that share frames."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from causeway.matching import HammingIndex, near_duplicate_groups, pack_hashes
from causeway.scanning.columns import NO_TIME, NONE, Columns, batches
from causeway.scanning.seen import Seen
from causeway.scanning.sharing import NO_HINT

VIDEO_SHARE: Final = 0.8
"""A video is taken for a copy when 80% of its frames are found in the other (vPDQ's recommendation)."""
_FRAMES_AT_A_TIME: Final = 1 << 15


@dataclass(frozen=True, slots=True, eq=False)
class Copies:
    """For each row: `first` of its content, itself where it is that; `group` of pictures that look alike, `NONE` where
    it stands alone; `of` the row that it is an edited copy of, `NONE` where of none; `distance` to that in bits, and
    whether it is `turned`; of a video `share`, how much of it is in the other, and `share_back`.
    """

    first: NDArray[np.int64]
    group: NDArray[np.int64]
    of: NDArray[np.int64]
    distance: NDArray[np.int64]
    is_turned: NDArray[np.bool_]
    share: NDArray[np.float64]
    share_back: NDArray[np.float64]

    @classmethod
    def none(cls, first: NDArray[np.int64]) -> "Copies":
        """Equal files, and no other copies yet."""
        count = len(first)
        nobody = np.full(count, NONE, np.int64)
        return cls(
            first, nobody, nobody.copy(), np.zeros(count, np.int64), np.zeros(count, bool), *np.zeros((2, count))
        )


def find_copies(
    columns: Columns, seen: Callable[[], Iterator[Seen]], is_known: NDArray[np.bool_], radius_bits: int
) -> Copies:
    """All copies. `is_known` says which rows are, byte for byte, on a list: these are copies of none."""
    copies = Copies.none(first_of_each(columns))
    is_first = copies.first == np.arange(len(columns))
    rows = np.flatnonzero(is_first & columns.is_telling)
    if len(rows):
        _pictures(columns, copies, rows, list(_turned_pairs(columns, rows, seen, radius_bits)), is_known, radius_bits)
    _videos(columns, copies, is_first, is_known, radius_bits)
    return copies


def first_of_each(columns: Columns) -> NDArray[np.int64]:
    """For each row the row of equal content that stands for all: one that nothing suggests was shared, the earliest."""
    rows = np.arange(len(columns), dtype=np.int64)
    if not len(rows):
        return rows
    content = np.ascontiguousarray(columns.sha256).view("V32").ravel()
    _, content_number = np.unique(content, return_inverse=True)
    content_number[~columns.is_read] = len(rows) + rows[~columns.is_read]
    order = np.lexsort((rows, _late(columns.modified), columns.hint != NO_HINT, content_number))
    begins = np.flatnonzero(np.diff(content_number[order], prepend=-1))
    first = np.empty_like(rows)
    first[order] = np.repeat(order[begins], np.diff(begins, append=len(rows)))
    return first


def _late(times: NDArray[np.int64]) -> NDArray[np.int64]:
    """Times with those not stated last."""
    return np.where(times == NO_TIME, np.iinfo(np.int64).max, times)


def _turned_pairs(
    columns: Columns, rows: NDArray[np.int64], seen: Callable[[], Iterator[Seen]], radius_bits: int
) -> Iterator[tuple[int, int, int]]:
    """Pairs of rows that look alike when the left is turned or mirrored, with the distance; one a group of right ones
    would do, all are given.
    """
    index = HammingIndex.build(columns.pdq[rows], rows)
    is_asked = np.zeros(len(columns), bool)
    is_asked[rows] = True
    done = 0
    for batch in batches(seen()):
        asked = [
            (done + place, text) for place, each in enumerate(batch) if is_asked[done + place] for text in each.turned
        ]
        done += len(batch)
        if asked:
            left = np.array([row for row, _ in asked])
            hits = index.search(pack_hashes([text for _, text in asked]), radius_bits)
            is_other = left[hits.query] != hits.id
            yield from zip(
                left[hits.query[is_other]].tolist(),
                hits.id[is_other].tolist(),
                hits.distance[is_other].tolist(),
                strict=True,
            )


def _pictures(
    columns: Columns,
    copies: Copies,
    rows: NDArray[np.int64],
    turned: list[tuple[int, int, int]],
    is_known: NDArray[np.bool_],
    radius_bits: int,
) -> None:
    """In each group of pictures that look alike the best come first, and what is near one of them is its copy."""
    groups = _groups(columns, rows, turned, radius_bits)
    by_turning: dict[int, list[tuple[int, int]]] = {}
    for left, right, distance in turned:
        by_turning.setdefault(left, []).append((right, distance))
        by_turning.setdefault(right, []).append((left, distance))
    order = rows[_best_first(columns, rows, is_known, groups)]
    groups_in_order = np.empty(len(columns), np.int64)
    groups_in_order[rows] = groups
    for members in np.split(order, np.flatnonzero(np.diff(groups_in_order[order])) + 1):
        if len(members) > 1:
            copies.group[members] = members.min()
            _Group(columns, copies, members, by_turning, is_known, radius_bits).tell_apart()


def _groups(
    columns: Columns, rows: NDArray[np.int64], turned: list[tuple[int, int, int]], radius_bits: int
) -> NDArray[np.int64]:
    """A label for each of the rows: pictures that a chain of likenesses joins have the same."""
    labels = near_duplicate_groups(columns.pdq[rows], radius_bits)
    if not turned:
        return labels
    pairs = np.searchsorted(rows, np.array([pair[:2] for pair in turned]))
    joins = coo_matrix((np.ones(len(pairs), bool), (labels[pairs[:, 0]], labels[pairs[:, 1]])), (len(rows), len(rows)))
    components: NDArray[np.int64] = connected_components(joins, directed=False)[1].astype(np.int64)
    return components[labels]


def _best_first(
    columns: Columns, rows: NDArray[np.int64], is_known: NDArray[np.bool_], groups: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Places in `rows`, by group; in it the listed, then those with a camera's marks, the largest, the earliest."""
    return np.lexsort(
        (
            rows,
            _late(columns.modified[rows]),
            -columns.size[rows],
            -columns.pixels[rows],
            ~columns.has_marks[rows],
            ~is_known[rows],
            groups,
        )
    )


class _Group:
    """Pictures that look alike, the best first. Each is a head, or an edited copy of the nearest head."""

    def __init__(
        self,
        columns: Columns,
        copies: Copies,
        members: NDArray[np.int64],
        by_turning: dict[int, list[tuple[int, int]]],
        is_known: NDArray[np.bool_],
        radius_bits: int,
    ) -> None:
        self._columns, self._copies, self._members = columns, copies, members
        self._by_turning, self._is_known, self._radius = by_turning, is_known, radius_bits
        self._words = np.ascontiguousarray(columns.pdq[members]).view(np.uint64)
        self._heads = np.empty(len(members), np.int64)
        self._head_words = np.empty_like(self._words)
        self._count = 0
        self._is_head: set[int] = set()

    def tell_apart(self) -> None:
        """Settle for each member what it is a copy of."""
        for place, row in enumerate(self._members.tolist()):
            near = self._near_heads(place, row)
            if self._is_known[row] or not near or self._is_another_shot(row, near):
                self._add_head(place, row)
                continue
            of, distance, is_turned = min(near, key=lambda one: (not self._is_known[one[0]], one[1]))
            self._copies.of[row], self._copies.distance[row] = of, distance
            self._copies.is_turned[row] = is_turned

    def _near_heads(self, place: int, row: int) -> list[tuple[int, int, bool]]:
        """Each head within the radius: its row, the distance, and whether it takes turning."""
        apart = np.bitwise_count(self._head_words[: self._count] ^ self._words[place]).sum(axis=1, dtype=np.int64)
        near = np.flatnonzero(apart <= self._radius)
        plain = [(int(self._heads[head]), int(apart[head]), False) for head in near]
        return plain + [
            (head, distance, True) for head, distance in self._by_turning.get(row, ()) if head in self._is_head
        ]

    def _is_another_shot(self, row: int, near: Iterable[tuple[int, int, bool]]) -> bool:
        """A camera takes the same view several times: those are no copies, unless device and time are the same."""
        columns = self._columns
        return bool(columns.has_marks[row]) and not any(
            self._is_known[head]
            or (columns.device[head] == columns.device[row] and columns.taken[head] == columns.taken[row])
            for head, _, _ in near
        )

    def _add_head(self, place: int, row: int) -> None:
        self._heads[self._count], self._head_words[self._count] = row, self._words[place]
        self._count += 1
        self._is_head.add(row)


def _videos(
    columns: Columns,
    copies: Copies,
    is_first: NDArray[np.bool_],
    is_known: NDArray[np.bool_],
    radius_bits: int,
) -> None:
    """The longest videos first: one of which most is found in another before it is a copy of that."""
    chosen = is_first[columns.frame_row] if len(columns.frame_row) else np.zeros(0, bool)
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
