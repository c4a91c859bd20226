"""An organisation keeps a kind of thing longer or shorter than the rule does, within what the rule allows."""

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import REASON_CHARACTERS, given_reason
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.retention.models import RetentionChoice
from causeway.hub.road.retention.queries.rules import SET_BY_THE_DESK, rule_in_force
from causeway.timing import Kept


@command(Permission.MANAGE_RETENTION)
def choose_retention(actor: Actor, kept: Kept | str, days: int, reason: str) -> None:
    """Keep a kind of thing for so many days from now on.

    Raises:
        Invalid: the rule does not allow so many days, no reason is given, or it is too long.
        Conflict: it is set elsewhere.
    """
    if actor.member_id is None:
        raise NotPermitted(_("Only a person can change how long something is kept."))
    kind = Kept(kept)
    if kind in SET_BY_THE_DESK:
        raise Conflict(_("How long candidates are kept is set with the desk’s other settings."))
    rule = rule_in_force(actor, kind).rule
    if not rule.allows(days):
        limits = {"least": rule.least_days, "most": rule.most_days}
        raise Invalid(_("Choose between %(least)d and %(most)d days.") % limits, field="days")
    given = given_reason(reason, most=REASON_CHARACTERS)
    RetentionChoice(
        organisation_id=actor.organisation_id,
        kept=kind.value,
        days=days,
        reason=given,
        set_by_id=actor.member_id,
        set_at=timezone.now(),
    ).save(force_insert=True)
    enter(
        Act.RETENTION_CHANGED,
        subjects=[actor.organisation_id],
        details={"kept": kind.value, "days": days, "reason": given},
    )
