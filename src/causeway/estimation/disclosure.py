"""What may be shown: no count under ten, and none that could be worked out from what is shown beside it.

A cell under the minimum is hidden (primary suppression). Then others are hidden until nobody can calculate it back:
every published sum is an equation, also between tables of one wave that share a margin, and a hidden cell is safe when
the equations and nothing else leave it a range at least as wide as the minimum (the "protection interval" of Cox, 1995,
and Fischetti and Salazar, Management Science 47, 2001). The ranges are found with linear programmes in `_ranges.py`,
which are also what an attacker would use. What remains is rounded to the nearest five.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from causeway.estimation._arrays import Numbers
from causeway.estimation._errors import EstimationError
from causeway.estimation._ranges import Cell, Equation, narrow_cells
from causeway.estimation.estimates import Estimate

_TOTAL: Cell = frozenset()
_LEAST_BESIDE = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosurePolicy:
    """The least count that may be shown, and to what counts are rounded.

    `hides_answers`: figures whose category was chosen by fewer than the minimum, or by all but fewer, are hidden too,
    and not those of small groups alone.
    """

    minimum: int = 10
    rounding: int = 5
    hides_answers: bool = False


STANDARD_POLICY = DisclosurePolicy()


@dataclass(frozen=True, kw_only=True, eq=False)
class CountTable:
    """Counts of two variables of one wave. Tables that name the same variable are linked through its margin."""

    row_variable: str
    column_variable: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeTable:
    """A table as it may be shown: rounded counts, None where hidden, with its totals."""

    row_variable: str
    column_variable: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeEstimate:
    """A figure as it may be shown; nothing but its names where it is hidden."""

    group: str | None
    category: str | None
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    suppressed: bool


def suppress(tables: Sequence[CountTable], policy: DisclosurePolicy = STANDARD_POLICY) -> tuple[SafeTable, ...]:
    """The tables of one wave as they may be shown together.

    Raises:
        EstimationError: two tables of the same people disagree on a margin they share.
    """
    counts, equations = _system(tables)
    hidden = hidden_cells(counts, equations, policy)
    return tuple(_safe(table, counts, hidden, policy) for table in tables)


def publish(
    estimates: Sequence[Estimate], policy: DisclosurePolicy = STANDARD_POLICY, *, wanted: Collection[str] = ()
) -> tuple[SafeEstimate, ...]:
    """Figures as they may be shown together with the figure of everybody.

    Of answers that are large enough, those of the `wanted` categories are the last to be hidden for others' sake.

    A group of fewer answers than the minimum is hidden whole, and so many others that its answers cannot be found by
    subtraction. How many answers belong to no group is taken as known: the group's own question tells it.
    """
    counts: dict[Cell, int] = {_group(one): one.n for one in estimates if one.group is not None}
    equations: list[Equation] = []
    if counts:
        equations.append(Equation(whole=_TOTAL, parts=tuple(counts)))
        counts[_TOTAL] = sum(counts.values())
    else:
        counts[_TOTAL] = max((one.n for one in estimates), default=0)
    if policy.hides_answers:
        _add_answers(estimates, counts, equations)
    last = frozenset(_answer(one) for one in estimates if one.category in wanted)
    hidden = hidden_cells(counts, equations, policy, last=last)
    while (beside := _outweighed(estimates, hidden, policy)) is not None:
        hidden = hidden_cells({**counts, beside: 0}, equations, policy, last=last) | hidden
    return tuple(_shown(one, is_hidden=_is_hidden(one, hidden, policy)) for one in estimates)


def _outweighed(estimates: Sequence[Estimate], hidden: frozenset[Cell], policy: DisclosurePolicy) -> Cell | None:
    """The next group to hide where a small one outweighs all that are hidden with it.

    The figure of everybody less the published ones is that of the hidden groups together. Where one of them has most
    of the people it is as good as published, so the others must have at least a quarter as many.
    """
    groups = {_group(one): one for one in estimates if one.group is not None and one.n > 0}
    away = [one for cell, one in groups.items() if cell in hidden]
    people = sum(one.people for one in away)
    small = max((one.people for one in away if one.n < policy.minimum), default=0.0)
    shown = [cell for cell in groups if cell not in hidden]
    if not shown or people - small >= _LEAST_BESIDE * small:
        return None
    return min(shown, key=lambda cell: (groups[cell].n, sorted(cell)))


def hidden_cells(
    counts: Mapping[Cell, int],
    equations: Sequence[Equation],
    policy: DisclosurePolicy = STANDARD_POLICY,
    *,
    last: Collection[Cell] = (),
) -> frozenset[Cell]:
    """Every cell that must be hidden: those under the minimum, and what protects them, of which `last` come last."""
    hidden = {cell for cell, count in counts.items() if count < policy.minimum}
    while True:
        _protect_sums(counts, equations, hidden, policy, last)
        narrow = _narrow(counts, equations, hidden, policy)
        if not narrow:
            return frozenset(hidden)
        beside = _smallest_beside(narrow, counts, equations, hidden, last)
        if beside is None:
            return frozenset(counts)
        hidden.add(beside)


def _protect_sums(
    counts: Mapping[Cell, int],
    equations: Sequence[Equation],
    hidden: set[Cell],
    policy: DisclosurePolicy,
    last: Collection[Cell],
) -> None:
    """In every sum, hide a second cell where one alone is hidden, and more while all hidden ones hold too few."""
    changed = True
    while changed:
        changed = False
        for equation in equations:
            parts = [part for part in equation.parts if part in hidden]
            is_open = equation.whole in hidden
            if not parts and not is_open:
                continue
            is_safe = len(parts) + is_open >= 2 and (is_open or sum(counts[part] for part in parts) >= policy.minimum)
            shown = [cell for cell in equation.parts if cell not in hidden]
            if is_safe or (not shown and is_open):
                continue
            hidden.add(min(shown, key=lambda cell: _order(cell, counts, last)) if shown else equation.whole)
            changed = True


def _narrow(
    counts: Mapping[Cell, int], equations: Sequence[Equation], hidden: set[Cell], policy: DisclosurePolicy
) -> list[Cell]:
    """The hidden cells under the minimum that the published ones pin down too closely."""
    small = [cell for cell in hidden if counts[cell] < policy.minimum]
    return narrow_cells(counts, equations, hidden, among=small, enough=policy.minimum)


def _smallest_beside(
    narrow: Sequence[Cell],
    counts: Mapping[Cell, int],
    equations: Sequence[Equation],
    hidden: set[Cell],
    last: Collection[Cell],
) -> Cell | None:
    """The smallest published cell in a sum with one of these, so that least is lost."""
    near = [
        cell
        for equation in equations
        if any(cell in narrow for cell in (*equation.parts, equation.whole))
        for cell in (*equation.parts, equation.whole)
        if cell not in hidden
    ]
    candidates = near or [cell for cell in counts if cell not in hidden]
    return min(candidates, key=lambda cell: _order(cell, counts, last), default=None)


def _order(cell: Cell, counts: Mapping[Cell, int], last: Collection[Cell]) -> tuple[bool, int, list[tuple[str, str]]]:
    """The smallest first."""
    return cell in last, counts[cell], sorted(cell)


def _system(tables: Sequence[CountTable]) -> tuple[dict[Cell, int], list[Equation]]:
    counts: dict[Cell, int] = {}
    equations: set[Equation] = set()
    for table in tables:
        rows = [frozenset([(table.row_variable, row)]) for row in table.rows]
        columns = [frozenset([(table.column_variable, column)]) for column in table.columns]
        for i, row in enumerate(rows):
            for j, column in enumerate(columns):
                _enter(counts, row | column, int(table.counts[i, j]))
            _enter(counts, row, int(table.counts[i].sum()))
            equations.add(Equation(whole=row, parts=tuple(row | column for column in columns)))
        for j, column in enumerate(columns):
            _enter(counts, column, int(table.counts[:, j].sum()))
            equations.add(Equation(whole=column, parts=tuple(row | column for row in rows)))
        _enter(counts, _TOTAL, int(table.counts.sum()))
        equations |= {Equation(whole=_TOTAL, parts=tuple(rows)), Equation(whole=_TOTAL, parts=tuple(columns))}
    return counts, sorted(equations, key=lambda one: (sorted(one.whole), [sorted(part) for part in one.parts]))


def _enter(counts: dict[Cell, int], cell: Cell, count: int) -> None:
    if counts.setdefault(cell, count) != count:
        raise EstimationError("tables_disagree", "Two tables of the same wave disagree on a margin that they share.")


def _safe(
    table: CountTable, counts: Mapping[Cell, int], hidden: frozenset[Cell], policy: DisclosurePolicy
) -> SafeTable:
    def shown(cell: Cell) -> int | None:
        return None if cell in hidden else rounded(counts[cell], policy.rounding)

    rows = [frozenset([(table.row_variable, row)]) for row in table.rows]
    columns = [frozenset([(table.column_variable, column)]) for column in table.columns]
    return SafeTable(
        row_variable=table.row_variable,
        column_variable=table.column_variable,
        rows=table.rows,
        columns=table.columns,
        cells=tuple(tuple(shown(row | column) for column in columns) for row in rows),
        row_totals=tuple(shown(row) for row in rows),
        column_totals=tuple(shown(column) for column in columns),
        total=shown(_TOTAL),
    )


def rounded(count: int, to: int = STANDARD_POLICY.rounding) -> int:
    """To the nearest multiple; halves go up."""
    return (count + to // 2) // to * to


def _group(one: Estimate) -> Cell:
    return _TOTAL if one.group is None else frozenset([("group", one.group)])


def _answer(one: Estimate) -> Cell:
    return _group(one) | {("answer", str(one.category))}


def _add_answers(estimates: Sequence[Estimate], counts: dict[Cell, int], equations: list[Equation]) -> None:
    """Each group's answers add up to it, and each category's answers to that of everybody."""
    counted = [one for one in estimates if one.count is not None]
    by_group: dict[Cell, list[Cell]] = {}
    by_category: dict[Cell, list[Cell]] = {}
    for one in counted:
        counts[_answer(one)] = one.count or 0
        by_group.setdefault(_group(one), []).append(_answer(one))
        if one.group is not None:
            by_category.setdefault(frozenset([("answer", str(one.category))]), []).append(_answer(one))
    equations += [Equation(whole=whole, parts=tuple(parts)) for whole, parts in by_group.items()]
    for whole, parts in by_category.items():
        counts[whole] = sum(counts[part] for part in parts)
        equations.append(Equation(whole=whole, parts=tuple(parts)))


def _is_hidden(one: Estimate, hidden: frozenset[Cell], policy: DisclosurePolicy) -> bool:
    return _group(one) in hidden or (policy.hides_answers and one.count is not None and _answer(one) in hidden)


def _shown(one: Estimate, *, is_hidden: bool) -> SafeEstimate:
    return SafeEstimate(
        group=one.group,
        category=one.category,
        value=None if is_hidden else one.value,
        low=None if is_hidden else one.low,
        high=None if is_hidden else one.high,
        n=None if is_hidden else one.n,
        suppressed=is_hidden,
    )
