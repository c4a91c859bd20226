"""Importing a list of known files into a bank, from CSV or VICS, as a stream: a list may hold millions."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import check, command
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.knowledge.banks.changing import expire
from causeway.hub.knowledge.banks.commands.keep_bank import new_bank
from causeway.hub.knowledge.banks.counting import Tallied, count_in
from causeway.hub.knowledge.banks.fault_words import list_fault
from causeway.hub.knowledge.banks.listed_rows import (
    Batch,
    Reading,
    Reads,
    array,
    batches,
    csv_rows,
    read_through,
    vics_rows,
)
from causeway.hub.knowledge.banks.models import Bank, ChangeKind, Signal
from causeway.hub.knowledge.banks.ordered_ids import ordered_ids
from causeway.interchange.hashlists import CategoryScheme, HashListError, RowFault
from causeway.interchange.vics import VicsError

BATCH = 20_000
"""So many rows a transaction: others who write in the bank wait for less than a second or two."""
LONGEST_NAME = 200
_ADD = """
WITH added AS (
  INSERT INTO banks_signal (id, organisation_id, member_id, bank_id, kind, value, category, note, source, added_at)
  SELECT given.id, %(own)s, %(member)s, %(bank)s, given.kind, given.value, given.category, given.note,
    %(source)s, %(now)s
  FROM unnest(%(ids)s::uuid[], %(kinds)s::text[], %(values)s::text[], %(categories)s::text[], %(notes)s::text[])
    AS given(id, kind, value, category, note)
  ON CONFLICT (bank_id, kind, value) WHERE holds_value DO NOTHING
  RETURNING id, kind, category, state
), logged AS (
  INSERT INTO banks_change
    (id, bank_id, number, signal_id, kind, organisation_id, category_before, category, state, reason, at)
  SELECT id, %(bank)s, %(before)s + row_number() OVER (), id, %(change)s, %(own)s, '', category, state,
    '', %(now)s
  FROM added
)
SELECT kind, state, count(*) FROM added GROUP BY kind, state
"""
"""Columns travel as arrays, and a signal's line in the change log goes in with it, under the same identifier, so that
a batch costs one statement and no list, however long, is read or sorted a second time.
"""


class ListFormat(StrEnum):
    """In what format a list comes."""

    CSV = "csv"
    VICS = "vics"


_READS: dict[ListFormat, Reads] = {ListFormat.CSV: csv_rows, ListFormat.VICS: vics_rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did: signals added, known before, left out on purpose, and what was wrong with rows (the first
    thousand).
    """

    bank_id: UUID
    added: int
    known: int
    left_out: int
    faults: tuple[RowFault, ...]
    fault_count: int


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
    source: str = "",
    told: Callable[[int, int], None] = lambda _done, _of: None,
) -> Imported:
    """Import a list into the bank of this name, made when absent. On a refusal nothing is added: the list, a file that
    can be read twice, is first read through. Then it goes in twenty thousand rows at a time, each with its entry in a
    transaction of its own, so that others may write in the bank meanwhile. After a kill what was told as done is there;
    the list is imported again, and what is there already is passed over. `told` hears how many rows are done, of all.

    Raises:
        NotPermitted: the actor may not manage banks.
        Invalid: the file is no list of this format, or the bank has no name.
        Conflict: the bank's categories are of another scheme.
    """
    check(actor, Permission.MANAGE_BANKS)
    to = _Target(name=bank_name.strip(), source=source, list_format=list_format)
    _check_names(to)
    reads, added, done, bank_id = _READS[list_format], 0, 0, None
    try:
        reading = read_through(stream, reads, scheme)
        for batch in batches(stream, reads, scheme, BATCH):
            bank_id, fresh = _import_batch(actor, to, batch, reading)
            added, done = added + fresh, done + batch.size
            told(done, reading.offered)
    except (HashListError, VicsError) as fault:
        raise Invalid(list_fault(fault), field="stream") from fault
    if bank_id is None:
        bank_id, _none = _import_batch(actor, to, Batch(0, "{}", "{}", [], []), reading)
    return Imported(
        bank_id=bank_id,
        added=added,
        known=done - added,
        left_out=reading.left_out,
        faults=tuple(reading.faults),
        fault_count=reading.fault_count,
    )


def _check_names(to: _Target) -> None:
    if not to.name:
        raise Invalid(_("Say the bank's name."), field="bank_name")
    for field, text in (("bank_name", to.name), ("source", to.source)):
        if len(text) > LONGEST_NAME or not text.isprintable():
            raise Invalid(_("Use at most %(most)s printable characters.") % {"most": LONGEST_NAME}, field=field)


@command(Permission.MANAGE_BANKS)
def _import_batch(actor: Actor, to: _Target, batch: Batch, reading: Reading) -> tuple[UUID, int]:
    """Add what is not there yet, log, count and enter it, and give the bank and how many. What the curator or an appeal
    took out stays out: a list that still has it does not bring it back.
    """
    bank, now = _bank(actor, to), timezone.now()
    _settle_scheme(bank, reading.scheme)
    expire(bank, Signal.objects.all(), now)
    before = Bank.objects.values_list("last_change", flat=True).get(id=bank.id)
    counted = _add(actor, bank, batch, source=to.source or bank.source, now=now, before=before)
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


def _add(actor: Actor, bank: Bank, batch: Batch, *, source: str, now: datetime, before: int) -> Counter[Tallied]:
    """Add and log from the number after `before` on."""
    with connection.cursor() as cursor:
        cursor.execute(
            _ADD,
            {
                "own": actor.organisation_id,
                "member": actor.member_id,
                "bank": bank.id,
                "source": source,
                "now": now,
                "before": before,
                "change": ChangeKind.ADDED.value,
                "ids": array(each.hex for each in ordered_ids(now, 0, batch.size)),
                "kinds": batch.kinds,
                "values": batch.values,
                "categories": batch.categories,
                "notes": batch.notes,
            },
        )
        return Counter({(kind, state): count for kind, state, count in cursor.fetchall()})


def _settle_scheme(bank: Bank, scheme: CategoryScheme) -> None:
    """The first list with categories decides what they mean in this bank."""
    if scheme is CategoryScheme.UNSTATED:
        return
    if bank.scheme and bank.scheme != scheme.value:
        raise Conflict(_("This bank's categories are of another scheme; put the list in a bank of its own."))
    if not bank.scheme:
        Bank.objects.filter(id=bank.id).update(scheme=scheme.value)
