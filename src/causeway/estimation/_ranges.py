"""From where to where each hidden cell could lie, given every sum that is shown: linear programming's answer.

Each solution of a programme is itself a table that agrees with what is shown, so it widens the known range of every
hidden cell at once; most cells are proved safe without a programme of their own.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from causeway.estimation._arrays import Numbers

Cell = frozenset[tuple[str, str]]
"""A cell by its (variable, category) pairs; a margin has fewer, the total none."""


_CEILING = 100.0
"""A hidden whole of hidden parts has no upper end; programmes need one, so many times all that was counted."""


class Equation(NamedTuple):
    """A cell that is the sum of others."""

    whole: Cell
    parts: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most that a hidden cell can be."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How much remains unknown."""
        return self.high - self.low


def ranges_of_hidden(
    counts: Mapping[Cell, int], equations: Sequence[Equation], hidden: Collection[Cell]
) -> dict[Cell, Range]:
    """The whole range of each hidden cell."""
    search = _Search(counts, equations, hidden)
    for place in range(len(search.places)):
        search.widen([place])
    return search.ranges()


def narrow_cells(
    counts: Mapping[Cell, int],
    equations: Sequence[Equation],
    hidden: Collection[Cell],
    *,
    among: Collection[Cell],
    enough: float,
) -> list[Cell]:
    """Those of `among` whose range is less wide than `enough`."""
    search = _Search(counts, equations, hidden)
    wanted = [search.places[cell] for cell in among]
    narrow = search.narrower(wanted, enough)
    while narrow:  # all at once, as long as that helps
        search.widen(narrow)
        left = search.narrower(narrow, enough)
        if len(left) == len(narrow):
            break
        narrow = left
    for place in narrow:
        if search.narrower([place], enough):
            search.widen([place])
    left = search.narrower(narrow, enough)
    return [cell for cell, place in search.places.items() if place in left]


class _Search:
    """The ranges found so far: each table that agrees with what is shown widens them."""

    def __init__(self, counts: Mapping[Cell, int], equations: Sequence[Equation], hidden: Collection[Cell]) -> None:
        self.places = {cell: place for place, cell in enumerate(sorted(hidden, key=sorted))}
        self._rows, self._sums = _constraints(counts, equations, self.places)
        known = np.array([counts[cell] for cell in self.places], dtype=np.float64)
        self._low, self._high = _by_exchange(self._rows, known)
        self._ceiling = _CEILING * (1.0 + sum(counts.values()))

    def widen(self, places: Sequence[int]) -> None:
        """Look for the tables in which these cells together are least, and most."""
        for sign in (1.0, -1.0):
            table = _extreme(self._rows, self._sums, places, sign, len(self.places), self._ceiling)
            self._low, self._high = np.minimum(self._low, table), np.maximum(self._high, table)

    def narrower(self, places: Sequence[int], enough: float) -> list[int]:
        """Those whose range is still less wide."""
        return [place for place in places if self._high[place] - self._low[place] < enough]

    def ranges(self) -> dict[Cell, Range]:
        """What was found."""
        return {cell: Range(float(self._low[at]), float(self._high[at])) for cell, at in self.places.items()}


def _constraints(
    counts: Mapping[Cell, int], equations: Sequence[Equation], places: Mapping[Cell, int]
) -> tuple[Numbers, Numbers]:
    rows, sums = [], []
    for equation in equations:
        row, known = np.zeros(len(places)), 0.0
        for cell, sign in [(equation.whole, -1.0), *((part, 1.0) for part in equation.parts)]:
            if cell in places:
                row[places[cell]] += sign
            else:
                known -= sign * counts[cell]
        if row.any():
            rows.append(row)
            sums.append(known)
    return np.array(rows).reshape(len(rows), len(places)), np.array(sums)


def _by_exchange(rows: Numbers, known: Numbers) -> tuple[Numbers, Numbers]:
    """What is plain without a programme: parts that stand in one sum only can be exchanged for one another."""
    low, high = known.copy(), known.copy()
    if not len(rows):
        return low, high
    once = np.count_nonzero(rows, axis=0) == 1
    for row in rows:
        free = np.flatnonzero(once & (row > 0))
        if len(free) > 1:
            low[free] = 0.0
            high[free] = known[free].sum()
    return low, high


def _extreme(rows: Numbers, sums: Numbers, places: Sequence[int], sign: float, size: int, ceiling: float) -> Numbers:
    """A table that agrees with what is shown and has the least (sign 1) or the most (sign -1) in these cells."""
    from scipy.optimize import linprog  # half a second to load, and most figures need none

    aim = np.zeros(size)
    aim[list(places)] = sign
    found = linprog(
        aim,
        A_eq=rows if len(rows) else None,
        b_eq=sums if len(rows) else None,
        bounds=(0, ceiling),
        method="highs",
    )
    return np.asarray(np.round(found.x, 6), dtype=np.float64)
