"""An attacker, before whom tables are put."""

from collections.abc import Sequence

from causeway.estimation import Cell, CountTable, Range, SafeTable, ranges_of_hidden
from causeway.estimation.disclosure import _TOTAL, _system


def attack(tables: Sequence[CountTable], shown: Sequence[SafeTable]) -> dict[Cell, Range]:
    """What an attacker can find out: the range of every hidden cell, given the exact counts of all that are shown."""
    counts, equations = _system(tables)
    hidden = {
        cell
        for table, safe in zip(tables, shown, strict=True)
        for cell, value in _cells_of(table, safe)
        if value is None
    }
    return ranges_of_hidden(counts, equations, hidden)


def _cells_of(table: CountTable, safe: SafeTable) -> list[tuple[Cell, int | None]]:
    rows = [frozenset([(table.row_variable, row)]) for row in table.rows]
    columns = [frozenset([(table.column_variable, column)]) for column in table.columns]
    inner = [(row | column, safe.cells[i][j]) for i, row in enumerate(rows) for j, column in enumerate(columns)]
    return [
        *inner,
        *zip(rows, safe.row_totals, strict=True),
        *zip(columns, safe.column_totals, strict=True),
        (_TOTAL, safe.total),
    ]
