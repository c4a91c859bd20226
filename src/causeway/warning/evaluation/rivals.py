"""The two scorers that are compared, on the same messages and with thresholds chosen in the same way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from causeway.warning.evaluation._arrays import Flags, Floats, Rows
from causeway.warning.evaluation.latency import penalty_rate
from causeway.warning.evaluation.running import Running, run, steady_threshold
from causeway.warning.evaluation.sentinel_rule import message_counts, skewness
from causeway.warning.text import Calibration, message_terms, running_scores

OURS, SENTINEL_RULE = "ours", "sentinel_rule"


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """Accounts that are scored or that thresholds are chosen on: the messages' contrasts, and who wrote which."""

    contrasts: Floats
    accounts: Sequence[Rows] | Rows
    positive: Flags

    def drawn_anew(self, rng: np.random.Generator) -> "Watched":
        """As many accounts of each kind, drawn from these with putting back."""
        kinds = (np.flatnonzero(self.positive), np.flatnonzero(~self.positive))
        rows = np.concatenate([rng.choice(kind, len(kind)) for kind in kinds])
        return Watched(self.contrasts, [self.accounts[row] for row in rows], self.positive[rows])

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


def thresholds_of(draws: Sequence[tuple[Watched, Calibration]], rate: float) -> dict[str, float]:
    """For each scorer its threshold, by several draws of accounts that are not scored, each with a calibration that was
    fitted on none of its messages.
    """
    found = [running_of(watched, calibration) for watched, calibration in draws]
    positive = [watched.positive for watched, _ in draws]
    return {
        name: steady_threshold([(each[name], flags) for each, flags in zip(found, positive, strict=True)], rate)
        for name in found[0]
    }


def _scorers(contrasts: Floats, calibration: Calibration) -> dict[str, Callable[[Rows], Floats]]:
    terms = message_terms(calibration.log_likelihood_ratios(contrasts), calibration.near_topic)
    counts = message_counts(contrasts)
    return {
        OURS: lambda messages: running_scores(terms, messages),
        SENTINEL_RULE: lambda messages: skewness(counts[messages]),
    }
