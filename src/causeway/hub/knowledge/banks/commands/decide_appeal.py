"""Deciding an appeal, with reasons that whoever made it reads, by somebody who did not judge the signal before."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.keeping import ClockKind, stop_clock
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.knowledge.banks.changing import (
    APPEAL_UPHELD,
    SOURCE_TOOK_BACK,
    change_signal,
    is_over,
    locked_signal,
    sharers_of,
)
from causeway.hub.knowledge.banks.commands.curate import take_out
from causeway.hub.knowledge.banks.models import Appeal, Ballot, Change, ChangeKind, Signal
from causeway.hub.knowledge.banks.moving import signals_before
from causeway.hub.knowledge.banks.standing import OpenAppeal
from causeway.hub.knowledge.banks.texts import is_kept
from causeway.vocabulary.signals import SignalState

REASONS_CHARACTERS = 5_000


@command(Permission.DECIDE_APPEALS)
def decide_appeal(actor: Actor, appeal_id: UUID, *, is_upheld: bool, reasons: str) -> None:
    """Uphold an appeal, which withdraws the signal, or dismiss it, which takes the signal into use again, marked
    while another appeal against it is open. What was named is erased: the signal says it, or nobody needs it any more.

    Raises:
        NotFound: there is no such appeal.
        NotPermitted: the actor added or judged the signal, or is no person.
        Conflict: it is decided, or joins another.
        Invalid: no reasons, or too long.
    """
    appeal, reasons = _appeal(appeal_id), reasons.strip()
    signal = locked_signal(appeal.signal_id) if appeal.signal_id else None
    if actor.member_id is None or (signal and has_judged(signal, actor.member_id)):
        raise NotPermitted(_("Somebody decides who neither added this signal nor voted on it."))
    if not reasons or not is_kept(reasons, REASONS_CHARACTERS):
        raise Invalid(_("Give the reasons, in no more than 5,000 characters."), field="reasons")
    now = timezone.now()
    appeal.decided_at, appeal.decided_by_id, appeal.is_upheld = now, actor.member_id, is_upheld
    appeal.reasons, appeal.named = reasons, ""
    appeal.save(update_fields=["decided_at", "decided_by_id", "is_upheld", "reasons", "named"])
    # Those that joined it are decided with it, in the same words.
    Appeal.objects.filter(joins=appeal).update(
        decided_at=now, decided_by_id=actor.member_id, is_upheld=is_upheld, reasons=reasons, named=""
    )
    stop_clock(appeal.id, ClockKind.APPEAL, at=now)
    enter(Act.APPEAL_DECIDED, subjects=[appeal.id], details={"is_upheld": is_upheld})
    if signal and not is_over(signal):
        _settle(signal, is_upheld=is_upheld)
    elif signal and not is_upheld:
        _free(signal)


def has_judged(signal: Signal, member_id: UUID) -> bool:
    """Whether a member of the acting organisation added this signal or voted on it, in this bank or before a move."""
    if signal.member_id == member_id:
        return True
    return Ballot.objects.filter(signal_id__in=signals_before([signal.id]), member_id=member_id).exists()


def _appeal(appeal_id: UUID) -> Appeal:
    appeal = Appeal.objects.select_for_update().filter(id=appeal_id).first()
    if appeal is None:
        raise NotFound(_("There is no such appeal."))
    if appeal.decided_at:
        raise Conflict(_("This appeal is decided."))
    if appeal.joins_id:
        raise Conflict(_("This appeal is decided with the first one of the same value."))
    return appeal


def _settle(signal: Signal, *, is_upheld: bool) -> None:
    """An appeal that is dismissed leaves others, if they are open, to mark the signal: they suspend it no more."""
    if is_upheld:
        signal.appeal = OpenAppeal.NONE.value
        take_out(signal, APPEAL_UPHELD)
        return
    is_another_open = Appeal.objects.filter(signal=signal, decided_at=None).exists()
    was_marked = signal.state == SignalState.APPEALED.value
    signal.appeal = (OpenAppeal.MARKS if is_another_open else OpenAppeal.NONE).value
    kind = ChangeKind.RESTORED if was_marked and not is_another_open else None
    change_signal(signal, kind, now=timezone.now(), fields=["appeal"])
    if kind:
        enter(Act.SIGNAL_RESTORED, subjects=[signal.id, signal.bank_id], audience=sharers_of(signal.bank))


def _free(signal: Signal) -> None:
    """Once the last appeal against a signal that has ended is dismissed, its value may be added anew, unless the
    curator took it out for good.
    """
    if not Appeal.objects.filter(signal=signal).exclude(is_upheld=False).exists():
        signal.appeal = OpenAppeal.NONE.value
        signal.holds_value = signal.holds_value and _is_taken_out_by_the_curator(signal)
        signal.save(update_fields=["appeal", "holds_value"])


def _is_taken_out_by_the_curator(signal: Signal) -> bool:
    if signal.state != SignalState.WITHDRAWN.value:
        return False
    last = Change.objects.filter(signal=signal, kind=ChangeKind.WITHDRAWN.value).latest("number")
    return last.organisation_id == signal.bank.organisation_id and last.reason != SOURCE_TOOK_BACK
