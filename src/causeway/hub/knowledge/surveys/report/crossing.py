"""Two questions against each other, chosen by a reader who runs the survey: shares by row, and what the test says."""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from causeway.estimation import (
    Coded,
    CountTable,
    CrossTable,
    EstimationError,
    RaoScott,
    crosstab,
    post_stratify,
    rounded,
    suppress,
)
from causeway.hub.knowledge.surveys.report.building import figures_by_rank
from causeway.hub.knowledge.surveys.report.columns import Answered, Column
from causeway.hub.knowledge.surveys.report.model import Measure
from causeway.hub.knowledge.surveys.report.suppressing import told_count

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
    safe = _as_in_the_report(answered, columns, table) if rows == RANK else _suppressed(table)
    clear = (table.p_value < _CLEAR) * np.sign(table.residual)
    return Crossing(
        columns=table.columns,
        rows=tuple(
            CrossRow(
                name=name,
                cells=tuple(
                    CrossCell(
                        share=None if not shown else round(float(table.row_share[i, j]), 4),
                        stands_out=0 if not shown else int(clear[i, j]),
                    )
                    for j, shown in enumerate(safe[i].cells)
                ),
                people=safe[i].people,
            )
            for i, name in enumerate(table.rows)
        ),
        test=table.test,
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """Which cells of a row may be shown, and how many people it is told to be of."""

    cells: tuple[bool, ...]
    people: int | None


def _as_in_the_report(answered: Answered, code: str, table: CrossTable) -> list[_Shown]:
    column = answered.column(code)
    if column is None:
        raise EstimationError("question_unknown", _("Choose a question to which each person gave one answer."))
    told = {(one.group, one.figure.option) for one in figures_by_rank(answered, column) if one.figure.value is not None}
    return [
        _Shown(
            cells=tuple((rank, option) in told for option in table.columns),
            people=told_count(int(table.counts[i].sum())),
        )
        for i, rank in enumerate(table.rows)
    ]


def _suppressed(table: CrossTable) -> list[_Shown]:
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
    return [
        _Shown(
            cells=tuple(cell is not None for cell in cells),
            people=None if total is None else rounded(int(counts.sum())),
        )
        for cells, total, counts in zip(safe.cells, safe.row_totals, table.counts, strict=True)
    ]


def _coded(answered: Answered, code: str) -> Coded:
    if code in (RANK, FORCE):
        return answered.sample.dimension(code)
    column = answered.column(code)
    if column is None or column.measure is not Measure.SHARE:
        raise EstimationError("question_unknown", _("Choose a question to which each person gave one answer."))
    return Coded(codes=np.where(column.given, column.codes, -1), labels=column.options)
