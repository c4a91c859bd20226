"""The score of every account after each of its messages: what a warning that comes in time is measured on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from causeway.warning.evaluation._arrays import Flags, Floats, Rows
from causeway.warning.evaluation.errors import EvaluationError
from causeway.warning.evaluation.latency import early_detection, messages_until

_CANDIDATES = 100
_MESSAGES_AT_ONCE = 80_000


@dataclass(frozen=True, slots=True, eq=False)
class Running:
    """Accounts in groups of one length, each with the accounts' rows and their scores, accounts by messages."""

    groups: tuple[tuple[Rows, Floats], ...]
    accounts: int

    @property
    def final(self) -> Floats:
        """The score of each account after its last message; minus infinity where there is none yet."""
        found = np.empty(self.accounts)
        for rows, scores in self.groups:
            found[rows] = np.nan_to_num(scores[:, -1], nan=-np.inf, posinf=np.inf, neginf=-np.inf)
        return found

    def until(self, threshold: float) -> Floats:
        """After how many messages each account first reached the threshold; infinite where it never did."""
        found = np.empty(self.accounts)
        for rows, scores in self.groups:
            found[rows] = messages_until(scores, threshold)
        return found

    def highest(self) -> Floats:
        """The highest score that each account ever had."""
        found = np.empty(self.accounts)
        for rows, scores in self.groups:
            found[rows] = np.where(np.isnan(scores), -np.inf, scores).max(axis=1)
        return found


def run(accounts: Sequence[Rows] | Rows, score: Callable[[Rows], Floats]) -> Running:
    """Score accounts as their messages come in.

    Args:
        accounts: for each, which messages it wrote, in order; none is empty.
        score: gives, for accounts by messages, the score after each message, or NaN where there is none yet.
    """
    lengths = np.array([len(messages) for messages in accounts])
    if not len(lengths) or not lengths.all():
        raise EvaluationError("accounts", "each must have a message")
    groups = []
    for length in np.unique(lengths):
        rows = np.flatnonzero(lengths == length)
        for part in np.array_split(rows, -(-len(rows) * int(length) // _MESSAGES_AT_ONCE)):
            together = np.stack([accounts[row] for row in part])
            groups.append((part, score(together)))
    return Running(tuple(groups), len(accounts))


def constant(values: Floats, like: Running) -> Running:
    """One score an account, the same after each of its messages."""
    return Running(
        tuple((rows, np.broadcast_to(values[rows, None], scores.shape)) for rows, scores in like.groups), like.accounts
    )


def best_threshold(running: Running, positive: Flags, rate: float) -> float:
    """The threshold with the best F-latency on accounts that will not be scored; the highest of equals.

    Raises:
        EvaluationError: no positive account ever has a score.
    """
    reached = running.highest()[positive]
    reached = reached[np.isfinite(reached)]
    if not reached.size:
        raise EvaluationError("accounts", "no positive account is long enough to have a score")
    candidates = np.unique(np.quantile(reached, np.linspace(0, 1, _CANDIDATES), method="lower"))[::-1]
    worth = [early_detection(running.until(one), positive, rate).f_latency for one in candidates]
    return float(candidates[int(np.argmax(worth))])
