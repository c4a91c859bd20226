"""Outcomes from the force's own system, as a CSV file: looked at first, then recorded all together or not at all."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command, query
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.rows.documents import from_document
from causeway.hub.road.outcomes.commands.record_outcome import newest_record, record_outcome
from causeway.hub.road.outcomes.reading_csv import CsvUnreadable, OutcomeRow, read_outcomes_csv
from causeway.hub.road.outcomes.rules import Fault
from causeway.hub.road.referrals.queries.finding import ids_by_reference
from causeway.vocabulary.outcomes import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRow:
    """A row, the referral that it names, and whether its outcome stands already."""

    row: OutcomeRow
    referral_id: UUID | None
    is_known: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeImport:
    """What a file would do, or did: its rows in order."""

    rows: tuple[CheckedRow, ...]

    @property
    def faulty(self) -> tuple[CheckedRow, ...]:
        """Rows that cannot be recorded; while there is one, none is."""
        return tuple(checked for checked in self.rows if checked.row.faults)

    @property
    def new(self) -> tuple[CheckedRow, ...]:
        """Rows that say something new."""
        return tuple(checked for checked in self.rows if not checked.row.faults and not checked.is_known)


class ImportRefused(Invalid):
    """The file cannot be recorded; `found` holds what is wrong, row by row (empty when the file as a whole is)."""

    code = "import_refused"

    def __init__(self, message: str, found: OutcomeImport | None = None) -> None:
        super().__init__(message, field="file")
        self.found = found or OutcomeImport(rows=())


@query(Permission.RECORD_OUTCOME)
def check_import(actor: Actor, data: bytes) -> OutcomeImport:
    """What a file would do, changing nothing.

    Raises:
        ImportRefused: the file as a whole cannot be read.
    """
    try:
        rows = read_outcomes_csv(data)
    except CsvUnreadable as fault:
        raise ImportRefused(fault.message) from fault
    return OutcomeImport(rows=tuple(_checked(actor, row) for row in rows))


@command(Permission.RECORD_OUTCOME)
def import_outcomes(actor: Actor, data: bytes) -> OutcomeImport:
    """Record every row of a file, or none. Importing the same file again changes nothing.

    Raises:
        ImportRefused: the file cannot be read, or a row is at fault.
    """
    found = check_import(actor, data)
    if found.faulty:
        raise ImportRefused(_("Nothing was recorded: some rows are at fault."), found)
    for checked in found.new:
        if checked.referral_id and checked.row.outcome:
            record_outcome(actor, checked.referral_id, checked.row.outcome)
    return found


def _checked(actor: Actor, row: OutcomeRow) -> CheckedRow:
    found = ids_by_reference(row.reference) if row.reference else []
    if len(found) != 1:
        if row.reference:
            message = (
                _("There is no such referral.") if not found else _("This reference names more than one referral.")
            )
            row = replace(row, faults=(*row.faults, Fault(field="reference", message=message)))
        return CheckedRow(row=row, referral_id=None)
    newest = newest_record(actor, found[0])
    is_known = bool(newest and from_document(Outcome, newest.document) == row.outcome)
    return CheckedRow(row=row, referral_id=found[0], is_known=is_known)
