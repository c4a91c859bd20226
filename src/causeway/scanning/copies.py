"""What is a copy of what: columns that `alike` and `shared_frames` fill, and files that are equal."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from causeway.scanning.columns import NO_TIME, NONE, Columns
from causeway.scanning.sharing import NO_HINT


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
    def of_equal_files(cls, columns: Columns) -> "Copies":
        """Equal files, and no other copies yet."""
        first, count = first_of_each(columns), len(columns)
        nobody = np.full(count, NONE, np.int64)
        return cls(
            first, nobody, nobody.copy(), np.zeros(count, np.int64), np.zeros(count, bool), *np.zeros((2, count))
        )

    @property
    def is_first(self) -> NDArray[np.bool_]:
        """For each row whether it stands for its content."""
        is_first: NDArray[np.bool_] = self.first == np.arange(len(self.first))
        return is_first


def first_of_each(columns: Columns) -> NDArray[np.int64]:
    """For each row the row of equal content that stands for all: one that was looked into without a fault, that nothing
    suggests was shared, the earliest.
    """
    rows = np.arange(len(columns), dtype=np.int64)
    if not len(rows):
        return rows
    content = np.ascontiguousarray(columns.sha256).view("V32").ravel()
    _, content_number = np.unique(content, return_inverse=True)
    content_number[~columns.is_read] = len(rows) + rows[~columns.is_read]
    is_shared = columns.hint != NO_HINT
    order = np.lexsort((rows, late(columns.modified), is_shared, columns.has_fault, content_number))
    begins = np.flatnonzero(np.diff(content_number[order], prepend=-1))
    first = np.empty_like(rows)
    first[order] = np.repeat(order[begins], np.diff(begins, append=len(rows)))
    return first


def late(times: NDArray[np.int64]) -> NDArray[np.int64]:
    """Times to sort by, those not stated last."""
    return np.where(times == NO_TIME, np.iinfo(np.int64).max, times)
