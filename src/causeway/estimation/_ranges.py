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
    counts: Mapping[Cell, int], equations: Sequence[Equation], hidden: Collection[Cell], *, enough: float | None
) -> dict[Cell, Range]:
    """The range of each hidden cell. With `enough`, a range is no longer widened once it is as wide as that."""
    places = {cell: place for place, cell in enumerate(sorted(hidden, key=sorted))}
    rows, sums = _constraints(counts, equations, places)
    if not places:
        return {}
    known = np.array([counts[cell] for cell in places], dtype=np.float64)
    low, high = _by_exchange(rows, known)
    ceiling = float(sum(counts.values())) + (enough or 0.0) + 1.0
    for place in range(len(places)):
        for sign in (1.0, -1.0):
            if enough is not None and high[place] - low[place] >= enough:
                break
            table = _extreme(rows, sums, place, sign, len(places), ceiling)
            low, high = np.minimum(low, table), np.maximum(high, table)
    return {cell: Range(float(low[place]), float(high[place])) for cell, place in places.items()}


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


def _extreme(rows: Numbers, sums: Numbers, place: int, sign: float, size: int, ceiling: float) -> Numbers:
    """A table that agrees with what is shown and has the least (sign 1) or the most (sign -1) in one cell."""
    from scipy.optimize import linprog  # half a second to load, and most figures need none

    aim = np.zeros(size)
    aim[place] = sign
    found = linprog(
        aim,
        A_eq=rows if len(rows) else None,
        b_eq=sums if len(rows) else None,
        bounds=(0, ceiling),
        method="highs",
    )
    return np.asarray(np.round(found.x, 6), dtype=np.float64)
