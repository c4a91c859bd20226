"""Of which referrals the same came, and how many of them rise, fall or keep their band.

A number under ten is not told, and others with it, so that it cannot be worked out: not from its row, and not from how
many rise, fall and stay of all, which the comparison tells elsewhere. Every sum is an equation, and linear programmes
say between what a hidden number must lie (`estimation`); what is hidden keeps a range of ten, or all the range that the
sums of the whole table leave it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from causeway.estimation import Cell, Equation, Range, ranges_of_hidden
from causeway.triage.comparing import LEAST_GROUP, Judged
from causeway.triage.few import sayable
from causeway.vocabulary.findings import BAND_ORDER


class Came(StrEnum):
    """What came of a referral, the most that anybody found."""

    CHILD = "child"
    CASE = "case"
    USE = "use"
    NOTHING = "nothing"
    UNKNOWN = "unknown"


BY_GAIN: Mapping[int | None, Came] = {3: Came.CHILD, 2: Came.CASE, 1: Came.USE, 0: Came.NOTHING, None: Came.UNKNOWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How many of those of which the same came rise, fall or keep their band. None stands for what may not be said."""

    came: Came
    referrals: int | None
    risen: int | None
    fallen: int | None
    kept: int | None


STEPS = ("risen", "fallen", "kept")
_ALL: Cell = frozenset()
_KNOWN: Cell = frozenset([("known", "here")])
_MEASURED: Cell = frozenset([("known", "measured")])


def all_moved(
    past: Sequence[Judged], older: Sequence[Judged], *, told_unknown: int | None, told_measured: int | None
) -> tuple[Moved, ...]:
    """One row for each that may come of a referral: `past` ones, and `older` ones of known outcome. `told_unknown` and
    `told_measured` are how many are of unknown and of known outcome, as far as it is told.
    """
    those: dict[Came, list[Judged]] = {came: [] for came in Came}
    for one in (*older, *past):
        those[BY_GAIN[one.gain]].append(one)
    told = sayable([len(those[came]) for came in Came if came is not Came.UNKNOWN])
    if not older and told_unknown is None and None not in told:
        # Else what is unknown would be what is left of all.
        told[max(range(len(told)), key=lambda place: told[place] or 0)] = None
    rows = dict(zip(Came, (*told, told_unknown), strict=True))
    counts = {came: _counts(those[came]) for came in Came}
    table = _Table(counts, _counts([one for one in past if one.gain is not None]), is_all=not older)
    hidden = {_row(came) for came in Came if rows[came] is None}
    for came, of_row in counts.items():
        parts = [None] * len(STEPS) if rows[came] is None else sayable(of_row)
        hidden |= {_cell(came, step) for step, part in zip(STEPS, parts, strict=True) if part is None}
    hidden |= {cell for cell, told in ((_KNOWN, told_unknown), (_MEASURED, told_measured)) if told is None}
    table.protect(hidden)
    return tuple(_moved(came, table, hidden) for came in Came)


class _Table:
    """The counts with their sums. How many of the past referrals rise, fall and stay is told elsewhere; how many of
    those of known outcome do is the rest. Where these are not all that is measured, the other rows have no such sums.
    """

    def __init__(self, counts: Mapping[Came, Sequence[int]], known: Sequence[int], *, is_all: bool) -> None:
        self.counts: dict[Cell, int] = {}
        self.equations: list[Equation] = []
        for came, of_row in counts.items():
            self._sum(_row(came), {_cell(came, step): count for step, count in zip(STEPS, of_row, strict=True)})
        self._rows = [_row(came) for came in Came if came is not Came.UNKNOWN]
        rest, inner = _row(Came.UNKNOWN), {_KNOWN | {("step", step)}: n for step, n in zip(STEPS, known, strict=True)}
        self._sum(_KNOWN, inner)
        for cell, step in zip(inner, STEPS, strict=True):
            self._sum(
                frozenset([("step", step)]), {each: self.counts[each] for each in (cell, _cell(Came.UNKNOWN, step))}
            )
            if is_all:
                self._sum(cell, {each: self.counts[each] for each in (row | {("step", step)} for row in self._rows)})
        self._sum(_ALL, {each: self.counts[each] for each in (_KNOWN, rest)})
        self._sum(_MEASURED, {row: self.counts[row] for row in self._rows})
        self._unprinted = set(inner)
        self._inner = [_cell(came, step) for came in Came for step in STEPS]

    def _sum(self, whole: Cell, parts: Mapping[Cell, int]) -> None:
        self.counts |= {**parts, whole: sum(parts.values())}
        self.equations.append(Equation(whole=whole, parts=tuple(parts)))

    def protect(self, hidden: set[Cell]) -> None:
        """Hide more, the smallest first, until every hidden cell keeps range enough. A row goes with its cells."""
        hidden |= self._unprinted
        most = self._ranges(hidden | {*self._inner, *self._rows})
        needs = {cell: min(self._enough(cell), found.width) for cell, found in most.items()}
        while narrow := self._alone(hidden, needs) or self._narrow(hidden, needs):
            near = {part for equation in self.equations if narrow & _in(equation) for part in _in(equation)}
            shown = [cell for cell in (*self._inner, *self._rows) if cell not in hidden]
            least = min(
                shown, key=lambda cell: (cell not in near, -len(cell), self.counts[cell] == 0, self.counts[cell])
            )
            hidden |= {cell for cell in (*self._inner, *self._rows) if least <= cell}

    def _enough(self, cell: Cell) -> int:
        """The range that a hidden cell keeps; what is printed nowhere may be known, unless it is few."""
        if cell in self._unprinted and not 0 < self.counts[cell] < LEAST_GROUP:
            return 0
        return LEAST_GROUP if self.counts[cell] < LEAST_GROUP else 1

    def _alone(self, hidden: set[Cell], needs: Mapping[Cell, float]) -> set[Cell]:
        """Those that are what is left of a sum: no programme is needed to see it."""
        left = [hidden & _in(equation) for equation in self.equations]
        return {cell for cells in left if len(cells) == 1 for cell in cells if needs[cell] > _ROUNDING}

    def _narrow(self, hidden: set[Cell], needs: Mapping[Cell, float]) -> set[Cell]:
        ranges = self._ranges(hidden)
        return {cell for cell, found in ranges.items() if found.width < needs[cell] - _ROUNDING}

    def _ranges(self, hidden: set[Cell]) -> dict[Cell, Range]:
        return ranges_of_hidden(self.counts, self.equations, hidden)


_ROUNDING = 1e-3
"""A programme's answer is a real number; counts are whole."""


def _in(equation: Equation) -> set[Cell]:
    return {equation.whole, *equation.parts}


def _counts(those: Sequence[Judged]) -> tuple[int, ...]:
    """As in `STEPS`."""
    steps = [BAND_ORDER.index(one.new.band) - BAND_ORDER.index(one.old.band) for one in those]
    return sum(step < 0 for step in steps), sum(step > 0 for step in steps), sum(step == 0 for step in steps)


def _row(came: Came) -> Cell:
    return frozenset([("came", came.value)])


def _cell(came: Came, step: str) -> Cell:
    return _row(came) | {("step", step)}


def _moved(came: Came, table: _Table, hidden: set[Cell]) -> Moved:
    def told(cell: Cell) -> int | None:
        return None if cell in hidden else table.counts[cell]

    risen, fallen, kept = (told(_cell(came, step)) for step in STEPS)
    return Moved(came=came, referrals=told(_row(came)), risen=risen, fallen=fallen, kept=kept)
