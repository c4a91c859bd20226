"""Acknowledging that the subject must not be alerted. A named person says so; the sender sees that it was read."""

from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.road.referrals.passing_on import hearer, is_passed_on
from causeway.hub.road.referrals.queries.facts import facts_of


@command(Permission.READ_REFERRAL)
def acknowledge_do_not_alert(actor: Actor, referral_id: UUID) -> None:
    """Enter that the acting person has read the date until which the subject must not be alerted; once for each
    organisation. The desk tells the sender, who does not learn which force it was.

    Raises:
        NotFound: the referral is not visible.
        Conflict: it names no such date.
    """
    if actor.member_id is None:
        raise NotPermitted(_("Only a person can acknowledge this."))
    fact = facts_of([referral_id]).get(referral_id)
    if fact is None:
        raise NotFound(_("There is no such referral."))
    if fact.do_not_alert_until is None:
        raise Conflict(_("This referral names no such date."))
    confirmed = timeline_of(referral_id, acts=[Act.DO_NOT_ALERT_ACKNOWLEDGED])
    if any(entry.organisation_id == actor.organisation_id and not is_passed_on(entry) for entry in confirmed):
        return
    audience = [hearer(actor, sender_id=fact.sender_id, desk_id=fact.desk_id)]
    enter(
        Act.DO_NOT_ALERT_ACKNOWLEDGED,
        subjects=[referral_id],
        audience=audience,
        details={"until": fact.do_not_alert_until.isoformat()},
        details_audience=audience,
    )
