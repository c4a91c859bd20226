"""What every measure demands of its input before it counts anything."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from causeway.warning.evaluation.errors import EvaluationError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.intp]


def scores_of(scores: ArrayLike, field: str = "scores") -> Floats:
    """One number an account, as float64; infinite is a score like another, NaN is none."""
    found = _numbers(scores, field)
    if np.isnan(found).any():
        raise EvaluationError(field, f"row {int(np.isnan(found).argmax())} is not a number")
    return found


def labels_of(labels: ArrayLike, rows: int) -> Flags:
    """Whether each account is positive, of the same length as the scores, at least one of them."""
    found = _numbers(labels, "labels")
    if len(found) != rows:
        raise EvaluationError("labels", f"there are {len(found)}, for {rows} rows")
    if not np.isin(found, (0, 1)).all():
        raise EvaluationError("labels", f"row {int((~np.isin(found, (0, 1))).argmax())} is neither 0 nor 1")
    positive: Flags = found == 1
    if not positive.any():
        raise EvaluationError("labels", "no row is positive, so nothing can be found")
    return positive


def count_of(value: float, field: str, *, least: int = 1) -> int:
    """A whole number of things, at least so many."""
    if isinstance(value, bool) or not float(value).is_integer() or value < least:
        raise EvaluationError(field, f"must be a whole number of {least} or more, not {value!r}")
    return int(value)


def _numbers(values: ArrayLike, field: str) -> Floats:
    try:
        found = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as fault:
        raise EvaluationError(field, "must hold one number a row") from fault
    if found.ndim != 1 or not found.size:
        raise EvaluationError(field, f"must be a row of numbers, not of shape {found.shape}")
    return found
