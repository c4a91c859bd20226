"""The two tables that a survey lead brings as CSV files: the frame, and the people who are asked. Pure.

Comma or semicolon, UTF-8 with or without a byte-order mark, as spreadsheets write it (RFC 4180). Every row at fault is
named by its line; a file with one is taken not at all.
"""

import csv
import io
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from causeway.hub.knowledge.surveys.sheets import LONGEST_STRATUM
from causeway.vocabulary.waves import FrameRow

LARGEST_FILE_BYTES = 2 * 1024**2
MOST_ROWS = 20_000
"""More than the officers of the largest force; a sample is smaller."""
MOST_FAULTS = 50
_LARGEST_POPULATION = 10_000_000

R = TypeVar("R")
Stratum = tuple[str, str, str]
"""Force, rank, role; the role may be empty."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with one line of a file. Line 1 holds the columns' names; 0 is the file as a whole."""

    line: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody to ask, and the stratum they stand in."""

    email: str
    force: str
    rank: str
    role: str = ""

    @property
    def stratum(self) -> Stratum:
        """Where they stand."""
        return self.force, self.rank, self.role


class TableInvalid(Exception):
    """The file cannot be taken; `faults` says why, line by line, the first fifty."""

    code = "table_invalid"

    def __init__(self, faults: Iterable[RowFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults[0].message)


def read_frame(data: bytes) -> tuple[FrameRow, ...]:
    """The frame: columns force, rank, population and, if wanted, role; each stratum once.

    Raises:
        TableInvalid: with every fault.
    """
    seen: dict[Stratum, int] = {}

    def read(line: int, cells: Mapping[str, str]) -> FrameRow:
        stratum = _stratum(cells)
        first = seen.setdefault(stratum, line)
        if first != line:
            raise ValueError(_("This stratum stands on line %d already.") % first)
        text = cells["population"]
        if not text.isascii() or not text.isdigit() or not 0 < int(text[:12]) <= _LARGEST_POPULATION:
            raise ValueError(_("The population must be a whole number above 0."))
        return FrameRow(force=stratum[0], rank=stratum[1], role=stratum[2] or None, population=int(text))

    return tuple(_read(data, ("force", "rank", "population"), ("role",), read))


def read_people(data: bytes, strata: Collection[Stratum], known: Collection[str] = ()) -> tuple[Person, ...]:
    """The people to ask: columns email, force, rank and, if wanted, role; each address once, and in a stratum of the
    frame. `known` are addresses that are asked already.

    Raises:
        TableInvalid: with every fault.
    """
    seen: dict[str, int] = dict.fromkeys(known, 0)

    def read(line: int, cells: Mapping[str, str]) -> Person:
        email = cells["email"].lower()
        try:
            validate_email(email)
        except ValidationError:
            raise ValueError(_("This is no e-mail address.")) from None
        first = seen.setdefault(email, line)
        if first != line:
            said = (
                _("This address stands on line %d already.") % first if first else _("This address is asked already.")
            )
            raise ValueError(said)
        stratum = _stratum(cells)
        if not stands_in(stratum, strata):
            raise ValueError(_("The frame has no stratum of this force, rank and role."))
        return Person(email=email, force=stratum[0], rank=stratum[1], role=stratum[2])

    return tuple(_read(data, ("email", "force", "rank"), ("role",), read))


def strata_of(frame: Iterable[FrameRow]) -> set[Stratum]:
    """The strata of a frame."""
    return {(row.force, row.rank, row.role or "") for row in frame}


def stands_in(stratum: Stratum, strata: Collection[Stratum]) -> bool:
    """Whether somebody of this force, rank and role stands in one of the strata; a frame without roles takes any."""
    force, rank, _role = stratum
    return stratum in strata or (force, rank, "") in strata


def _stratum(cells: Mapping[str, str]) -> Stratum:
    force, rank, role = cells["force"], cells["rank"], cells.get("role", "")
    for name, text in (("force", force), ("rank", rank)):
        if not text:
            raise ValueError(_("The column %s is empty.") % name)
    if max(len(force), len(rank), len(role)) > LONGEST_STRATUM:
        raise ValueError(_("A force, rank or role has at most %d characters.") % LONGEST_STRATUM)
    if not (force + rank + role).isprintable():
        raise ValueError(_("There is a character that cannot be shown."))
    return force, rank, role


def _read(
    data: bytes,
    needed: tuple[str, ...],
    allowed: tuple[str, ...],
    read: Callable[[int, Mapping[str, str]], R],
) -> list[R]:
    rows, faults = [], []
    for line, cells in _lines(data, needed, allowed):
        try:
            rows.append(read(line, cells))
        except ValueError as fault:
            faults.append(RowFault(line, str(fault)))
    if faults:
        raise TableInvalid(faults[:MOST_FAULTS])
    return rows


def _lines(data: bytes, needed: tuple[str, ...], allowed: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    if len(data) > LARGEST_FILE_BYTES:
        raise _whole(_("The file is larger than 2 megabytes."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _whole(_("The file is not UTF-8 text. Save it as “CSV UTF-8”.")) from None
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise _whole(_("The file is not whole CSV.")) from None
    names = [cell.strip().lower() for cell in rows[0]] if rows else []
    if missing := [name for name in needed if name not in names]:
        raise _whole(_("The first line must name the columns. Missing: %s.") % ", ".join(missing))
    if unknown := [name for name in names if name not in (*needed, *allowed)]:
        raise _whole(_("Not a known column: %s.") % (", ".join(unknown)[:200] or "?"))
    if len(set(names)) != len(names):
        raise _whole(_("A column stands in the file twice."))
    filled = [(line, row) for line, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)]
    if not filled:
        raise _whole(_("The file has no row below its column names."))
    if len(filled) > MOST_ROWS:
        raise _whole(_("The file has more than %d rows.") % MOST_ROWS)
    if uneven := [
        RowFault(line, _("This row has another number of cells.")) for line, row in filled if len(row) != len(names)
    ]:
        raise TableInvalid(uneven[:MOST_FAULTS])
    return [(line, {name: cell.strip() for name, cell in zip(names, row, strict=True)}) for line, row in filled]


def _whole(message: str) -> TableInvalid:
    return TableInvalid([RowFault(0, message)])
