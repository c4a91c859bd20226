"""A table as a file that people open in a spreadsheet: its lines and its cells (RFC 4180)."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet runs a cell that begins with one of these, or with spaces and one of them, as a formula (OWASP, CSV
injection).
"""


class _Echo:
    """Gives back what the CSV writer writes."""

    def write(self, text: str) -> str:
        return text


def csv_lines(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """One line a row, each cell safe; rows are read as the lines are taken."""
    writer: Any = csv.writer(_Echo())
    yield writer.writerow([cell(value) for value in heading])
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def cell(value: object) -> str:
    """The value as text that no spreadsheet takes for a formula. Nothing for None, "yes" or "no" for a claim; a number
    keeps its sign.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    is_number = isinstance(value, int | float)
    return f"'{text}" if not is_number and text.lstrip(" ").startswith(_FORMULA_STARTS) else text
