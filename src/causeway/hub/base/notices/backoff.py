"""When the next attempt is made: the schedule that the Standard Webhooks specification recommends, with jitter."""

from datetime import datetime, timedelta

PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""After the first attempt, the second, and so on (Standard Webhooks 1.0, "Deliverability and reliability"): about
three days in all.
"""

_SPREAD = 0.2
"""How much longer a pause may last, as a share of it, so that many notices do not come back at one moment."""


def next_attempt(attempts: int, now: datetime, jitter: float) -> datetime | None:
    """The moment of the next attempt after `attempts` have failed, or None to give up. `jitter` lies in [0, 1]."""
    if not 1 <= attempts <= len(PAUSES):
        return None
    return now + PAUSES[attempts - 1] * (1 + _SPREAD * jitter)
