"""Acknowledging changes: that they reached an organisation's own systems, and what it undid there."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.keeping import ClockKind, stop_clock
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.knowledge.banks.models import Bank, Receipt
from causeway.hub.knowledge.banks.texts import is_kept

UNDID_CHARACTERS = 500


@command(Permission.SEND_SIGNALS)
def acknowledge_changes(actor: Actor, bank_id: UUID, up_to: int, undid: str) -> int:
    """Acknowledge every change of a bank up to this number that the actor's organisation still owes a receipt for, and
    give how many. The clock stops once none is left.

    Raises:
        Invalid: nothing is said of what was undone, or too much.
        Conflict: nothing is owed up to there.
    """
    undid, now = undid.strip(), timezone.now()
    if not undid or not is_kept(undid, UNDID_CHARACTERS):
        raise Invalid(
            _("Say what you undid, or that there was nothing, in no more than 500 characters."), field="undid"
        )
    own = Receipt.objects.filter(bank_id=bank_id, organisation_id=actor.organisation_id, acknowledged_at=None)
    count = own.filter(change__number__lte=up_to).update(
        acknowledged_at=now, acknowledged_by=actor.label[:200], undid=undid
    )
    if not count:
        raise Conflict(_("No acknowledgement is owed."))
    if not own.exists():
        stop_clock(bank_id, ClockKind.SIGNAL_CHANGES, at=now)
    curators = Bank.objects.filter(id=bank_id).values_list("organisation_id", flat=True)
    enter(
        Act.SIGNAL_CHANGES_ACKNOWLEDGED,
        subjects=[bank_id],
        audience=curators,
        details={"changes": count, "up_to": up_to},
        details_audience=curators,
    )
    return count
