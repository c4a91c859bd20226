"""What a person is told of their own looking, and of how they are spared."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.commands.set_display import display_of
from causeway.hub.road.candidates.looking import (
    floor_limits,
    is_used_up,
    looking_of,
    own_care,
    own_limits,
    own_row,
    wanted_limits,
)
from causeway.hub.road.candidates.models import Candidate
from causeway.hub.road.candidates.ordering import Rule
from causeway.hub.road.candidates.settings import settings_of_desk
from causeway.hub.road.candidates.sparing import Limits, is_break_due


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLimit:
    """Whether the reader may see this candidate's files clear today, and may lift the limit for it."""

    is_reached: bool
    may_lift: bool


@query(Permission.READ_CANDIDATES)
def break_is_due(actor: Actor) -> bool:
    """Whether the actor has looked for so long that a break would do good."""
    limits = own_limits()
    return is_break_due(
        looking_of(own_row()), timezone.now(), looks=limits.break_after_looks, minutes=limits.break_after_minutes
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskDisplay:
    """How pictures are shown to one person at the desk: as they choose, and at least as the desk asks."""

    asks_first: bool
    is_grey: bool
    is_small: bool


@query(Permission.READ_CANDIDATES)
def display_at_desk(actor: Actor) -> DeskDisplay:
    """How pictures are shown to the actor."""
    chosen, own, care = settings_of_desk(), display_of(actor), own_care()
    return DeskDisplay(
        asks_first=chosen.floor_asks_first or (own.is_blurred_first and not own.loads_by_itself),
        is_grey=chosen.floor_grey or own.is_grey,
        is_small=chosen.floor_small or (care is not None and care.is_small),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CareView:
    """How the reader is spared, what at least holds for everybody, and how much they have looked at. Nobody else reads
    any of it. `looks` were in the spell that began at `since`, None after a break; `clear` were today, by days in UTC.
    """

    display: DeskDisplay
    floor_asks_first: bool
    floor_grey: bool
    floor_small: bool
    wants_small: bool
    own: Limits
    floor: Limits
    holding: Limits
    looks: int
    since: datetime | None
    clear: int


@query(Permission.READ_CANDIDATES)
def my_care(actor: Actor) -> CareView:
    """The actor's own."""
    chosen, care, now = settings_of_desk(), own_care(), timezone.now()
    looking = looking_of(own_row())
    is_on = looking is not None and not looking.is_over(now)
    return CareView(
        display=display_at_desk(actor),
        floor_asks_first=chosen.floor_asks_first,
        floor_grey=chosen.floor_grey,
        floor_small=chosen.floor_small,
        wants_small=care is not None and care.is_small,
        own=wanted_limits(),
        floor=floor_limits(),
        holding=own_limits(),
        looks=looking.looks if looking and is_on else 0,
        since=looking.began_at if looking and is_on else None,
        clear=looking.clear_on(now) if looking else 0,
    )


@query(Permission.READ_CANDIDATES)
def day_limit(actor: Actor, candidate_id: UUID) -> DayLimit:
    """How the actor stands to the day's limit. Raises NotFound."""
    row = Candidate.objects.filter(id=candidate_id).first()
    if row is None:
        raise NotFound(_("There is no such candidate."))
    is_reached = is_used_up(row, timezone.now())
    return DayLimit(is_reached=is_reached, may_lift=is_reached and row.rule == Rule.DANGER.value)
