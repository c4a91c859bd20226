"""Deciding whether what may name a child is listed all the same: a person at the curator's, with reasons."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command, current_actor
from causeway.hub.base.acting.errors import Conflict, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import given_reason
from causeway.hub.knowledge.banks.changing import change_signal, is_over, locked_bank
from causeway.hub.knowledge.banks.commands.curate import take_out
from causeway.hub.knowledge.banks.doubting import enter_answer
from causeway.hub.knowledge.banks.models import Doubt
from causeway.hub.knowledge.banks.reporting import value_digest

REASONS_CHARACTERS = 500


@command(Permission.MANAGE_BANKS)
def decide_doubt(actor: Actor, doubt_id: UUID, *, is_let_in: bool, reasons: str) -> None:
    """Let a value in, which brings its signal into use again, or whoever asked may list it now; or not, which withdraws
    its signal for good. The reasons stay with the curator. A mark that comes to be known later among those
    who share the bank opens it anew.

    Raises:
        NotFound: there is no such doubt.
        NotPermitted: no person decides, or it would let in what it wanted to list itself.
        Conflict: it is decided.
        Invalid: no reasons, or too long.
    """
    doubt, reasons = _open(doubt_id), given_reason(reasons, most=REASONS_CHARACTERS, field="reasons")
    signal = doubt.signal
    wanted_it = {doubt.member_id, signal.member_id if signal else None}
    if actor.member_id is None or (is_let_in and actor.member_id in wanted_it):
        raise NotPermitted(_("Somebody lets it in who did not want to list it."))
    now = timezone.now()
    doubt.taken_at = doubt.taken_at or now
    doubt.decided_at, doubt.decided_by_id, doubt.is_let_in, doubt.reasons = now, actor.member_id, is_let_in, reasons
    if not is_let_in:
        doubt.value = value_digest(doubt.kind, doubt.value)
    doubt.save(update_fields=["taken_at", "decided_at", "decided_by_id", "is_let_in", "reasons", "value"])
    enter_answer(doubt)
    if signal is None or is_over(signal):
        return
    if is_let_in:
        signal.doubted_at = None
        change_signal(signal, None, now=now, fields=["doubted_at"])
    else:
        take_out(signal, "")


def _open(doubt_id: UUID) -> Doubt:
    """With its bank locked first, as by whoever takes it up."""
    bank_id = Doubt.objects.filter(id=doubt_id, organisation_id=current_actor().organisation_id).values_list("bank_id")
    if not (found := bank_id.first()):
        raise NotFound(_("There is no such question."))
    bank = locked_bank(found[0])
    doubt = Doubt.objects.select_related("signal").get(id=doubt_id)
    if doubt.decided_at:
        raise Conflict(_("This is decided."))
    if doubt.signal:
        doubt.signal.bank = bank
    return doubt
