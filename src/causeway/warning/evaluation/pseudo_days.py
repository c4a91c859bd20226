"""Days for accounts whose messages bear no date: so many messages of an account are one day of it.

They are no real days: everybody writes as much on each, and everybody's first day is the same. What they show is what a
ranking finds while messages come in, under a budget that one day cannot leave to another.
"""

from collections.abc import Sequence

import numpy as np

from causeway.warning.evaluation._arrays import Flags, Floats, Rows
from causeway.warning.evaluation.running import Running

MESSAGES_A_DAY = 4
ALERTS_A_DAY = (5, 10, 20)
"""Accounts that a team can review in a day. An account of 40 messages lives for ten days, so that ten a day are as many
reviews as there are positive accounts among 10,000.
"""


def by_day(running: Running) -> Floats:
    """Accounts by days: the score after a day's last message; NaN where there is none yet, and once all is written."""
    lengths = [scores.shape[1] for _, scores in running.groups]
    found = np.full((running.accounts, -(-max(lengths) // MESSAGES_A_DAY)), np.nan)
    for rows, scores in running.groups:
        ends = np.arange(MESSAGES_A_DAY, scores.shape[1] + MESSAGES_A_DAY, MESSAGES_A_DAY)
        found[rows, : len(ends)] = scores[:, np.minimum(ends, scores.shape[1]) - 1]
    return found


def first_day(accounts: Sequence[Rows] | Rows, is_risky: Flags) -> Floats:
    """When the first risky message of each account came, in days from the first day's beginning; infinite for none."""
    found = np.full(len(accounts), np.inf)
    for place, messages in enumerate(accounts):
        risky = np.flatnonzero(is_risky[messages])
        if len(risky):
            found[place] = risky[0] / MESSAGES_A_DAY
    return found
