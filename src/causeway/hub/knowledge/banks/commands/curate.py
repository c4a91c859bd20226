"""What a curator does with a signal: another category, another bank, out of use; a contributor withdraws its own."""

from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotAgreed, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS, given_reason
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.sharing import givers
from causeway.hub.knowledge.banks.categories import refuse_other_category
from causeway.hub.knowledge.banks.changing import (
    change_signal,
    locked_bank,
    locked_signal,
    log_changes,
    refuse_if_over,
    refuse_unless_curator,
    sharers_of,
)
from causeway.hub.knowledge.banks.counting import count_in
from causeway.hub.knowledge.banks.doubting import Listed, doubt_listed, named_among
from causeway.hub.knowledge.banks.models import Bank, ChangeKind, Doubt, Signal, SourceEntry
from causeway.hub.knowledge.banks.models.signal import STAYS
from causeway.hub.knowledge.banks.standing import OpenAppeal
from causeway.hub.knowledge.banks.texts import is_kept
from causeway.vocabulary.organisations import Category
from causeway.vocabulary.signals import SignalKind, SignalState

CATEGORY_CHARACTERS = 40


@command(Permission.MANAGE_BANKS)
def regrade_signal(actor: Actor, signal_id: UUID, category: str, reason: str) -> None:
    """Give a signal another category of its bank's scheme.

    Raises:
        NotFound: there is no such signal.
        NotPermitted: another organisation curates its bank.
        Conflict: it is no longer in use, or has this category.
        Invalid: no category, or none of the bank's scheme, or no reason.
    """
    signal, category = locked_signal(signal_id), category.strip()
    refuse_unless_curator(signal.bank)
    refuse_if_over(signal)
    if not category or not is_kept(category, CATEGORY_CHARACTERS):
        raise Invalid(_("Write a category of no more than 40 characters."), field="category")
    refuse_other_category(signal.bank.scheme, category)
    if category == signal.category:
        raise Conflict(_("The signal has this category."), field="category")
    before, signal.category = signal.category, category
    reason = _reason(reason)
    change_signal(
        signal, ChangeKind.REGRADED, now=timezone.now(), reason=reason, category_before=before, fields=["category"]
    )
    _enter(Act.SIGNAL_REGRADED, signal, before=before, category=category)


@command(Permission.SEND_SIGNALS)
def withdraw_signal(actor: Actor, signal_id: UUID, reason: str) -> None:
    """Take a signal out of use: as its bank's curator for good; as the organisation that added it until somebody adds
    the value anew, unless an appeal is open, which may yet be upheld.

    Raises:
        NotFound: there is no such signal.
        NotPermitted: neither curates nor added it.
        Conflict: it is no longer in use.
        Invalid: no reason.
    """
    signal = locked_signal(signal_id)
    if actor.organisation_id not in (signal.organisation_id, signal.bank.organisation_id):
        raise NotPermitted(_("Its curator withdraws a signal, or whoever added it."))
    refuse_if_over(signal)
    signal.holds_value = actor.organisation_id == signal.bank.organisation_id or bool(signal.appeal)
    take_out(signal, _reason(reason))


def take_out(signal: Signal, reason: str) -> None:
    """Withdraw a signal whose bank is locked."""
    signal.withdrawn_at = timezone.now()
    fields = ["withdrawn_at", "appeal", "holds_value"]
    change_signal(signal, ChangeKind.WITHDRAWN, now=signal.withdrawn_at, reason=reason, fields=fields)
    _enter(Act.SIGNAL_WITHDRAWN, signal)


@command(Permission.MANAGE_BANKS)
def move_signal(actor: Actor, signal_id: UUID, to_bank_id: UUID, category: str, reason: str) -> UUID:
    """Move a signal to another bank of the curator's, and give its identifier there. Votes stay behind: those who share
    the other bank have not cast them, and its scheme may be another. What a source brought it takes back there too.

    Raises:
        NotFound: there is no such signal or bank.
        NotPermitted: another organisation curates one of the two.
        Conflict: it is no longer in use, under appeal or in doubt, is in that bank, or that bank has this value or a
            doubt about it.
        NotAgreed: another organisation added it, and it would pass to somebody who does not share this bank.
        Invalid: no reason, or one of the texts cannot be kept, or the category is none of that bank's scheme.
    """
    bank_id = Signal.objects.filter(id=signal_id).values_list("bank_id", flat=True).first()
    if bank_id == to_bank_id:
        raise Conflict(_("The signal is in this bank."), field="bank")
    for each in sorted(filter(None, (bank_id, to_bank_id))):
        refuse_unless_curator(locked_bank(each))  # in one order, so that two moves cannot wait for each other
    signal, target, reason = locked_signal(signal_id), locked_bank(to_bank_id), _reason(reason)
    category = category.strip()
    if not is_kept(category, CATEGORY_CHARACTERS):
        raise Invalid(_("Write a category of no more than 40 characters."), field="category")
    refuse_other_category(target.scheme, category)
    refuse_if_over(signal)
    if signal.appeal != OpenAppeal.NONE.value:
        raise Conflict(_("An appeal against this signal is open. Decide it first."))
    if signal.doubted_at is not None:
        raise Conflict(_("It may name a child. Decide that first."))
    _refuse_unless_passed_on(actor, signal, target)
    if Signal.objects.filter(bank=target, kind=signal.kind, value=signal.value, holds_value=True).exists():
        raise Conflict(_("That bank has this signal already."), field="bank")
    if Doubt.objects.filter(bank=target, kind=signal.kind, value=signal.value, decided_at=None).exists():
        raise Conflict(_("It may name a child. Decide that first."), field="bank")
    moved = _moved(actor, signal, category)
    moved.bank = target
    moved.save(force_insert=True)
    SourceEntry.objects.filter(signal=signal).update(signal=moved)
    signal.moved_to_id, signal.holds_value = moved.id, False
    fields = ["moved_to_id", "holds_value"]
    change_signal(signal, ChangeKind.MOVED, now=timezone.now(), reason=reason, fields=fields)
    count_in(target.id, {(moved.kind, moved.state): 1})
    log_changes(target, ChangeKind.ADDED, [moved.id], now=timezone.now(), reason=reason)
    _doubt_if_named(moved)
    _enter(Act.SIGNAL_MOVED, signal)
    return moved.id


def _doubt_if_named(moved: Signal) -> None:
    """Others share the bank to which it came, and may have been told of a child by it."""
    named = named_among(moved.bank, [(SignalKind(moved.kind), moved.value)])
    if named.own or named.doubtful:
        doubt_listed([Listed(moved.id, moved.bank_id, moved.organisation_id, moved.kind, moved.value)])


def _refuse_unless_passed_on(actor: Actor, signal: Signal, target: Bank) -> None:
    """What another added goes to nobody new by a move, and nowhere once its agreement has ended; what is marked to stay
    with whoever got it goes into no bank that is shared.
    """
    if signal.handling in STAYS and target.is_shared:
        raise NotAgreed(_("It is marked TLP:AMBER and must stay with you; that bank is shared."), field="bank")
    if signal.organisation_id == actor.organisation_id:
        return
    if signal.organisation_id not in givers(Category.SIGNAL):
        raise NotAgreed(_("No agreement in force lets you pass on what this organisation has added."))
    if not set(sharers_of(target)) <= {*sharers_of(signal.bank), signal.organisation_id}:
        raise NotAgreed(
            _("Another organisation added this signal. That bank is shared with somebody who does not share this one."),
            field="bank",
        )


def _moved(actor: Actor, signal: Signal, category: str) -> Signal:
    """The signal as it begins in another bank. The row is the curator's, who answers for it there; the source stays."""
    return Signal(
        id=uuid4(),
        organisation_id=actor.organisation_id,
        member_id=signal.member_id,
        kind=signal.kind,
        value=signal.value,
        category=category,
        note=signal.note,
        source=signal.source,
        came_by="move",
        confidence=signal.confidence,
        handling=signal.handling,
        purposes=signal.purposes,
        basis=signal.basis,
        agreement_id=signal.agreement_id,
        added_at=timezone.now(),
        expires_at=signal.expires_at,
        state=SignalState.UNCONFIRMED.value,
    )


def _enter(act: Act, signal: Signal, **details: str) -> None:
    sharers = sharers_of(signal.bank)
    enter(act, subjects=[signal.id, signal.bank_id], audience=sharers, details=details, details_audience=sharers)


def _reason(reason: str) -> str:
    missing = _("Say why, in no more than 500 characters.")
    return given_reason(reason, most=SHORT_REASON_CHARACTERS, missing=missing)
