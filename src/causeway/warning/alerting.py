"""When a score becomes a candidate: at a threshold, after drifting just below it for long, or on enough days of the
last. After a candidate an account rests, unless its score rises much further.
"""

from enum import StrEnum
from typing import Final

from causeway.warning.policy import Alerts
from causeway.warning.state import Account

DAY: Final = 86_400.0


class Trigger(StrEnum):
    """Why a candidate stands before a reviewer."""

    THRESHOLD = "threshold"
    CUSUM = "cusum"
    K_OF_N = "k_of_n"
    RANDOM_AUDIT = "random_audit"
    """Nothing spoke for it: drawn by chance, to see what is missed."""


def judge(account: Account, score: float, now: float, alerts: Alerts) -> Trigger | None:
    """Which rule asks for a review, if any; the account's days and drift are brought up to `now`."""
    _note_day(account, score, now, alerts)
    _note_drift(account, score, now, alerts)
    if now < account.quiet_until and score < account.raised_score + alerts.rise:
        return None
    if score >= alerts.threshold:
        return Trigger.THRESHOLD
    if account.drift >= alerts.cusum_limit:
        return Trigger.CUSUM
    if account.days_above.bit_count() >= alerts.days_k:
        return Trigger.K_OF_N
    return None


def rest(account: Account, score: float, now: float, alerts: Alerts) -> None:
    """Note that a reviewer was asked: the account rests, and its days and drift start anew."""
    account.quiet_until = max(account.quiet_until, now + alerts.cool_down)
    account.raised_score = score
    account.drift, account.days_above = 0.0, 0


def clear(account: Account, at: float, alerts: Alerts) -> None:
    """Note that a reviewer found nothing: a longer rest."""
    rest(account, max(account.raised_score, alerts.threshold), at, alerts)
    account.quiet_until = max(account.quiet_until, at + alerts.cleared)


def _note_day(account: Account, score: float, now: float, alerts: Alerts) -> None:
    """The last bit stands for today, the one before it for yesterday."""
    day = int(now // DAY)
    passed = day - account.day
    if passed > 0:
        account.days_above = (account.days_above << min(passed, alerts.days_n)) & ((1 << alerts.days_n) - 1)
        account.day = day
    if score >= alerts.days_level:
        account.days_above |= 1


def _note_drift(account: Account, score: float, now: float, alerts: Alerts) -> None:
    """The score is taken to have stood since the last look, for no longer than a day."""
    passed = min(now - account.drift_at, DAY) / DAY if account.drift_at else 0.0
    account.drift = max(0.0, account.drift + (score - alerts.cusum_reference) * passed)
    account.drift_at = now
