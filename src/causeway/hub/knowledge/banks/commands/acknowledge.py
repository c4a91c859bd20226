"""Acknowledging changes: that they reached an organisation's own systems, and what it undid there."""

from datetime import datetime
from uuid import UUID

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.keeping import ClockKind, move_clock, stop_clock, with_running_clock
from causeway.hub.base.clocks.terms import terms_for
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.knowledge.banks.models import Bank, Receipt
from causeway.hub.knowledge.banks.texts import is_kept
from causeway.timing import Duty

UNDID_CHARACTERS = 500


@command(Permission.SEND_SIGNALS)
def acknowledge_changes(actor: Actor, bank_id: UUID, up_to: int, undid: str) -> int:
    """Acknowledge every change of a bank up to this number that the actor's organisation still owes a receipt for, and
    give how many. The clock stops once none is left, and begins anew with the oldest that is.

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
    _settle_clock(actor, bank_id, own.aggregate(since=Min("owed_since"))["since"], now)
    curators = Bank.objects.filter(id=bank_id).values_list("organisation_id", flat=True)
    enter(
        Act.SIGNAL_CHANGES_ACKNOWLEDGED,
        subjects=[bank_id],
        audience=curators,
        details={"changes": count, "up_to": up_to},
        details_audience=curators,
    )
    return count


def _settle_clock(actor: Actor, bank_id: UUID, owed_since: datetime | None, now: datetime) -> None:
    """One that has run out for what is acknowledged says nothing of what came later."""
    if owed_since is None:
        stop_clock(bank_id, ClockKind.SIGNAL_CHANGES, at=now)
    elif with_running_clock([bank_id], ClockKind.SIGNAL_CHANGES):
        terms = terms_for(actor, Duty.SIGNAL_CHANGES, at=owed_since)
        move_clock(bank_id, ClockKind.SIGNAL_CHANGES, terms, started_at=owed_since)
