"""The few things that are done to columns of numbers everywhere here: summing by category, and safe division."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.intp]
"""Places in a list of labels; -1 where there is none."""

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]


def sum_by(codes: Codes, items: NDArray[Any], size: int) -> Numbers:
    """For each category from 0 to `size`, what its items add up to."""
    return np.asarray(np.bincount(codes, items, size), dtype=np.float64)


def count_by(codes: Codes, size: int) -> Numbers:
    """For each category from 0 to `size`, how many items it has."""
    return np.asarray(np.bincount(codes, minlength=size), dtype=np.float64)


def over(left: Numbers, right: Numbers) -> Numbers:
    """The quotient; 0 where there is nothing to divide by."""
    shape = np.broadcast_shapes(np.shape(left), np.shape(right))
    return np.divide(left, right, out=np.zeros(shape), where=np.asarray(right) > 0)
