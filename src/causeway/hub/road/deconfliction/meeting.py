"""When one interest's owner may be told of another's. Pure.

Each direction is decided by itself. A silent interest is told to nobody but its owner; one that has ended is told as
long as its owner chose; one of another country, where its owner has an agreement in force with whoever would be told.
Of two silent ones that meet, each owner learns that there is another, and not whose.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two interests that met, as the desk knows it."""

    interest_id: UUID
    organisation_id: UUID
    country: str
    is_silent: bool
    until: datetime
    tells_until: datetime
    abroad: Mapping[str, str | None]


def may_be_told(of: Side, to: Side, now: datetime) -> bool:
    """Whether the owner of `to` may be told of the interest `of`."""
    if of.is_silent or max(of.until, of.tells_until) <= now or max(to.until, to.tells_until) <= now:
        return False
    if of.until <= now and to.until <= now:
        return False  # two that are over meet no more
    return of.country == to.country or _is_agreed(of, to.organisation_id, now)


def meet_in_silence(one: Side, other: Side, now: datetime) -> bool:
    """Whether each owner may be told that its silent interest meets another silent one."""
    return one.is_silent and other.is_silent and may_be_named(one, other, now)


def may_be_named(one: Side, other: Side, now: datetime) -> bool:
    """Whether both interests still run, and each may be told to the other's owner as things stand now."""
    if not all(side.until > now for side in (one, other)):
        return False
    return one.country == other.country or (
        _is_agreed(one, other.organisation_id, now) and _is_agreed(other, one.organisation_id, now)
    )


def _is_agreed(of: Side, receiver_id: UUID, now: datetime) -> bool:
    if str(receiver_id) not in of.abroad:
        return False
    end = of.abroad[str(receiver_id)]
    return end is None or datetime.fromisoformat(end) > now
