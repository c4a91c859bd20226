"""Measures of early warning that are hard to fool oneself with: ties, lateness and chance are all in the figure.

What each means, and what it hides: docs/explanation/measuring-early-warning.md.
"""

from causeway.warning.evaluation.daily import DailyReviews
from causeway.warning.evaluation.errors import EvaluationError
from causeway.warning.evaluation.intervals import (
    REPLICATES,
    Interval,
    bootstrap_interval,
    bootstrap_intervals,
    paired_gain,
)
from causeway.warning.evaluation.latency import (
    EarlyDetection,
    early_detection,
    f_latency,
    latency_quantiles,
    messages_until,
    penalty_rate,
)
from causeway.warning.evaluation.ranking import Ranking, average_precision, precision_at

__all__ = [
    "REPLICATES",
    "DailyReviews",
    "EarlyDetection",
    "EvaluationError",
    "Interval",
    "Ranking",
    "average_precision",
    "bootstrap_interval",
    "bootstrap_intervals",
    "early_detection",
    "f_latency",
    "latency_quantiles",
    "messages_until",
    "paired_gain",
    "penalty_rate",
    "precision_at",
]
