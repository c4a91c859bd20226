"""From a contrast to evidence: how many times likelier the message is from the class than from ordinary talk.

A logistic curve of one variable, fitted to messages of known kind that stand in neither index (Platt, "Probabilistic
outputs for support vector machines", 1999), less the log-odds of the sample, so that its share of positives does not
matter. No message may say more than the sample can bear out: with n ordinary messages seen, the ratio stays within
n + 1 either way.

An innocent topic can lie next to the class. How near is not in the sample, which holds every topic, so it is set: half
the evidence of the usual message of the class, and never more than `NEAR_TOPIC`.
"""

from dataclasses import dataclass, replace
from math import isfinite, log

import numpy as np
from numpy.typing import ArrayLike

from causeway.warning.text.embedding import Floats
from causeway.warning.text.errors import TextError

LEAST = 20
"""Messages of each kind, under which no curve is fitted."""
NEAR_TOPIC = 3.0
"""Nats: the most that an innocent topic may look like the class, twenty times likelier than ordinary talk is. Chosen on
CLINC150's validation sentences; the sentences that are scored had no part in it."""
_RIDGE = 1e-3  # keeps the curve finite where the kinds do not overlap
_STEPS, _CLOSE = 100, 1e-9


@dataclass(frozen=True, slots=True)
class Calibration:
    """ln(ratio) = intercept + slope * contrast, within plus or minus `cap`; in nats."""

    intercept: float
    slope: float
    cap: float
    near_topic: float
    """How much evidence a message of an innocent topic next to the class may seem to be."""

    def __post_init__(self) -> None:
        if not all(isfinite(one) for one in (self.intercept, self.slope, self.cap, self.near_topic)):
            raise TextError("calibration", "holds what is no finite number")
        if self.slope <= 0 or self.cap <= 0 or self.near_topic < 0:
            raise TextError("calibration", "slope and cap must be over 0, and near_topic not under it")

    def log_likelihood_ratios(self, contrasts: Floats) -> Floats:
        """The evidence of each message, in nats; more contrast is never less evidence."""
        return np.clip(self.intercept + self.slope * contrasts, -self.cap, self.cap)


def calibrate(contrasts: ArrayLike, labels: ArrayLike) -> Calibration:
    """Fit the curve to contrasts of messages of known kind, which are in neither index.

    Raises:
        TextError: fewer than `LEAST` of a kind, lengths differ, or the index does not tell the kinds apart.
    """
    values, positive = np.asarray(contrasts, dtype=np.float64), np.asarray(labels, dtype=bool)
    if values.shape != positive.shape or values.ndim != 1 or not np.isfinite(values).all():
        raise TextError("contrasts", "must be one finite number for each label")
    of_class, ordinary = int(positive.sum()), int((~positive).sum())
    if min(of_class, ordinary) < LEAST:
        raise TextError("labels", f"has {of_class} positive and {ordinary} others; {LEAST} of each are needed")
    intercept, slope = _logistic(values, positive)
    if slope <= 0:
        raise TextError("contrasts", "positive messages are no nearer to the positive index than others are")
    curve = Calibration(intercept - log(of_class / ordinary), slope, log(ordinary + 1), near_topic=0)
    usual = float(np.median(curve.log_likelihood_ratios(values[positive])))
    return replace(curve, near_topic=min(max(usual / 2, 0), NEAR_TOPIC))


def _logistic(values: Floats, positive: np.ndarray) -> tuple[float, float]:
    """Newton's method for two weights, with a light ridge on the slope."""
    columns = np.column_stack([np.ones_like(values), values])
    from scipy.special import expit  # who watches behaviour alone has no SciPy

    ridge = np.diag([0.0, _RIDGE])
    weights = np.zeros(2)
    for _ in range(_STEPS):
        likely = expit(columns @ weights)
        gradient = columns.T @ (likely - positive) + ridge @ weights
        curvature = (columns * (likely * (1 - likely))[:, None]).T @ columns + ridge + 1e-12 * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if np.abs(step).max() < _CLOSE:
            return float(weights[0]), float(weights[1])
    raise TextError("contrasts", "no curve fits; are there outliers?")
