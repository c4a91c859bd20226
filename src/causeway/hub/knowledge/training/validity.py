"""How long a certificate holds, when to warn, and when a test may be tried again. Pure: the day is passed in."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from causeway.hub.knowledge.training.content import TestRules

WARN_DAYS = (30, 7)
"""Two warnings before a certificate expires; our own choice."""
_RENEW_DAYS = 60
"""From then on the test can be taken again, before the certificate runs out."""


class CertificateState(StrEnum):
    """Where a certificate stands with people; whether it has expired is told by its day."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    REVOKED = "revoked"


class Holding(StrEnum):
    """How a member stands towards a module or a skill."""

    MISSING = "missing"
    STARTED = "started"
    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"


SUFFICES = frozenset({Holding.VALID, Holding.EXPIRING})
"""Good enough for a task."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A certificate that counts: confirmed, of a member, for a skill and perhaps a module."""

    skill: str
    issued_on: date
    expires_on: date | None


def expiry(issued_on: date, months: int) -> date:
    """The last day on which a certificate holds; the end of a month never runs over."""
    year, month = divmod(issued_on.year * 12 + issued_on.month - 1 + months, 12)
    return date(year, month + 1, min(issued_on.day, monthrange(year, month + 1)[1]))


def holding(held: Sequence[Held], on: date) -> Holding:
    """How the best of these certificates stands on a day."""
    if not held:
        return Holding.MISSING
    if any(one.expires_on is None for one in held):
        return Holding.VALID
    last = max(one.expires_on for one in held if one.expires_on)
    if last < on:
        return Holding.EXPIRED
    return Holding.EXPIRING if last - on <= timedelta(days=max(WARN_DAYS)) else Holding.VALID


def warning_due(expires_on: date, on: date, warned_days: int | None) -> int | None:
    """The warning that is due: 30 or 7, the nearest that was not yet given; None where none is."""
    left = (expires_on - on).days
    due = [days for days in WARN_DAYS if 0 <= left <= days]
    nearest = min(due, default=None)
    return nearest if nearest is not None and (warned_days is None or nearest < warned_days) else None


def may_renew(expires_on: date | None, on: date) -> bool:
    """Whether it is time to take the test again."""
    return expires_on is not None and expires_on - on <= timedelta(days=_RENEW_DAYS)


def next_try_at(failed: Sequence[datetime], rules: TestRules) -> datetime | None:
    """From when the test may be tried again after these failures; None for at once."""
    if not failed or len(failed) % rules.attempts:
        return None
    return max(failed) + timedelta(hours=rules.wait_hours)
