"""The practice of several forces side by side, without what so few cases could give away. Pure.

What may be shown, the survey engine decides by the rule that it has for any count: none under ten, none that could be
worked out from what stands beside it, and the rest rounded to five.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from causeway.estimation import CountTable, suppress
from causeway.hub.base.theme.numbers import percent
from causeway.hub.road.cases.practice import Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceLine:
    """One force's figures for a playbook, rounded; None where they are not shown. A share is of 1."""

    force: str
    cases: int | None
    departed: int | None
    share_in_time: float | None

    @property
    def percent(self) -> str:
        """The share in time as a whole percentage; empty where it is not shown."""
        return "" if self.share_in_time is None else percent(self.share_in_time)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookAcross:
    """One playbook, all its versions together, over the forces that let their figures be seen."""

    title: str
    lines: tuple[ForceLine, ...]
    total: ForceLine


def across_forces(shared: Mapping[str, Sequence[Figures]], *, everybody: str) -> tuple[PlaybookAcross, ...]:
    """What each force let be seen, by playbook. `everybody` names the line of all together."""
    codes = dict.fromkeys(each.code for figures in shared.values() for each in figures if each.cases)
    return tuple(_playbook(code, shared, everybody) for code in codes)


def _playbook(code: str, shared: Mapping[str, Sequence[Figures]], everybody: str) -> PlaybookAcross:
    by_force = {
        force: [each for each in figures if each.code == code and each.cases]
        for force, figures in sorted(shared.items())
    }
    found = {force: figures for force, figures in by_force.items() if figures}
    cases = [[sum(e.cases - e.departed for e in one), sum(e.departed for e in one)] for one in found.values()]
    steps = [[sum(e.in_time for e in one), sum(e.timed - e.in_time for e in one)] for one in found.values()]
    forces = tuple(found)
    # Cases and steps are not counts of the same things, so their tables share no margin.
    of_cases = suppress([_table("cases", forces, cases)])[0]
    of_steps = suppress([_table("steps", forces, steps)])[0]
    lines = tuple(
        ForceLine(
            force=force,
            cases=of_cases.row_totals[place],
            departed=of_cases.cells[place][1],
            share_in_time=_share(of_steps.cells[place][0], of_steps.row_totals[place]),
        )
        for place, force in enumerate(forces)
    )
    total = ForceLine(
        force=everybody,
        cases=of_cases.total,
        departed=of_cases.column_totals[1],
        share_in_time=_share(of_steps.column_totals[0], of_steps.total),
    )
    return PlaybookAcross(title=next(iter(found.values()))[0].title, lines=lines, total=total)


def _table(what: str, forces: tuple[str, ...], counts: list[list[int]]) -> CountTable:
    return CountTable(
        row_variable=f"force of {what}",
        column_variable=what,
        rows=forces,
        columns=("as the playbook says", "otherwise"),
        counts=np.array(counts, dtype=float),
    )


def _share(part: int | None, whole: int | None) -> float | None:
    return None if part is None or not whole else part / whole
