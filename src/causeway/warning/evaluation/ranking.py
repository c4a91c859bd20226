"""How well a ranking of accounts puts the positive ones first, where only a few can be reviewed.

Accounts with one and the same score have no order, so none is made up: average precision takes them together, as a
threshold would, and the measures of the first k give what a random order among them would give on average (McSherry
and Najork, "Computing information retrieval performance measures efficiently in the presence of tied scores",
ECIR 2008). A scorer that says the same of everybody therefore gets the share of positives, and no order of the rows can
change a figure.
"""

import numpy as np
from numpy.typing import ArrayLike

from causeway.warning.evaluation._arrays import Floats, Rows, count_of, labels_of, scores_of
from causeway.warning.evaluation.errors import EvaluationError


class Ranking:
    """Accounts by falling score, sorted once, so that a thousand resamples of them cost no sorting."""

    def __init__(self, scores: ArrayLike, labels: ArrayLike) -> None:
        """Args: one score and one label (0 or 1) for each account; higher is more suspect.

        Raises:
            EvaluationError: a score is NaN, the lengths differ, or no account is positive.
        """
        values = scores_of(scores)
        self.positive = labels_of(labels, len(values))
        distinct, ascending = np.unique(values, return_inverse=True)
        self._place = len(distinct) - 1 - ascending
        self._places = len(distinct)

    def average_precision(self, rows: Rows | None = None) -> float:
        """The precision at each score that stands, weighted by the recall gained there; of all rows or a resample."""
        seen, found = self._counts(rows)
        together, hits = np.cumsum(seen), np.cumsum(found)
        occupied = together > 0
        return float((hits[occupied] / together[occupied] * found[occupied]).sum() / hits[-1])

    def precision_at(self, k: int, rows: Rows | None = None) -> float:
        """The share of positives among the first k."""
        wanted = count_of(k, "k")
        held = len(self.positive) if rows is None else len(rows)
        if wanted > held:
            raise EvaluationError("k", f"is {wanted}, of {held} rows")
        return self._among_first(wanted, rows) / wanted

    def recall_at(self, k: int, rows: Rows | None = None) -> float:
        """The share of all positives that are among the first k."""
        _, found = self._counts(rows)
        return self._among_first(count_of(k, "k"), rows) / float(found.sum())

    def _among_first(self, k: int, rows: Rows | None) -> float:
        seen, found = self._counts(rows)
        before = np.cumsum(seen) - seen
        taken = np.clip(k - before, 0, seen)
        return float((found * taken / np.maximum(seen, 1)).sum())

    def _counts(self, rows: Rows | None) -> tuple[Floats, Floats]:
        place = self._place if rows is None else self._place[rows]
        positive = self.positive if rows is None else self.positive[rows]
        if not positive.any():
            raise EvaluationError("rows", "the resample holds no positive row")
        seen = np.bincount(place, minlength=self._places).astype(np.float64)
        return seen, np.bincount(place[positive], minlength=self._places).astype(np.float64)


def average_precision(scores: ArrayLike, labels: ArrayLike) -> float:
    """Average precision of a ranking by falling score, without interpolation: between the positive share and 1.

    Raises:
        EvaluationError: a score is NaN, the lengths differ, or no account is positive.
    """
    return Ranking(scores, labels).average_precision()


def precision_at(scores: ArrayLike, labels: ArrayLike, k: int) -> float:
    """The share of positives among the k highest scores, averaged over every order of equal scores.

    Raises:
        EvaluationError: as `average_precision`, and k is less than 1 or more than there are rows.
    """
    return Ranking(scores, labels).precision_at(k)
