"""Outcomes as CSV (RFC 4180): one row a referral, the first row names the columns. Pure: no database.

Comma or semicolon, UTF-8 with or without a byte-order mark, as spreadsheets write it. Empty cells say nothing.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from causeway.hub.base.theme.numbers import grouped
from causeway.hub.road.outcomes.rules import SHARES, Fault, faults_of
from causeway.vocabulary.outcomes import ClosureReason, NotUsefulReason, Outcome, OutcomeStatus

MOST_ROWS = 2_000
"""A force of the largest size closes fewer referrals in a month."""
LARGEST_FILE_BYTES = 1024 * 1024
LONGEST_CELL = 10_000


class CsvUnreadable(Exception):
    """The file as a whole cannot be used; the message is safe to show."""

    code = "csv_unreadable"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRow:
    """One row: its line in the file, the referral it names, and the outcome or what is wrong with it."""

    line: int
    reference: str
    outcome: Outcome | None
    faults: tuple[Fault, ...]


def _choice(kind: type[StrEnum]) -> Callable[[str], StrEnum]:
    def read(cell: str) -> StrEnum:
        try:
            return kind(cell.lower().replace(" ", "_"))
        except ValueError:
            raise ValueError(_("Use one of: %(values)s.") % {"values": ", ".join(kind)}) from None

    return read


def _count(cell: str) -> int:
    if not cell.isascii() or not cell.isdigit() or len(cell) > 6:
        raise ValueError(_("Enter a whole number from 0."))
    return int(cell)


def _yes(cell: str) -> bool:
    if cell.lower() in {"yes", "true", "1"}:
        return True
    if cell.lower() in {"no", "false", "0"}:
        return False
    raise ValueError(_("Enter yes or no."))


def _day(cell: str) -> date:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError(_("Enter a date such as 2026-05-31.")) from None


def _codes(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code.strip() for code in cell.replace("|", " ").split() if code.strip()))


COLUMNS: dict[str, Callable[[str], Any]] = {
    "status": _choice(OutcomeStatus),
    "closure_reason": _choice(ClosureReason),
    "victims_identified": _count,
    "children_safeguarded": _count,
    "arrests": _count,
    "self_produced": _yes,
    "is_useful": _yes,
    "not_useful_reason": _choice(NotUsefulReason),
    "missing": _codes,
    "note_to_sender": str,
    **{f"share_{name}": _yes for name in SHARES},
    "share_from": _day,
    **{f"share_{name}_from": _day for name in SHARES},
}
"""Every column but `reference`, and how a cell is read. `missing` holds codes with spaces between."""


def read_outcomes_csv(data: bytes) -> list[OutcomeRow]:
    """The rows of a file, each with everything that is wrong with it.

    Raises:
        CsvUnreadable: too large, not text, or without the columns that are needed.
    """
    if len(data) > LARGEST_FILE_BYTES:
        raise CsvUnreadable(_("The file is larger than %(most)s KiB.") % {"most": grouped(LARGEST_FILE_BYTES // 1024)})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise CsvUnreadable(_("The file is not UTF-8 text (byte %(byte)d).") % {"byte": fault.start}) from fault
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as fault:
        raise CsvUnreadable(_("The file is not whole CSV: %(fault)s.") % {"fault": fault}) from fault
    if not rows:
        raise CsvUnreadable(_("The file is empty."))
    names = _names(rows[0])
    filled = [(line, row) for line, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)]
    if not filled:
        raise CsvUnreadable(_("The file has no row below its column names."))
    if len(filled) > MOST_ROWS:
        raise CsvUnreadable(_("The file has more than %(most)s rows. Send it in parts.") % {"most": grouped(MOST_ROWS)})
    return _with_repeats_refused([_row(line, names, row) for line, row in filled])


def _names(head: list[str]) -> list[str]:
    names = [cell.strip().lower() for cell in head]
    unknown = [name for name in names if name != "reference" and name not in COLUMNS]
    if unknown:
        listed = ", ".join(unknown)[:200] or _("one without a name")
        raise CsvUnreadable(_("Not a known column: %(names)s.") % {"names": listed})
    for needed in ("reference", "status"):
        if needed not in names:
            raise CsvUnreadable(_("The column %(name)s is missing.") % {"name": needed})
    if len(set(names)) != len(names):
        raise CsvUnreadable(_("A column stands in the file twice."))
    return names


def _row(line: int, names: list[str], row: list[str]) -> OutcomeRow:
    if len(row) > len(names):
        fault = Fault(field="", message=_("This row has more cells than the file has columns."))
        return OutcomeRow(line=line, reference="", outcome=None, faults=(fault,))
    cells = {name: cell.strip() for name, cell in zip(names, row, strict=False)}
    reference = cells.pop("reference", "")
    faults = [] if reference else [Fault(field="reference", message=_("Enter the referral's reference."))]
    values: dict[str, Any] = {}
    for name, cell in cells.items():
        if not cell:
            continue
        try:
            values[name] = COLUMNS[name](cell[:LONGEST_CELL])
        except ValueError as fault:
            faults.append(Fault(field=name, message=str(fault)))
    if "status" not in values and not cells.get("status"):
        faults.append(Fault(field="status", message=_("Enter a status.")))
    if faults:
        return OutcomeRow(line=line, reference=reference, outcome=None, faults=tuple(faults))
    outcome = Outcome(**values)
    return OutcomeRow(line=line, reference=reference, outcome=outcome, faults=tuple(faults_of(outcome)))


def _with_repeats_refused(rows: list[OutcomeRow]) -> list[OutcomeRow]:
    seen: dict[str, int] = {}
    checked = []
    for row in rows:
        first = seen.setdefault(row.reference, row.line)
        if row.reference and first != row.line:
            fault = Fault(
                field="reference", message=_("This referral stands on line %(line)d already.") % {"line": first}
            )
            row = OutcomeRow(line=row.line, reference=row.reference, outcome=row.outcome, faults=(*row.faults, fault))
        checked.append(row)
    return checked
