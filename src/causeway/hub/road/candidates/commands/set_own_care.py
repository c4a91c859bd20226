"""Asking to be spared more than the desk asks of everybody. The ledger says that somebody did, and not how much."""

from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.candidates.holding import member_of
from causeway.hub.road.candidates.looking import floor_limits
from causeway.hub.road.candidates.models import OwnCare
from causeway.hub.road.candidates.settings import BOUNDS
from causeway.hub.road.candidates.sparing import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a person wants for themselves; a number of 0 is no more than the desk asks."""

    is_small: bool
    limits: Limits


@command(Permission.REVIEW_CANDIDATES)
def set_own_care(actor: Actor, wanted: Wanted) -> None:
    """Keep it, for the actor alone.

    Raises:
        Invalid: a number lies outside its bounds, or is laxer than what the desk asks; `field` says which.
    """
    floor = floor_limits()
    for name, number in asdict(wanted.limits).items():
        _low, high = BOUNDS[name]
        most = getattr(floor, name) or high
        if not 0 <= number <= most:
            raise Invalid(_("Enter a number from %(low)d to %(high)d.") % {"low": 0, "high": most}, field=name)
    OwnCare.objects.update_or_create(
        organisation_id=actor.organisation_id,
        member_id=member_of(actor),
        defaults={"is_small": wanted.is_small, **asdict(wanted.limits)},
    )
    enter(Act.OWN_CARE_SET, subjects=[member_of(actor)])
