"""Counting a person's looks, in the caller's transaction. Nobody but that person reads the count."""

from dataclasses import asdict
from datetime import datetime

from causeway.hub.base.acting.actors import Actor
from causeway.hub.road.candidates.holding import member_of
from causeway.hub.road.candidates.models import Candidate, LookingNow, OwnCare
from causeway.hub.road.candidates.settings import Settings, settings_of_desk
from causeway.hub.road.candidates.sparing import Limits, Looking, after_look, stricter


def looking_of(row: LookingNow | None) -> Looking | None:
    """The count of a row."""
    if row is None:
        return None
    return Looking(began_at=row.began_at, last_at=row.last_at, looks=row.looks, day=row.day, clear=row.clear)


def own_row() -> LookingNow | None:
    """The acting person's row."""
    return LookingNow.objects.first()


def own_care() -> OwnCare | None:
    """What the acting person asked for beyond the desk's settings."""
    return OwnCare.objects.first()


def floor_limits() -> Limits:
    """What holds for everybody at the desk."""
    return _limits_in(settings_of_desk())


def wanted_limits() -> Limits:
    """What the acting person asked for."""
    care = own_care()
    return _limits_in(care) if care else Limits()


def own_limits() -> Limits:
    """What holds for the acting person."""
    return stricter(floor_limits(), wanted_limits())


def _limits_in(kept: Settings | OwnCare) -> Limits:
    return Limits(
        break_after_looks=kept.break_after_looks,
        break_after_minutes=kept.break_after_minutes,
        clear_looks_a_day=kept.clear_looks_a_day,
    )


def note_look(actor: Actor, now: datetime, *, is_clear: bool) -> None:
    """Count one more look."""
    before = looking_of(LookingNow.objects.select_for_update().first())
    LookingNow.objects.update_or_create(
        organisation_id=actor.organisation_id,
        member_id=member_of(actor),
        defaults=asdict(after_look(before, now, is_clear=is_clear)),
    )


def is_used_up(candidate: Candidate, now: datetime) -> bool:
    """Whether the acting person has seen as many clear pictures today as the desk allows, or they allow themselves, and
    has not lifted the limit for this candidate.
    """
    limit, row = own_limits().clear_looks_a_day, own_row()
    looking = looking_of(row)
    if not limit or row is None or looking is None or row.lifted_for == candidate.id:
        return False
    return looking.clear_on(now) >= limit


def is_used_up_for_all(row: LookingNow, now: datetime) -> bool:
    """Whether the desk's own limit is reached, not only the acting person's own, which nobody is told of."""
    limit, looking = floor_limits().clear_looks_a_day, looking_of(row)
    return bool(limit) and looking is not None and looking.clear_on(now) >= limit
