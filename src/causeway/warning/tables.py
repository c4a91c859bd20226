"""Tables that cannot grow without limit: what is idle expires, and when a table is full its lightest go.

A flood of strangers must neither fill the memory nor wash away what is watched. So what goes first is what weighs
least, and of equal weight what was touched longest ago. What went is counted by kind, and when it last happened.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from typing import Generic, Protocol, TypeVar

import numpy as np

_SHARE_TO_DROP = 10
"""One in so many goes when a table is full: rarely enough to cost little, few enough to lose little."""


class Remembered(Protocol):
    """What stands in a table."""

    last_at: float


K = TypeVar("K", bound=Hashable)
R = TypeVar("R", bound=Remembered)


class Table(Generic[K, R]):
    """At most `most` entries. `weigh` says how much one is worth keeping, by default all the same; `kind` as what one
    is counted that was dropped.
    """

    __slots__ = ("_kind", "_make", "_most", "_weigh", "dropped", "dropped_at", "rows")

    def __init__(
        self,
        make: Callable[[float], R],
        *,
        most: int,
        weigh: Callable[[R], float] = lambda _row: 0,
        kind: Callable[[R], str] = lambda _row: "all",
    ) -> None:
        self.rows: dict[K, R] = {}
        self.dropped: Counter[str] = Counter()
        self.dropped_at = 0.0
        self._make, self._most, self._weigh, self._kind = make, most, weigh, kind

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[K]:
        return iter(self.rows)

    def add(self, key: K, at: float) -> R:
        """A new entry; the table makes room first where it is full."""
        if len(self.rows) >= self._most:
            self._make_room(at)
        row = self.rows[key] = self._make(at)
        return row

    def expire(self, before: float) -> None:
        """Forget what was last touched before this time."""
        for key in [key for key, row in self.rows.items() if row.last_at < before]:
            del self.rows[key]

    def _make_room(self, at: float) -> None:
        """The order in which rows came breaks ties, so that a replay drops the same."""
        rows, keys = self.rows, list(self.rows)
        weights = np.fromiter(map(self._weigh, rows.values()), np.float64, len(keys))
        touched = np.fromiter((row.last_at for row in rows.values()), np.float64, len(keys))
        lightest = np.lexsort((touched, weights))[: max(1, self._most // _SHARE_TO_DROP)]
        for place in lightest.tolist():
            self.dropped[self._kind(rows.pop(keys[place]))] += 1
        self.dropped_at = max(self.dropped_at, at)
