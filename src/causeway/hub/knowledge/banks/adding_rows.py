"""How a batch of rows goes into a bank: one statement for the signals and their lines in the change log.

Columns travel as arrays, and a signal's line in the log goes in with it, under the same identifier, so that no list,
however long, is read or sorted a second time.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from causeway.hub.base.acting.actors import Actor
from causeway.hub.knowledge.banks.claiming import claim
from causeway.hub.knowledge.banks.counting import Tallied
from causeway.hub.knowledge.banks.listed_rows import LISTED, Batch, array
from causeway.hub.knowledge.banks.models import Bank, ChangeKind, SourceEntry
from causeway.hub.knowledge.banks.ordered_ids import ordered_ids
from causeway.vocabulary.handling import Handling

EXCHANGED = (*LISTED, "sources", "confidences", "handlings", "purposes", "bases", "ends", "entries")
"""The columns of a file that another organisation hands on; `purposes` with commas between them."""
_ADD = """
WITH added AS (
  INSERT INTO banks_signal (id, organisation_id, member_id, bank_id, kind, value, category, note, added_at, {names})
  SELECT given.id, %(own)s, %(member)s, %(bank)s, given.kind, given.value, given.category, given.note, %(now)s, {given}
  FROM unnest(%(ids)s::uuid[], %(kinds)s::text[], %(values)s::text[], %(categories)s::text[], %(notes)s::text[]{arrays})
    AS given(id, kind, value, category, note{columns})
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
_ADD_LISTED = _ADD.format(names="source", given="%(source)s", arrays="", columns="")
_ADD_EXCHANGED = _ADD.format(
    names="came_by, source, confidence, handling, purposes, basis, expires_at",
    given="'feed', given.source, given.confidence, given.handling, string_to_array(given.purposes, ','), given.basis,"
    " given.ends_at",
    arrays=", %(sources)s::text[], %(confidences)s::int[], %(handlings)s::text[], %(purposes)s::text[],"
    " %(bases)s::text[], %(ends)s::timestamptz[]",
    columns=", source, confidence, handling, purposes, basis, ends_at",
)
_ADD_ENTRIES = """
INSERT INTO banks_sourceentry (id, organisation_id, bank_id, signal_id, entry)
SELECT gen_random_uuid(), %(own)s, %(bank)s, s.id, given.entry
FROM unnest(%(kinds)s::text[], %(values)s::text[], %(entries)s::text[]) AS given(kind, value, entry)
JOIN banks_signal s ON s.bank_id = %(bank)s AND s.kind = given.kind AND s.value = given.value AND s.holds_value
WHERE s.came_by = 'feed' AND s.organisation_id = %(own)s
ON CONFLICT (bank_id, entry, signal_id) DO NOTHING
"""
"""Of what came otherwise no entry is kept: a source takes back what it brought, and nothing else."""
_MARK = """
UPDATE banks_signal s SET handling = (%(marks)s::text[])[given.place]
FROM (
  SELECT kind, value, min(array_position(%(marks)s::text[], handling)) AS place
  FROM unnest(%(kinds)s::text[], %(values)s::text[], %(handlings)s::text[]) AS listed(kind, value, handling)
  WHERE handling <> '' GROUP BY kind, value
) AS given
WHERE s.bank_id = %(bank)s AND s.kind = given.kind AND s.value = given.value AND s.holds_value
  AND s.came_by = 'feed' AND s.organisation_id = %(own)s
  AND given.place < coalesce(array_position(%(marks)s::text[], s.handling::text), cardinality(%(marks)s::text[]) + 1)
"""
"""What came before without a mark, or with a milder one, is marked as strictly as it is now."""
_BROUGHT = """
SELECT DISTINCT s.id FROM unnest(%(kinds)s::text[], %(values)s::text[]) AS given(kind, value)
JOIN banks_signal s ON s.bank_id = %(bank)s AND s.kind = given.kind AND s.value = given.value AND s.holds_value
JOIN banks_sourceentry e ON e.signal_id = s.id
WHERE s.organisation_id = %(own)s
"""
_NEW = """
SELECT count(DISTINCT (given.kind, given.value))
FROM unnest(%(kinds)s::text[], %(values)s::text[]) AS given(kind, value)
WHERE NOT EXISTS (SELECT 1 FROM banks_signal s
  WHERE s.bank_id = %(bank)s AND s.kind = given.kind AND s.value = given.value AND s.holds_value)
"""


def add_rows(
    actor: Actor, bank: Bank, batch: Batch, names: Sequence[str], *, source: str, now: datetime, before: int
) -> Counter[Tallied]:
    """Add what a locked bank does not have yet, log it from the number after `before` on, and give how many of each
    kind and state. What a source brought, and a list of the organisation's own has too, no source takes back.
    """
    given = {
        **batch.columns,
        "own": actor.organisation_id,
        "member": actor.member_id,
        "bank": bank.id,
        "source": source,
        "now": now,
        "before": before,
        "change": ChangeKind.ADDED.value,
        "ids": array(each.hex for each in ordered_ids(now, 0, batch.size)),
    }
    with connection.cursor() as cursor:
        cursor.execute(_ADD_LISTED if names is LISTED else _ADD_EXCHANGED, given)
        counted = Counter({(kind, state): count for kind, state, count in cursor.fetchall()})
        if names is EXCHANGED:
            cursor.execute(_MARK, {**given, "marks": [mark.value for mark in Handling]})
            cursor.execute(_ADD_ENTRIES, given)
        elif SourceEntry.objects.exists():
            cursor.execute(_BROUGHT, given)
            claim([row[0] for row in cursor.fetchall()], "list")
    return counted


def count_new(bank_id: UUID | None, batch: Batch) -> int:
    """How many values of the batch the bank does not hold yet, each counted once. No bank holds none."""
    with connection.cursor() as cursor:
        cursor.execute(_NEW, {"bank": bank_id, **batch.columns})
        count: int = cursor.fetchone()[0]
    return count
