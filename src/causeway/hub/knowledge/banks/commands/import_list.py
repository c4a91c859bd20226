"""Importing into a bank: a list of known files as a stream, for it may hold millions, or a file of signals that another
organisation hands on.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import BinaryIO
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import check, command, query
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.knowledge.banks.adding_rows import add_rows, count_new
from causeway.hub.knowledge.banks.changing import expire
from causeway.hub.knowledge.banks.coming_list import Coming, ListFormat, opened_list
from causeway.hub.knowledge.banks.commands.add_signals import BASIS_CHARACTERS
from causeway.hub.knowledge.banks.commands.keep_bank import new_bank
from causeway.hub.knowledge.banks.commands.put_to_curator import put_to_curator
from causeway.hub.knowledge.banks.commands.take_back import count_taken_back, take_back
from causeway.hub.knowledge.banks.counting import count_in
from causeway.hub.knowledge.banks.exchanged_rows import Taking
from causeway.hub.knowledge.banks.fault_words import list_fault
from causeway.hub.knowledge.banks.listed_rows import Batch, kept, no_rows
from causeway.hub.knowledge.banks.models import Bank, Signal
from causeway.hub.knowledge.banks.texts import is_kept
from causeway.interchange.hashlists import CategoryScheme, HashListError, RowFault
from causeway.interchange.signals import SignalFormatError
from causeway.interchange.vics import VicsError
from causeway.vocabulary.organisations import PURPOSES_OF, Category

__all__ = ["BATCH", "LONGEST_NAME", "Imported", "ListFormat", "import_list"]

BATCH = 20_000
"""So many rows a transaction: others who write in the bank wait for less than a second or two."""
LONGEST_NAME, SCHEME_CHARACTERS = 200, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did, or as a trial would do: signals added, known before, left out on purpose (not pertinent, or
    ended), withdrawn because their source has taken them back, and what was wrong with rows (the first thousand). A
    trial may find no bank yet.
    """

    bank_id: UUID | None
    added: int
    known: int
    left_out: int
    withdrawn: int
    faults: tuple[RowFault, ...]
    fault_count: int
    is_trial: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """Which bank takes the list, from where it comes, and in what format."""

    name: str
    source: str
    list_format: ListFormat


def import_list(
    actor: Actor,
    *,
    bank_name: str,
    stream: BinaryIO,
    list_format: ListFormat,
    scheme: CategoryScheme = CategoryScheme.UNSTATED,
    taking: Taking | None = None,
    source: str = "",
    is_trial: bool = False,
    told: Callable[[int, int], None] = lambda _done, _of: None,
) -> Imported:
    """Import a list into the bank of this name, made when absent. On a refusal nothing is added: the list, a file that
    can be read twice, is first read through. Then it goes in twenty thousand rows at a time, each with its entry in a
    transaction of its own, so that others may write in the bank meanwhile. After a kill what was told as done is there;
    the list is imported again, and what is there already is passed over. `told` hears how many rows are done, of all.

    Of what another organisation hands on, `taking` says for what accounts, addresses and keywords are taken; without it
    they are faults. What its source takes back is withdrawn where it came by that source's files alone. A trial adds
    and withdraws nothing, and leaves out no more than what the actor's own referrals name: what others know of
    children the import asks.

    Raises:
        NotPermitted: the actor may not manage banks.
        Invalid: the file is no list of this format, or the bank has no name, or a text cannot be kept.
        Conflict: the bank's categories are of another scheme, or it was shared while the file was read.
    """
    check(actor, Permission.MANAGE_BANKS)
    to = _Target(name=bank_name.strip(), source=source, list_format=list_format)
    _check(to, taking or Taking())
    try:
        coming = opened_list(
            actor,
            bank_name=to.name,
            stream=stream,
            list_format=list_format,
            scheme=scheme,
            taking=replace(taking or Taking(), source=to.source),
            is_trial=is_trial,
        )
        if is_trial:
            return _tried(actor, to, coming)
        return _brought_in(actor, to, coming, told)
    except (HashListError, VicsError, SignalFormatError) as fault:
        raise Invalid(list_fault(fault), field="stream") from fault


def _brought_in(actor: Actor, to: _Target, coming: Coming, told: Callable[[int, int], None]) -> Imported:
    added, done, bank_id = 0, 0, None
    for batch in coming.batches(BATCH):
        bank_id, fresh = _import_batch(actor, to, batch, coming)
        added, done = added + fresh, done + batch.size
        told(done, coming.reading.offered)
    if bank_id is None:
        bank_id, _none = _import_batch(actor, to, no_rows(coming.names), coming)
    withdrawn = take_back(actor, bank_id, coming.exchanged.entries()) if coming.exchanged else 0
    if coming.exchanged and coming.exchanged.doubtful:
        put_to_curator(actor, bank_id, coming.exchanged.doubtful)
    return _imported(coming, bank_id=bank_id, added=added, known=done - added, withdrawn=withdrawn)


def _tried(actor: Actor, to: _Target, coming: Coming) -> Imported:
    bank_id = _bank_to_try(actor, to, coming)
    offered = coming.reading.offered
    # A page of signals is in memory whole, and may list a value under many entries.
    size = max(offered, 1) if coming.exchanged else BATCH
    new = sum(_count_batch(actor, bank_id, batch) for batch in coming.batches(size))
    entries = coming.exchanged.entries() if coming.exchanged else {}
    withdrawn = count_taken_back(actor, bank_id, entries) if bank_id else 0
    return _imported(coming, bank_id=bank_id, added=new, known=offered - new, withdrawn=withdrawn, is_trial=True)


def _imported(
    coming: Coming, *, bank_id: UUID | None, added: int, known: int, withdrawn: int = 0, is_trial: bool = False
) -> Imported:
    return Imported(
        bank_id=bank_id,
        added=added,
        known=known,
        left_out=coming.reading.left_out,
        withdrawn=withdrawn,
        faults=tuple(coming.reading.faults),
        fault_count=coming.reading.fault_count,
        is_trial=is_trial,
    )


@query(Permission.MANAGE_BANKS)
def _bank_to_try(actor: Actor, to: _Target, coming: Coming) -> UUID | None:
    bank = Bank.objects.filter(organisation_id=actor.organisation_id, name=to.name).first()
    if bank is None:
        return None
    _refuse_other_scheme(bank, coming.reading.scheme)
    return bank.id


@query(Permission.MANAGE_BANKS)
def _count_batch(actor: Actor, bank_id: UUID | None, batch: Batch) -> int:
    del actor
    return count_new(bank_id, batch)


def _check(to: _Target, taking: Taking) -> None:
    if not to.name:
        raise Invalid(_("Say the bank's name."), field="bank_name")
    for field, text in (("bank_name", to.name), ("source", to.source)):
        if len(text) > LONGEST_NAME or not text.isprintable():
            raise Invalid(_("Use at most %(most)s printable characters.") % {"most": LONGEST_NAME}, field=field)
    if not is_kept(taking.basis, BASIS_CHARACTERS):
        raise Invalid(_("Write no more than %(most)s characters.") % {"most": BASIS_CHARACTERS}, field="basis")
    if not PURPOSES_OF[Category.SIGNAL].issuperset(taking.purposes):
        raise Invalid(_("A signal is not shared for this purpose."), field="purposes")


@command(Permission.MANAGE_BANKS)
def _import_batch(actor: Actor, to: _Target, batch: Batch, coming: Coming) -> tuple[UUID, int]:
    """Add what is not there yet, log, count and enter it, and give the bank and how many. What the curator or an appeal
    took out stays out: a list that still has it does not bring it back.
    """
    bank, now, reading = _bank(actor, to), timezone.now(), coming.reading
    _refuse_if_shared_since(bank, coming)
    _settle_scheme(bank, reading.scheme)
    expire(bank, Signal.objects.all(), now)
    before = Bank.objects.values_list("last_change", flat=True).get(id=bank.id)
    counted = add_rows(actor, bank, batch, coming.names, source=to.source or bank.source, now=now, before=before)
    added = counted.total()
    if added:
        Bank.objects.filter(id=bank.id).update(last_change=before + added, version=F("version") + 1)
        count_in(bank.id, counted)
    details = {"added": added, "offered": batch.size, "faults": reading.fault_count, "format": to.list_format.value}
    enter(Act.BANK_IMPORTED, subjects=[bank.id], details=details)
    return bank.id, added


def _bank(actor: Actor, to: _Target) -> Bank:
    """The organisation's bank of this name, locked; a new one where there is none."""
    known = Bank.objects.select_for_update().filter(organisation_id=actor.organisation_id, name=to.name).first()
    return known or new_bank(actor, name=to.name, source=to.source)


def _refuse_if_shared_since(bank: Bank, coming: Coming) -> None:
    """What must stay with whoever got it was let through for a bank that was not shared."""
    if bank.is_shared and coming.exchanged is not None and not coming.exchanged.is_shared:
        raise Conflict(_("This bank has been shared meanwhile. Import the file again."))


def _settle_scheme(bank: Bank, scheme: str) -> None:
    """The first list with categories decides what they mean in this bank."""
    _refuse_other_scheme(bank, scheme)
    if scheme != CategoryScheme.UNSTATED and not bank.scheme:
        Bank.objects.filter(id=bank.id).update(scheme=kept(scheme, SCHEME_CHARACTERS))


def _refuse_other_scheme(bank: Bank, scheme: str) -> None:
    if scheme != CategoryScheme.UNSTATED and bank.scheme and bank.scheme != kept(scheme, SCHEME_CHARACTERS):
        raise Conflict(_("This bank's categories are of another scheme; put the list in a bank of its own."))
