"""How early a warning comes: F-latency and its parts, and how many messages go by first.

F-latency is F1 times speed (Sadeque, Xu and Bethard, "Measuring the latency of depression detection in social media",
WSDM 2018): speed is one minus the median penalty over the true positives, penalty(k) = -1 + 2 / (1 + exp(-p (k - 1)))
for a warning after k messages. ERDE, the older measure, is moved by the share of positives more than by the warnings
where these are rare, so it is not offered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite, log

import numpy as np
from numpy.typing import ArrayLike

from causeway.warning.evaluation._arrays import Flags, Floats, labels_of, scores_of
from causeway.warning.evaluation.errors import EvaluationError

QUANTILES = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class EarlyDetection:
    """How right and how early the warnings were."""

    precision: float
    recall: float
    f1: float
    speed: float
    """From 0, for warnings that come endlessly late, to 1, for those at the first message; 0 where none was right."""
    f_latency: float


def penalty_rate(half_at_messages: float) -> float:
    """The rate p with which a warning after so many messages is worth half: p = ln 3 / (k - 1).

    The authors take the median length of the accounts for k.
    """
    if not isfinite(half_at_messages) or half_at_messages <= 1:
        raise EvaluationError("half_at_messages", f"must be a number over 1, not {half_at_messages!r}")
    return log(3) / (half_at_messages - 1)


def early_detection(messages_read: ArrayLike, labels: ArrayLike, rate: float) -> EarlyDetection:
    """F-latency with its parts.

    Args:
        messages_read: how many messages of each account were read when it was warned of, from 1; infinite for none.
        labels: 1 for a positive account, 0 for another.
        rate: the penalty's p, over 0; see `penalty_rate`.

    Raises:
        EvaluationError: a count is under 1 or NaN, lengths differ, no account is positive, or the rate is not over 0.
    """
    read, positive = _checked(messages_read, labels)
    if not isfinite(rate) or rate <= 0:
        raise EvaluationError("rate", f"must be a number over 0, not {rate!r}")
    warned = np.isfinite(read)
    right = warned & positive
    if not right.any():
        return EarlyDetection(precision=0.0, recall=0.0, f1=0.0, speed=0.0, f_latency=0.0)
    precision, recall = float(right.sum() / warned.sum()), float(right.sum() / positive.sum())
    f1 = 2 * precision * recall / (precision + recall)
    speed = 1 - float(np.median(-1 + 2 / (1 + np.exp(-rate * (read[right] - 1)))))
    return EarlyDetection(precision=precision, recall=recall, f1=f1, speed=speed, f_latency=f1 * speed)


def f_latency(messages_read: ArrayLike, labels: ArrayLike, rate: float) -> float:
    """F1 times speed, from 0 to 1; arguments and errors as `early_detection`."""
    return early_detection(messages_read, labels, rate).f_latency


def latency_quantiles(
    messages_read: ArrayLike, labels: ArrayLike, quantiles: Sequence[float] = QUANTILES
) -> tuple[float, ...]:
    """Within how many messages that share of all positive accounts was warned of; infinite where so many never were.

    Over all positives, not only those found: a scorer that warns of the easy tenth at once is not quick.

    Raises:
        EvaluationError: as `early_detection`, or a quantile is not over 0 and at most 1.
    """
    read, positive = _checked(messages_read, labels)
    waited = np.sort(read[positive])
    if not all(0 < share <= 1 for share in quantiles):
        raise EvaluationError("quantiles", "each must be over 0 and at most 1")
    return tuple(float(waited[int(np.ceil(share * len(waited))) - 1]) for share in quantiles)


def messages_until(scores: ArrayLike, threshold: float) -> Floats:
    """After how many messages each account's score first reached the threshold, from 1; infinite where it never did.

    Args:
        scores: accounts by messages: the score after each message, NaN after an account's last or before it has any.
        threshold: the score at which a warning is given.
    """
    over = np.asarray(scores, dtype=np.float64) >= threshold
    if over.ndim != 2:
        raise EvaluationError("scores", f"must be accounts by messages, not of shape {over.shape}")
    return np.where(over.any(axis=1), over.argmax(axis=1) + 1.0, inf)


def _checked(messages_read: ArrayLike, labels: ArrayLike) -> tuple[Floats, Flags]:
    read = scores_of(messages_read, "messages_read")
    if (read < 1).any():
        raise EvaluationError("messages_read", f"row {int((read < 1).argmax())} is under 1")
    return read, labels_of(labels, len(read))
