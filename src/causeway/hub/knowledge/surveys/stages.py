"""Where a wave stands, worked out from its dates and what was done. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

LEAST_ANSWERS = 10
"""With fewer, no answer is ever opened: a handful of people are not anonymous (practice: suppress counts under 10)."""

KEPT_BY_DEFAULT = timedelta(days=5 * 365)
"""How long opened answers are kept unless the survey lead says otherwise: until a later wave can be compared."""


class Stage(StrEnum):
    """The steps of a wave, in order."""

    PREPARING = "preparing"
    WAITING = "waiting"
    RUNNING = "running"
    OVER = "over"
    CLOSING = "closing"
    CLOSED = "closed"
    OPENED = "opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestones:
    """What the stage hangs on. Days are whole days in the organisation's zone; the last one counts."""

    opens_on: date
    closes_on: date
    started_at: datetime | None = None
    closed_at: datetime | None = None
    settled_at: datetime | None = None
    opened_at: datetime | None = None


def stage_of(wave: Milestones, today: date) -> Stage:
    """Where the wave stands on this day."""
    if wave.opened_at:
        return Stage.OPENED
    if wave.closed_at:
        return Stage.CLOSED if wave.settled_at else Stage.CLOSING
    if not wave.started_at:
        return Stage.PREPARING
    if today < wave.opens_on:
        return Stage.WAITING
    return Stage.RUNNING if today <= wave.closes_on else Stage.OVER
