"""The rule to beat: how Roblox's Sentinel 2.0 turns the contrasts of an account's messages into one score.

Written from its description. A message counts from a contrast of 0.1; an account of at least ten messages has the
skewness (mean - median) / standard deviation of what its messages count. So a spike of 0.1 among twenty messages weighs
as much as one of 3.0, and an account of which more than half the messages count has a median as high as they are: the
score turns negative, or is 0 where all are alike.
"""

import numpy as np

from causeway.warning.evaluation._arrays import Floats

MESSAGE_THRESHOLD = 0.1
LEAST_MESSAGES = 10
_DECIMALS = 9
"""The rule gives all accounts with one spike one score, however high the spike: what rounding of floats leaves between
them would be an order that a processor made up.
"""


def message_counts(contrasts: Floats) -> Floats:
    """What each message counts: its contrast, or 0 under the threshold."""
    return np.where(contrasts < MESSAGE_THRESHOLD, 0.0, contrasts)


def skewness(counts: Floats) -> Floats:
    """The score after each message, accounts by messages; NaN before the tenth."""
    found = np.full(counts.shape, np.nan)
    for read in range(LEAST_MESSAGES, counts.shape[1] + 1):
        seen = counts[:, :read]
        spread = seen.std(axis=1)
        above = seen.mean(axis=1) - np.median(seen, axis=1)
        alike = spread < 1e-9  # of equal numbers the computed spread is seldom exactly 0
        found[:, read - 1] = np.where(alike, 0.0, above / np.where(alike, 1.0, spread))
    return found.round(_DECIMALS)
