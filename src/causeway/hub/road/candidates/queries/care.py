"""What a person is told of their own looking."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.candidates.looking import is_used_up, looking_of, own_row
from causeway.hub.road.candidates.models import Candidate
from causeway.hub.road.candidates.ordering import Rule
from causeway.hub.road.candidates.settings import settings_of_desk
from causeway.hub.road.candidates.sparing import is_break_due


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLimit:
    """Whether the reader may see this candidate's files clear today, and may lift the limit for it."""

    is_reached: bool
    may_lift: bool


@query(Permission.READ_CANDIDATES)
def break_is_due(actor: Actor) -> bool:
    """Whether the actor has looked for so long that a break would do good."""
    chosen = settings_of_desk()
    return is_break_due(
        looking_of(own_row()), timezone.now(), looks=chosen.break_after_looks, minutes=chosen.break_after_minutes
    )


@query(Permission.READ_CANDIDATES)
def day_limit(actor: Actor, candidate_id: UUID) -> DayLimit:
    """How the actor stands to the day's limit. Raises NotFound."""
    row = Candidate.objects.filter(id=candidate_id).first()
    if row is None:
        raise NotFound(_("There is no such candidate."))
    is_reached = is_used_up(row, timezone.now())
    return DayLimit(is_reached=is_reached, may_lift=is_reached and row.rule == Rule.DANGER.value)
