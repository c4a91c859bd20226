"""The records as an SPSS file, with labels, missing values and the weight's own column, by pyreadstat.

The library wants a data frame, which is too heavy for everybody to carry; it comes with `causeway[spss]`.
"""

import importlib.util
import tempfile
import textwrap
from pathlib import Path
from typing import Any

from causeway.interchange.survey_data.disclosure import Release
from causeway.interchange.survey_data.errors import SpssUnavailable
from causeway.interchange.survey_data.variables import CHOSEN, NOT_ASKED, NOT_CHOSEN, Cell, Variable, VariableKind

LEFT_OUT, NOT_ASKED_NUMBER = -9.0, -8.0
"""User-missing values of every category and number; SPSS allows three of them."""
_LONGEST_LABEL, _LONGEST_VALUE_LABEL = 255, 120
"""Characters that an SPSS file holds of a variable's and of a value's label."""
_LONGEST_NOTE_LINE = 70
_LABEL_OF_MISSING = {LEFT_OUT: "Left out", NOT_ASKED_NUMBER: "Not asked"}


def can_write_sav() -> bool:
    """Whether the library is here."""
    return all(importlib.util.find_spec(name) is not None for name in ("pyreadstat", "pandas"))


def write_sav(release: Release, *, language: str | None = None) -> bytes:
    """The file, its labels in one language (the instrument's first, unless named).

    Raises:
        SpssUnavailable: `causeway[spss]` is not installed.
    """
    if not can_write_sav():
        raise SpssUnavailable(
            "This installation cannot write SPSS files. Install causeway[spss], or take the CSV file."
        )
    import pandas as pd
    import pyreadstat

    spoken = language or release.wave.instrument.languages[0]
    columns: dict[str, list[Any]] = {
        variable.name: [_value(variable, record.cells[number]) for record in release.records]
        for number, variable in enumerate(release.variables)
    }
    missing: list[Any] = sorted(_LABEL_OF_MISSING)
    coded = [variable for variable in release.variables if variable.kind is not VariableKind.WORDS]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "survey.sav"
        pyreadstat.write_sav(
            pd.DataFrame(columns),
            str(path),
            file_label=_title(release)[:60],
            column_labels=[_label(variable, spoken)[:_LONGEST_LABEL] for variable in release.variables],
            variable_value_labels={
                variable.name: _value_labels(variable, spoken)
                for variable in coded
                if variable.of or variable.categories
            },
            missing_ranges={variable.name: missing for variable in coded if not variable.is_weight},
            variable_measure={variable.name: _measure(variable) for variable in release.variables},
            note=_note(release),
        )
        return path.read_bytes()


def _title(release: Release) -> str:
    return f"Synthetic: {release.wave.title}" if release.wave.is_synthetic else release.wave.title


def _note(release: Release) -> list[str]:
    """Lines of the file's own document record, which are 80 bytes long (PSPP's description of the format)."""
    return [line for measure in release.measures for line in textwrap.wrap(measure, _LONGEST_NOTE_LINE)]


def _label(variable: Variable, language: str) -> str:
    own = variable.label.get(language) or variable.label["en"]
    if variable.question is None or variable.question == variable.label:
        return own
    return f"{own} ({variable.question.get(language) or variable.question['en']})"


def _codes(variable: Variable) -> dict[str, float]:
    """Categories are numbered from 1 in their order; a missing one has its own number."""
    shown = [category for category in variable.categories if not category.is_missing]
    codes = {category.value: float(number) for number, category in enumerate(shown, start=1)}
    if set(codes) == {NOT_CHOSEN, CHOSEN}:
        return {NOT_CHOSEN: 0.0, CHOSEN: 1.0}
    return codes


def _value_labels(variable: Variable, language: str) -> dict[float, str]:
    codes = _codes(variable)
    labels = {
        codes[category.value]: (category.label.get(language) or category.label["en"])[:_LONGEST_VALUE_LABEL]
        for category in variable.categories
        if not category.is_missing
    }
    return labels | _LABEL_OF_MISSING


def _value(variable: Variable, cell: Cell) -> float | str:
    if variable.kind is VariableKind.WORDS:
        return str(cell or "")
    if cell is None:
        return LEFT_OUT
    if isinstance(cell, float):
        return cell
    return NOT_ASKED_NUMBER if cell == NOT_ASKED else _codes(variable)[cell]


def _measure(variable: Variable) -> str:
    return "scale" if variable.kind is VariableKind.NUMBER else "nominal"
