"""Iterative proportional fitting of totals to margins, with a bound on how long it tries."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from causeway.estimation._arrays import Codes, Numbers, sum_by

_MOST_ROUNDS = 200
_TOLERANCE = 1e-6
"""The relative difference from a margin at which it counts as met; far under any sampling error."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Margin:
    """Which category each item has, and what the items of each category must add up to."""

    codes: Codes
    target: Numbers

    def sums(self, items: Numbers) -> Numbers:
        """What the items of each category add up to."""
        return sum_by(self.codes, items, len(self.target))


@dataclass(frozen=True, kw_only=True, eq=False)
class Fit:
    """The fitted items, and whether every margin was met."""

    total: Numbers
    converged: bool


def fit_margins(start: Numbers, margins: Sequence[Margin]) -> Fit:
    """Multiply until each margin is met. Items that begin at 0 stay there."""
    total = np.array(start, dtype=np.float64)
    for _ in range(_MOST_ROUNDS):
        for margin in margins:
            total = _met(total, margin)
        if all(_difference(total, margin) <= _TOLERANCE for margin in margins):
            return Fit(total=total, converged=True)
    return Fit(total=total, converged=False)


def _met(total: Numbers, margin: Margin) -> Numbers:
    sums = margin.sums(total)
    factor = np.divide(margin.target, sums, out=np.ones_like(sums), where=sums > 0)
    return np.asarray(total * factor[margin.codes], dtype=np.float64)


def _difference(total: Numbers, margin: Margin) -> float:
    scale = np.maximum(margin.target, 1e-9 * margin.target.sum())
    return float(np.max(np.abs(margin.sums(total) - margin.target) / scale))
