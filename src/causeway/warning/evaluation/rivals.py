"""The two scorers that are compared, on the same messages; no threshold is chosen on accounts that are scored."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from causeway.warning.evaluation._arrays import Flags, Floats, Rows
from causeway.warning.evaluation.latency import penalty_rate
from causeway.warning.evaluation.running import Running, best_threshold, run
from causeway.warning.evaluation.sentinel_rule import message_counts, skewness
from causeway.warning.text import Calibration, message_terms, running_scores

OURS, SENTINEL_RULE = "ours", "sentinel_rule"


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """Accounts that are scored or that thresholds are chosen on: the messages' contrasts, and who wrote which."""

    contrasts: Floats
    accounts: Sequence[Rows] | Rows
    positive: Flags

    @property
    def lengths(self) -> Floats:
        """How many messages each account wrote."""
        return np.array([len(messages) for messages in self.accounts], dtype=np.float64)

    def penalty_rate(self) -> float:
        """The rate at which a warning half way through a usual positive account is worth half."""
        return penalty_rate(max(float(np.median(self.lengths[self.positive])), 2.0))


def running_of(watched: Watched, calibration: Calibration) -> dict[str, Running]:
    """Every account's score after each message, by both scorers."""
    return {name: run(watched.accounts, score) for name, score in _scorers(watched.contrasts, calibration).items()}


def thresholds_of(watched: Watched, calibration: Calibration, rate: float) -> dict[str, float]:
    """When each scorer warns, by accounts that are not scored.

    Our score is a log-likelihood ratio and needs no fitting: it warns at even odds, given the share of positives. The
    rule's score has no such meaning; for it the threshold with the best F-latency on these accounts is taken.
    """
    rule = running_of(watched, calibration)[SENTINEL_RULE]
    return {
        OURS: even_odds(float(watched.positive.mean())),
        SENTINEL_RULE: best_threshold(rule, watched.positive, rate),
    }


def even_odds(share: float) -> float:
    """The log-likelihood ratio, in nats, at which a warning is as likely right as wrong, by the share of positives."""
    return log((1 - share) / share)


def _scorers(contrasts: Floats, calibration: Calibration) -> dict[str, Callable[[Rows], Floats]]:
    terms = message_terms(calibration.log_likelihood_ratios(contrasts), calibration.near_topic)
    counts = message_counts(contrasts)
    return {
        OURS: lambda messages: running_scores(terms, messages),
        SENTINEL_RULE: lambda messages: skewness(counts[messages]),
    }
