"""The records as CSV (RFC 4180, UTF-8 with a byte order mark, so that a spreadsheet reads the letters right)."""

import csv
import io

from causeway.interchange.spreadsheets import cell
from causeway.interchange.survey_data.disclosure import Release
from causeway.interchange.survey_data.variables import Cell, Variable, VariableKind


def write_csv(release: Release) -> bytes:
    """The file: one column a variable, one row a person. A cell is empty where a question was left out, and in columns
    of numbers where it was not asked.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([variable.name for variable in release.variables])
    for record in release.records:
        writer.writerow(
            [_text(variable, value) for variable, value in zip(release.variables, record.cells, strict=True)]
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _text(variable: Variable, value: Cell) -> str:
    if value is None or (variable.kind is VariableKind.NUMBER and isinstance(value, str)):
        return ""
    return f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else cell(value)
