"""From a person's messages to one score for the account, which neither a spike nor saturation can mislead.

Each message has a log-likelihood ratio L. Three accounts of what is seen are weighed against each other:

- a share t of the messages is of the class: each message is worth ln(1 - t + t exp(L)), added up, and averaged over a
  grid of shares, since nobody knows the share;
- none is: worth nothing;
- none is, but the account keeps to a topic that looks a little like the class: the same as the first, with no L over
  what such a topic may reach, which the calibration says.

The score is the first, less the better of the other two. Why, and what follows: docs/explanation/measuring-early-
warning.md. An account's state is a handful of sums, whatever it wrote, and holds no text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, fsum, isfinite, log, log1p

import numpy as np
from numpy.typing import NDArray

from causeway.warning.text.embedding import Floats
from causeway.warning.text.errors import TextError

SHARES = np.array([0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.5, 0.75, 0.99])
"""The shares of messages that may be of the class, all equally likely beforehand: from one in a hundred to all."""
_SHARES = len(SHARES)
_PLAIN_SHARES = tuple(SHARES.tolist())


def message_terms(log_likelihood_ratios: Floats, near_topic: float) -> Floats:
    """What each message adds to an account's sums: shape (..., 2 * shares), to be gathered and added up.

    Args:
        log_likelihood_ratios: the evidence of each message, in nats.
        near_topic: how much evidence a message of an innocent topic may seem to be, from the calibration.

    Raises:
        TextError: a ratio is no finite number.
    """
    ratios = np.asarray(log_likelihood_ratios, dtype=np.float64)
    if not np.isfinite(ratios).all():
        raise TextError("log_likelihood_ratios", "hold what is no finite number")
    plain, near = (
        np.logaddexp(np.log1p(-SHARES), np.log(SHARES) + one[..., None])
        for one in (ratios, np.minimum(ratios, near_topic))
    )
    return np.concatenate([plain, near], axis=-1)


def scores_of_sums(sums: Floats) -> Floats:
    """The score of accounts, in nats, from their summed terms: the last axis goes."""
    from scipy.special import logsumexp  # who watches behaviour alone has no SciPy

    of_class, near = (logsumexp(part, axis=-1) - np.log(_SHARES) for part in (sums[..., :_SHARES], sums[..., _SHARES:]))
    scores: Floats = of_class - np.maximum(near, 0)
    return scores


def terms_of(log_likelihood_ratio: float, near_topic: float) -> list[float]:
    """What one message adds, as `message_terms`, in plain floats: for a stream in which messages come one by one."""
    near = min(log_likelihood_ratio, near_topic)
    return [log1p(share * (exp(ratio) - 1)) for ratio in (log_likelihood_ratio, near) for share in _PLAIN_SHARES]


def score_of(sums: Sequence[float], left: float = 1.0) -> float:
    """The score of one account, as `scores_of_sums`, in plain floats, where `left` of each message is left: evidence
    that fades is raised to that power. What more evidence does stays as it is, since the power is above 0.
    """
    of_class, near = (_mean_exp([left * each for each in part]) for part in (sums[:_SHARES], sums[_SHARES:]))
    return of_class - max(near, 0.0)


def _mean_exp(values: Sequence[float]) -> float:
    """ln of the mean of e to the values."""
    most = max(values)
    return most + log(fsum(exp(value - most) for value in values) / len(values))


def running_scores(terms: Floats, messages: NDArray[np.intp]) -> Floats:
    """The score after each message of many accounts of one length.

    Args:
        terms: of every message there is, from `message_terms`.
        messages: accounts by messages: which message stands where.
    """
    return scores_of_sums(np.cumsum(terms[messages], axis=1))


@dataclass(frozen=True, slots=True)
class AccountEvidence:
    """One account as its messages come in: how many there were, and the sums. Nothing else is kept."""

    messages: int = 0
    sums: tuple[float, ...] = (0.0,) * (2 * _SHARES)

    def with_message(self, log_likelihood_ratio: float, near_topic: float) -> "AccountEvidence":
        """The account after one more message.

        Raises:
            TextError: the ratio is no finite number.
        """
        if not isfinite(log_likelihood_ratio):
            raise TextError("log_likelihood_ratio", "is no finite number")
        added = np.add(self.sums, message_terms(np.array(log_likelihood_ratio), near_topic))
        return AccountEvidence(self.messages + 1, tuple(added.tolist()))

    @property
    def score(self) -> float:
        """A log-likelihood ratio in nats, under which an account without a message has 0."""
        return float(scores_of_sums(np.array(self.sums)))
