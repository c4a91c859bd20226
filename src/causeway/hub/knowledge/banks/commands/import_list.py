"""Importing a list of known files into a bank, from CSV or VICS, as a stream: a list may hold millions."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import BinaryIO
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.knowledge.banks.changing import expire
from causeway.hub.knowledge.banks.commands.keep_bank import new_bank
from causeway.hub.knowledge.banks.counting import Tallied, count_in
from causeway.hub.knowledge.banks.fault_words import list_fault
from causeway.hub.knowledge.banks.models import Bank, ChangeKind, Signal
from causeway.hub.knowledge.banks.ordered_ids import ordered_ids
from causeway.interchange.hashlists import CategoryScheme, HashListError, ListedDigest, RowFault, read_hash_list
from causeway.interchange.vics import Envelope, Media, VicsError, listed_digests, read_vics
from causeway.vocabulary.signals import SignalKind

BATCH = 10_000
MOST_FAULTS_KEPT = 1_000
_NOT_PERTINENT = "0"
"""Of the US scheme (Project VIC): the file is of no interest, so it belongs on no bank."""
_CATEGORY_CHARACTERS, _NOTE_CHARACTERS = 40, 500
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


@command(Permission.MANAGE_BANKS)
def import_list(
    actor: Actor,
    *,
    bank_name: str,
    stream: BinaryIO,
    list_format: ListFormat,
    scheme: CategoryScheme = CategoryScheme.UNSTATED,
    source: str = "",
) -> Imported:
    """Import a list into the bank of this name, made when absent. All of it, or on a refusal nothing.

    Raises:
        Invalid: the file is no list of this format, or the bank has no name.
        Conflict: the bank's categories are of another scheme.
    """
    bank_name = bank_name.strip()
    if not bank_name:
        raise Invalid(_("Say the bank's name."), field="bank_name")
    for field, text in (("bank_name", bank_name), ("source", source)):
        if len(text) > LONGEST_NAME or not text.isprintable():
            raise Invalid(_("Use at most %(most)s printable characters.") % {"most": LONGEST_NAME}, field=field)
    reading = _Reading(scheme)
    rows = _csv(stream, reading) if list_format is ListFormat.CSV else _vics(stream, reading)
    bank, now, offered = _bank(actor, bank_name, source), timezone.now(), 0
    expire(bank, Signal.objects.all(), now)
    counted: Counter[Tallied] = Counter()
    before = Bank.objects.values_list("last_change", flat=True).get(id=bank.id)
    try:
        for batch in _batches(rows):
            ids = ordered_ids(now, offered, len(batch))
            offered += len(batch)
            counted += _add(actor, bank, batch, ids, source=source, now=now, before=before + counted.total())
    except (HashListError, VicsError) as fault:
        raise Invalid(list_fault(fault), field="stream") from fault
    _settle_scheme(bank, reading.scheme)
    added = counted.total()
    if added:
        Bank.objects.filter(id=bank.id).update(last_change=before + added, version=F("version") + 1)
        count_in(bank.id, counted)
    enter(
        Act.BANK_IMPORTED,
        subjects=[bank.id],
        details={"added": added, "offered": offered, "faults": reading.fault_count, "format": list_format.value},
    )
    return Imported(
        bank_id=bank.id,
        added=added,
        known=offered - added,
        left_out=reading.left_out,
        faults=tuple(reading.faults),
        fault_count=reading.fault_count,
    )


def _bank(actor: Actor, name: str, source: str) -> Bank:
    """The organisation's bank of this name, locked; a new one where there is none."""
    known = Bank.objects.select_for_update().filter(organisation_id=actor.organisation_id, name=name).first()
    return known or new_bank(actor, name=name, source=source)


class _Reading:
    """What is learnt of a list on the way through it."""

    def __init__(self, scheme: CategoryScheme) -> None:
        self.scheme = scheme
        self.faults: list[RowFault] = []
        self.fault_count = 0
        self.left_out = 0

    def fault(self, fault: RowFault) -> None:
        self.fault_count += 1
        if len(self.faults) < MOST_FAULTS_KEPT:
            self.faults.append(fault)

    def takes(self, digest: ListedDigest) -> bool:
        """Whether a digest belongs on a bank."""
        if self.scheme is CategoryScheme.UNSTATED:
            self.scheme = digest.scheme
        is_wanted = not (digest.scheme is CategoryScheme.US and digest.category == _NOT_PERTINENT)
        self.left_out += not is_wanted
        return is_wanted


def _csv(stream: BinaryIO, reading: _Reading) -> Iterator[ListedDigest]:
    for row in read_hash_list(stream, scheme=reading.scheme):
        if isinstance(row, RowFault):
            reading.fault(row)
        elif reading.takes(row):
            yield row


def _vics(stream: BinaryIO, reading: _Reading) -> Iterator[ListedDigest]:
    scheme = reading.scheme
    for record in read_vics(stream):
        if isinstance(record, RowFault):
            reading.fault(record)
        elif isinstance(record, Envelope):
            scheme = scheme if record.scheme is CategoryScheme.UNSTATED else record.scheme
        elif isinstance(record, Media):
            yield from filter(reading.takes, listed_digests([record], scheme))


def _batches(rows: Iterable[ListedDigest]) -> Iterator[list[ListedDigest]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _add(
    actor: Actor, bank: Bank, batch: list[ListedDigest], ids: list[UUID], *, source: str, now: datetime, before: int
) -> Counter[Tallied]:
    """Add what is not there yet, logged from the number after `before` on, and count it. What the curator or an appeal
    took out stays out: a list that still has it does not bring it back.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _ADD,
            {
                "own": actor.organisation_id,
                "member": actor.member_id,
                "bank": bank.id,
                "source": source or bank.source,
                "now": now,
                "before": before,
                "change": ChangeKind.ADDED.value,
                "ids": ids,
                "kinds": [_kind(digest).value for digest in batch],
                "values": [digest.value for digest in batch],
                "categories": [_kept(digest.category, _CATEGORY_CHARACTERS) for digest in batch],
                "notes": [_kept(digest.note, _NOTE_CHARACTERS) for digest in batch],
            },
        )
        return Counter({(kind, state): count for kind, state, count in cursor.fetchall()})


def _kind(digest: ListedDigest) -> SignalKind:
    return SignalKind.VPDQ_FRAME if digest.is_frame else SignalKind(digest.kind.value)


def _kept(text: str | None, most_characters: int) -> str:
    """As much as a column holds; PostgreSQL keeps no NUL in text."""
    return (text or "").replace("\0", "")[:most_characters]


def _settle_scheme(bank: Bank, scheme: CategoryScheme) -> None:
    """The first list with categories decides what they mean in this bank."""
    if scheme is CategoryScheme.UNSTATED:
        return
    if bank.scheme and bank.scheme != scheme.value:
        raise Conflict(_("This bank's categories are of another scheme; put the list in a bank of its own."))
    if not bank.scheme:
        Bank.objects.filter(id=bank.id).update(scheme=scheme.value)
