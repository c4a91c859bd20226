"""One question from its raw answers: blanks left out, those who answered weighted to the frame, figures made."""

from dataclasses import dataclass

from causeway.estimation._arrays import Numbers
from causeway.estimation._errors import EstimationError
from causeway.estimation.estimates import Estimate, mean, proportions
from causeway.estimation.frame import Coded, Sample
from causeway.estimation.intervals import LEVEL, IntervalMethod
from causeway.estimation.weighting import Weighted, post_stratify


@dataclass(frozen=True, kw_only=True, eq=False)
class Answered:
    """A question's figures, the weighted sample of those who answered it, and how many left it blank."""

    estimates: tuple[Estimate, ...]
    weighted: Weighted
    blank: int


def estimate_categories(
    sample: Sample,
    answers: Coded,
    by: Coded | None = None,
    *,
    level: float = LEVEL,
    method: IntervalMethod = IntervalMethod.WILSON,
) -> Answered:
    """The share of each category among all, or in each group of `by`.

    Raises:
        EstimationError: nobody answered.
    """
    given = answers.is_given
    weighted = _weighted(sample, bool(given.all()), sample.where(given))
    groups = None if by is None else by.where(given)
    found = proportions(weighted, answers.where(given), groups, level=level, method=method)
    return Answered(estimates=found, weighted=weighted, blank=len(sample) - len(weighted.sample))


def estimate_number(sample: Sample, values: Numbers, by: Coded | None = None, *, level: float = LEVEL) -> Answered:
    """The mean of a number among all, or in each group of `by`; nan is a blank.

    Raises:
        EstimationError: nobody answered.
    """
    given = values == values
    weighted = _weighted(sample, bool(given.all()), sample.where(given))
    groups = None if by is None else by.where(given)
    found = mean(weighted, values[given], groups, level=level)
    return Answered(estimates=found, weighted=weighted, blank=len(sample) - len(weighted.sample))


def _weighted(sample: Sample, whole: bool, answered: Sample) -> Weighted:
    if not len(answered):
        raise EstimationError("no_answers", "Nobody answered this question.")
    return post_stratify(sample if whole else answered)
