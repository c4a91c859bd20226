"""A named person answers an alert, and it stops for their organisation."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.queues.models import Alert


@command(Permission.ACKNOWLEDGE_ALERT)
def acknowledge_alert(actor: Actor, referral_id: UUID) -> None:
    """A named person answers an alert; it stops for their organisation.

    Raises:
        NotFound: there is no alert to this referral.
        Conflict: somebody has answered it.
    """
    if actor.member_id is None:
        raise NotPermitted(_("Only a person can answer an alert."))
    alert = Alert.objects.select_for_update().filter(referral_id=referral_id).first()
    if alert is None:
        raise NotFound(_("There is no alert to this referral."))
    if alert.acknowledged_at is not None:
        raise Conflict(_("Somebody has acknowledged this alert already."))
    alert.acknowledged_at, alert.acknowledged_by_id = timezone.now(), actor.member_id
    alert.save(update_fields=["acknowledged_at", "acknowledged_by_id"])
    enter(Act.ALERT_ACKNOWLEDGED, subjects=[referral_id], details={"level": alert.level})
