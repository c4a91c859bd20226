"""Pictures that look alike: which is an edited copy of which.

First as they are. In a group the best come first, and what is within the radius of one of them is its copy; the others
stay heads of their own. Then turned and mirrored, with heads alone, so that what is kept does not grow with the square
of a group.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from causeway.matching import Engines, Hits, pack_hashes, some_at_a_time
from causeway.scanning.columns import NONE, Columns, batches
from causeway.scanning.copies import Copies, late
from causeway.scanning.heads import Heads
from causeway.scanning.seen import Seen

_AT_ONCE = 1_024
"""Pictures of a group that are looked for at once."""


@dataclass(frozen=True, slots=True, eq=False)
class _Turned:
    """For each row the head that it looks like when turned or mirrored, `NONE` where there is none, and how far."""

    head: NDArray[np.int64]
    distance: NDArray[np.int64]


def find_copied_pictures(
    columns: Columns,
    copies: Copies,
    seen: Callable[[], Iterator[Seen]],
    is_known: NDArray[np.bool_],
    radius_bits: int,
    engines: Engines,
) -> None:
    """Fill in what each picture is a copy of. Of equal files only the first is looked at."""
    rows = np.flatnonzero(copies.is_first & columns.is_telling)
    if not len(rows):
        return
    labels = engines.groups(columns.pdq[rows], radius_bits)
    rank = _best_first(columns, rows, is_known)
    for members in _larger_groups(rows[rank], labels[rank]):
        _Group(columns, copies, members, is_known, radius_bits).tell_apart()
    turned = _nearest_turned(columns, copies, rows, seen, is_known, radius_bits, engines)
    _copy_turned(columns, copies, rows[rank], turned, is_known)
    _number_groups(copies, rows, labels, turned)


def _best_first(columns: Columns, rows: NDArray[np.int64], is_known: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Places in `rows`: the listed, then those with a camera's marks, the largest, the earliest."""
    return np.lexsort(
        (
            rows,
            late(columns.modified[rows]),
            -columns.size[rows],
            -columns.pixels[rows],
            ~columns.has_marks[rows],
            ~is_known[rows],
        )
    )


def _larger_groups(rows: NDArray[np.int64], labels: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """The rows of each label that several have, in their order."""
    order = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.diff(labels[order], prepend=-1))
    ends = np.append(starts[1:], len(rows))
    is_larger = ends - starts > 1
    for start, end in zip(starts[is_larger].tolist(), ends[is_larger].tolist(), strict=True):
        yield rows[order[start:end]]


def is_another_shot(columns: Columns, is_known: NDArray[np.bool_], row: int, heads: NDArray[np.int64]) -> bool:
    """Whether it is a copy of none of the heads that it looks like. A camera takes the same view several times: those
    are no copies, unless device and time are the same.
    """
    if not len(heads) or not columns.has_marks[row]:
        return not len(heads)
    is_one_shot = (columns.device[heads] == columns.device[row]) & (columns.taken[heads] == columns.taken[row])
    return not (is_known[heads] | is_one_shot).any()


class _Group:
    """Pictures that look alike, the best first. Each is a head, or an edited copy of the nearest head."""

    def __init__(
        self,
        columns: Columns,
        copies: Copies,
        members: NDArray[np.int64],
        is_known: NDArray[np.bool_],
        radius_bits: int,
    ) -> None:
        self._columns, self._copies, self._members = columns, copies, members
        self._is_known, self._heads = is_known, Heads(len(members), radius_bits)

    def tell_apart(self) -> None:
        """Settle for each member what it is a copy of."""
        for members, _hits in some_at_a_time(self._ask_for, len(self._members), at_once=_AT_ONCE):
            hashes = np.ascontiguousarray(self._columns.pdq[self._members[members]])
            for place, (row, words) in enumerate(
                zip(self._members[members].tolist(), hashes.view(np.uint64), strict=True)
            ):
                self._settle(row, words, *self._heads.near(place, words))

    def _ask_for(self, members: slice, most: int) -> Hits:
        return self._heads.ask_for(np.ascontiguousarray(self._columns.pdq[self._members[members]]), most)

    def _settle(
        self, row: int, words: NDArray[np.uint64], heads: NDArray[np.int64], distances: NDArray[np.int64]
    ) -> None:
        if self._is_known[row] or is_another_shot(self._columns, self._is_known, row, heads):
            self._heads.add(row, words)
        else:
            nearest = np.lexsort((distances, ~self._is_known[heads]))[0]
            self._copies.of[row], self._copies.distance[row] = heads[nearest], distances[nearest]


def _nearest_turned(
    columns: Columns,
    copies: Copies,
    rows: NDArray[np.int64],
    seen: Callable[[], Iterator[Seen]],
    is_known: NDArray[np.bool_],
    radius_bits: int,
    engines: Engines,
) -> _Turned:
    """One more pass over the files: the hashes turned and mirrored against the heads. A listed head comes first."""
    heads = rows[copies.of[rows] == NONE]
    index = engines.hashes(columns.pdq[heads], heads)
    is_asked = np.zeros(len(columns), bool)
    is_asked[rows] = True
    turned = _Turned(np.full(len(columns), NONE, np.int64), np.zeros(len(columns), np.int64))
    done = 0
    for batch in batches(seen()):
        asked = [(done + at, text) for at, each in enumerate(batch) if is_asked[done + at] for text in each.other_views]
        done += len(batch)
        if not asked:
            continue
        hits = index.search(pack_hashes([text for _, text in asked]), radius_bits)
        row = np.array([row for row, _ in asked])[hits.query]
        order = np.lexsort((hits.id, hits.distance, ~is_known[hits.id], row))
        order = order[row[order] != hits.id[order]]
        best = order[np.flatnonzero(np.diff(row[order], prepend=-1))]
        turned.head[row[best]], turned.distance[row[best]] = hits.id[best], hits.distance[best]
    return turned


def _copy_turned(
    columns: Columns, copies: Copies, ranked: NDArray[np.int64], turned: _Turned, is_known: NDArray[np.bool_]
) -> None:
    """A head that looks like a better one when turned is its copy; so is any that looks like a listed one."""
    place = np.full(len(columns), len(columns), np.int64)
    place[ranked] = np.arange(len(ranked))
    for row in ranked[turned.head[ranked] != NONE].tolist():
        head = int(turned.head[row])
        is_copy_of_known = copies.of[row] != NONE and is_known[copies.of[row]]
        is_better = place[head] < place[row] and copies.of[head] == NONE
        is_free = copies.of[row] == NONE or is_known[head]
        if is_known[row] or is_copy_of_known or not (is_better and is_free):
            continue
        if not is_another_shot(columns, is_known, row, turned.head[[row]]):
            copies.of[row], copies.distance[row], copies.is_turned[row] = head, turned.distance[row], True


def _number_groups(copies: Copies, rows: NDArray[np.int64], labels: NDArray[np.int64], turned: _Turned) -> None:
    """Give each group of several its first row as its number: those that likenesses join, turned or not."""
    from scipy.sparse import coo_matrix  # the command line is loaded without it
    from scipy.sparse.csgraph import connected_components

    has_turned = turned.head[rows] != NONE
    left, right = labels[has_turned], labels[np.searchsorted(rows, turned.head[rows[has_turned]])]
    joins = coo_matrix((np.ones(len(left), bool), (left, right)), (len(rows), len(rows)))
    group = connected_components(joins, directed=False)[1][labels]
    _, first, place, counts = np.unique(group, return_index=True, return_inverse=True, return_counts=True)
    copies.group[rows] = np.where(counts[place] > 1, rows[first[place]], NONE)
