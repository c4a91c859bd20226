"""From scores to probabilities that mean what they say, fitted on other accounts than those that are scored.

Two forms. Logistic (Platt 1999) has two figures and an interval from their covariance; isotonic (Zadrozny, Elkan 2002)
follows any rising shape and needs more accounts; its interval is Jeffreys' for the accounts of each level.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from math import exp, log, sqrt
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from causeway.warning.errors import CalibrationImpossible
from causeway.warning.sections import Section, not_toml

Floats = NDArray[np.float64]

_LEAST_EACH: Final = 10
"""With fewer accounts of either kind the figures would be noise."""
_Z: Final = 1.959964
"""Of the normal distribution, for 95%."""
_FURTHEST: Final = 35.0
"""Log-odds beyond which a probability is 0 or 1 to a float's last digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probability:
    """A probability with its 95% interval, as far as the fit is uncertain."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """Scores of accounts whose truth is known; `labels` are 1 for those that a reviewer confirmed."""

    accounts: Sequence[str]
    scores: Floats
    labels: NDArray[np.bool_]


class Calibration(Protocol):
    """Turns scores into probabilities. `accounts` are those it was fitted on."""

    @property
    def accounts(self) -> frozenset[str]: ...

    @property
    def digest(self) -> str:
        """SHA-256 of its figures, in hexadecimal: the same figures have the same digest."""
        ...

    def probability(self, score: float) -> Probability:
        """What share of accounts with such a score is confirmed."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LogisticCalibration:
    """Log-odds as intercept + slope x (score - centre). `covariance` is of both: (intercept, both, slope)."""

    intercept: float
    slope: float
    centre: float
    covariance: tuple[float, float, float]
    accounts: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def digest(self) -> str:
        """See `Calibration`."""
        return sha256(calibration_as_toml(self).encode()).hexdigest()

    def probability(self, score: float) -> Probability:
        """See `Calibration`."""
        x = score - self.centre
        middle = self.intercept + self.slope * x
        own, both, slope = self.covariance
        spread = _Z * sqrt(max(0.0, own + 2 * x * both + x * x * slope))
        return Probability(value=_sigmoid(middle), low=_sigmoid(middle - spread), high=_sigmoid(middle + spread))


@dataclass(frozen=True, slots=True, kw_only=True)
class IsotonicCalibration:
    """Steps: from each score in `starts` on, the probability of that place."""

    starts: tuple[float, ...]
    steps: tuple[Probability, ...]
    accounts: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def digest(self) -> str:
        """See `Calibration`."""
        return sha256(repr((self.starts, self.steps)).encode()).hexdigest()

    def probability(self, score: float) -> Probability:
        """See `Calibration`."""
        place = int(np.searchsorted(self.starts, score, side="right")) - 1
        return self.steps[max(place, 0)]


def fit_logistic(given: Labelled, *, base_rate: float | None = None) -> LogisticCalibration:
    """Fit by Newton's method, with Platt's softened labels. With `base_rate` the intercept is moved from the share of
    positives among the given to that rate, as after sampling by outcome.

    Raises:
        CalibrationImpossible: fewer than 10 accounts of either kind, or a slope that is not positive.
    """
    scores, labels = _checked(given)
    positives, negatives = float(labels.sum()), float((~labels).sum())
    aims = np.where(labels, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    centre = float(scores.mean())
    design = np.column_stack([np.ones_like(scores), scores - centre])
    weights, hessian = np.array([log(positives / negatives), 0.0]), np.eye(2)
    for _ in range(100):
        chances = 1 / (1 + np.exp(-np.clip(design @ weights, -_FURTHEST, _FURTHEST)))
        hessian = (design * (chances * (1 - chances))[:, None]).T @ design + 1e-9 * np.eye(2)
        step = np.linalg.solve(hessian, design.T @ (aims - chances))
        weights = weights + np.clip(step, -2, 2)
        if float(np.abs(step).max()) < 1e-10:
            break
    if weights[1] <= 0:
        raise CalibrationImpossible("higher scores are not more often confirmed; look at the labels")
    spread = np.linalg.inv(hessian)
    moved = 0.0 if base_rate is None else log(base_rate / (1 - base_rate)) - log(positives / negatives)
    return LogisticCalibration(
        intercept=float(weights[0]) + moved,
        slope=float(weights[1]),
        centre=centre,
        covariance=(float(spread[0, 0]), float(spread[0, 1]), float(spread[1, 1])),
        accounts=frozenset(given.accounts),
    )


def fit_isotonic(given: Labelled) -> IsotonicCalibration:
    """Fit steps that never fall (SciPy's pool of adjacent violators). Raises CalibrationImpossible."""
    from scipy.optimize import isotonic_regression  # to watch needs none of it, and need not have it installed
    from scipy.stats import beta

    scores, labels = _checked(given)
    distinct, place = np.unique(scores, return_inverse=True)
    counts = np.bincount(place).astype(np.float64)
    shares = np.bincount(place, weights=labels) / counts
    blocks = isotonic_regression(shares, weights=counts).blocks
    starts, steps = [], []
    for first, last in pairwise(blocks):
        held = float(counts[first:last].sum())
        hits = float((shares * counts)[first:last].sum())
        low, high = beta.ppf([0.025, 0.975], hits + 0.5, held - hits + 0.5)
        starts.append(float(distinct[first]))
        steps.append(
            Probability(value=hits / held, low=min(float(low), hits / held), high=max(float(high), hits / held))
        )
    return IsotonicCalibration(starts=tuple(starts), steps=tuple(steps), accounts=frozenset(given.accounts))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityRow:
    """Accounts of like probability: how many, what was said on average, and what share was confirmed."""

    accounts: int
    said: float
    confirmed: float


def reliability(calibration: Calibration, given: Labelled, *, rows: int = 10) -> tuple[ReliabilityRow, ...]:
    """What probabilities were worth, in rows of as many accounts each, from the lowest.

    Raises:
        CalibrationImpossible: an account is among those that the calibration was fitted on.
    """
    if calibration.accounts & set(given.accounts):
        raise CalibrationImpossible("an account to be checked is among those that the calibration was fitted on")
    said = np.array([calibration.probability(float(score)).value for score in given.scores])
    order = np.argsort(said, kind="stable")
    return tuple(
        ReliabilityRow(accounts=len(part), said=float(said[part].mean()), confirmed=float(given.labels[part].mean()))
        for part in np.array_split(order, rows)
        if len(part)
    )


def _checked(given: Labelled) -> tuple[Floats, NDArray[np.bool_]]:
    scores, labels = np.asarray(given.scores, dtype=np.float64), np.asarray(given.labels, dtype=np.bool_)
    if not len(scores) == len(labels) == len(given.accounts):
        raise CalibrationImpossible("there must be one score and one label for each account")
    if not np.isfinite(scores).all():
        raise CalibrationImpossible("a score is not finite")
    if min(int(labels.sum()), int((~labels).sum())) < _LEAST_EACH:
        raise CalibrationImpossible(f"at least {_LEAST_EACH} confirmed accounts and as many others are needed")
    return scores, labels


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-min(max(value, -_FURTHEST), _FURTHEST)))


def parse_calibration(text: str) -> LogisticCalibration:
    """Read a logistic calibration from TOML: `intercept`, `slope`, `centre`, and `[covariance]` of both.

    Raises:
        PolicyInvalid: names the field and what is wrong with it.
    """
    try:
        root = Section("", tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        raise not_toml("the calibration", "is", error) from None
    root.only("intercept", "slope", "centre", "covariance")
    covariance = root.section("covariance")
    covariance.only("intercept", "both", "slope")
    return LogisticCalibration(
        intercept=root.number("intercept", -100, 100),
        slope=root.number("slope", 1e-6, 100),
        centre=root.number("centre", -100, 100),
        covariance=(
            covariance.number("intercept", 0, 1e6),
            covariance.number("both", -1e6, 1e6),
            covariance.number("slope", 0, 1e6),
        ),
    )


def calibration_as_toml(calibration: LogisticCalibration) -> str:
    """What `parse_calibration` reads; without the accounts it was fitted on."""
    own, both, slope = calibration.covariance
    return (
        f"intercept = {calibration.intercept!r}\nslope = {calibration.slope!r}\ncentre = {calibration.centre!r}\n"
        f"[covariance]\nintercept = {own!r}\nboth = {both!r}\nslope = {slope!r}\n"
    )
