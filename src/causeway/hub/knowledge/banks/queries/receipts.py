"""What those who share a bank said of changes that they had to acknowledge: when, and what they undid."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.knowledge.banks.models import ChangeKind, Receipt, UndidBefore
from causeway.hub.knowledge.banks.queries.bank_view import bank_row
from causeway.hub.knowledge.banks.queries.signal_list import position_of

PAGE_SIZE = 50
MOST_OF_A_SIGNAL = 200
_ACTS = """
WITH RECURSIVE acts(step, at, organisation_id) AS (
  (SELECT 1, r.acknowledged_at, r.organisation_id FROM banks_receipt r
   WHERE r.bank_id = %(bank)s AND r.acknowledged_at IS NOT NULL {behind}
   ORDER BY r.acknowledged_at DESC, r.organisation_id DESC LIMIT 1)
  UNION ALL
  SELECT acts.step + 1, older.acknowledged_at, older.organisation_id FROM acts CROSS JOIN LATERAL (
    SELECT r.acknowledged_at, r.organisation_id FROM banks_receipt r
    WHERE r.bank_id = %(bank)s AND r.acknowledged_at IS NOT NULL
      AND (r.acknowledged_at, r.organisation_id) < (acts.at, acts.organisation_id)
    ORDER BY r.acknowledged_at DESC, r.organisation_id DESC LIMIT 1) older
  WHERE acts.step < %(most)s)
SELECT acts.at, acts.organisation_id, said.changes, said.undid FROM acts CROSS JOIN LATERAL (
  SELECT count(*) AS changes, min(coalesce(u.undid, r.undid)) AS undid
  FROM banks_receipt r LEFT JOIN banks_undidbefore u ON u.receipt_id = r.id
  WHERE r.bank_id = %(bank)s AND r.acknowledged_at = acts.at AND r.organisation_id = acts.organisation_id) said
ORDER BY acts.step
"""
"""One acknowledgement is of many changes: a step in the index each, however many."""
_BEHIND = "AND (r.acknowledged_at, r.organisation_id) < (%(at)s, %(last)s)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLine:
    """What one organisation owes, or owed, for one change; without `acknowledged_at` still. `undid` is empty where it
    was said to the curator alone.
    """

    number: int
    kind: ChangeKind
    organisation: str
    owed_since: datetime
    acknowledged_at: datetime | None
    undid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """What one organisation said at once of so many changes; `undid` as in a `ReceiptLine`."""

    organisation_id: UUID
    organisation: str
    at: datetime
    changes: int
    undid: str


def receipts_of_signal(signal_id: UUID) -> tuple[ReceiptLine, ...]:
    """Of every change of a signal, newest first, the newest two hundred. Runs inside the caller's transaction."""
    found = Receipt.objects.filter(change__signal_id=signal_id).select_related("change")
    rows = list(found.order_by("-change__number", "organisation_id")[:MOST_OF_A_SIGNAL])
    names = names_of({row.organisation_id for row in rows})
    before = dict(UndidBefore.objects.filter(receipt__in=rows).values_list("receipt_id", "undid"))
    return tuple(
        ReceiptLine(
            number=row.change.number,
            kind=ChangeKind(row.change.kind),
            organisation=names[row.organisation_id],
            owed_since=row.owed_since,
            acknowledged_at=row.acknowledged_at,
            undid=before.get(row.id, row.undid),
        )
        for row in rows
    )


@query(Permission.READ_BANKS)
def acknowledgements(actor: Actor, bank_id: UUID, *, cursor: str = "") -> tuple[list[Acknowledgement], str]:
    """A page of what was acknowledged in a bank, newest first, and the cursor of the next page, empty after the last.

    Raises:
        NotFound: the acting organisation shares no such bank.
        Invalid: the cursor is none of ours.
    """
    del actor
    given: dict[str, Any] = {"bank": bank_row(bank_id).id, "most": PAGE_SIZE + 1}
    if cursor:
        given["at"], given["last"] = position_of(cursor)
    with connection.cursor() as asked:
        asked.execute(_ACTS.format(behind=_BEHIND if cursor else ""), given)
        rows = asked.fetchall()
    names = names_of({organisation_id for _at, organisation_id, _changes, _undid in rows})
    lines = [
        Acknowledgement(
            organisation_id=organisation_id,
            organisation=names[organisation_id],
            at=at,
            changes=changes,
            undid=undid,
        )
        for at, organisation_id, changes, undid in rows[:PAGE_SIZE]
    ]
    last = lines[-1] if len(rows) > PAGE_SIZE else None
    return lines, f"{last.at.isoformat()}_{last.organisation_id}" if last else ""
