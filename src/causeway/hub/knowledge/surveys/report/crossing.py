"""Two questions against each other, chosen by a reader who runs the survey: shares by row, and what the test says."""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from causeway.estimation import (
    Coded,
    CountTable,
    EstimationError,
    RaoScott,
    crosstab,
    post_stratify,
    rounded,
    suppress,
)
from causeway.hub.knowledge.surveys.report.columns import Answered, Column
from causeway.hub.knowledge.surveys.report.model import Measure

RANK, FORCE = "rank", "force"
"""What people can be set against besides another question."""

_CLEAR = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossCell:
    """A share of its row. None where it is hidden. `stands_out` is 1 where there are clearly more than chance would
    give, -1 where fewer, 0 otherwise (residuals held by Holm's method over the table).
    """

    share: float | None
    stands_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossRow:
    """One answer to the first question, or one rank. `people` is rounded to 5."""

    name: str
    cells: tuple[CrossCell, ...]
    people: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """The table as it may be shown. `columns` are codes of the second question's answers."""

    columns: tuple[str, ...]
    rows: tuple[CrossRow, ...]
    test: RaoScott | None

    @property
    def go_together(self) -> bool | None:
        """Whether the two clearly go together; None where nothing can be said."""
        return None if self.test is None else self.test.p_value < _CLEAR


def crossable(answered: Answered) -> list[Column]:
    """The items that can stand in a table: one answer a person."""
    return [column for column in answered.columns if column.measure is Measure.SHARE]


def cross(answered: Answered, rows: str, columns: str) -> Crossing:
    """The table of two items, or of rank or force by an item.

    Raises:
        EstimationError: there is no such item, both are the same, or nobody answered both.
    """
    if rows == columns:
        raise EstimationError("same_question", _("Choose two different questions."))
    first, second = _coded(answered, rows), _coded(answered, columns)
    kept = first.is_given & second.is_given
    if not kept.any():
        raise EstimationError("nobody_answered_both", _("Nobody answered both questions."))
    first, second = first.where(kept), second.where(kept)
    table = crosstab(post_stratify(answered.sample.where(kept)), first, second)
    (safe,) = suppress(
        [
            CountTable(
                row_variable="rows",
                column_variable="columns",
                rows=table.rows,
                columns=table.columns,
                counts=np.asarray(table.counts, dtype=np.float64),
            )
        ]
    )
    clear = (table.p_value < _CLEAR) * np.sign(table.residual)
    return Crossing(
        columns=table.columns,
        rows=tuple(
            CrossRow(
                name=name,
                cells=tuple(
                    CrossCell(
                        share=None if shown is None else round(float(table.row_share[i, j]), 4),
                        stands_out=0 if shown is None else int(clear[i, j]),
                    )
                    for j, shown in enumerate(safe.cells[i])
                ),
                people=None if safe.row_totals[i] is None else rounded(int(table.counts[i].sum())),
            )
            for i, name in enumerate(table.rows)
        ),
        test=table.test,
    )


def _coded(answered: Answered, code: str) -> Coded:
    if code in (RANK, FORCE):
        return answered.sample.dimension(code)
    column = answered.column(code)
    if column is None or column.measure is not Measure.SHARE:
        raise EstimationError("question_unknown", _("Choose a question to which each person gave one answer."))
    return Coded(codes=np.where(column.given, column.codes, -1), labels=column.options)
