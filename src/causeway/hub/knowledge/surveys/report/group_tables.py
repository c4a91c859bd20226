"""Figures by force or rank as tables: a line for each group, a column for each answer.

A table is as wide as the question has answers; where the paper is too narrow it is cut into several, each with some of
the answers (`pieces`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from causeway.hub.base.theme.numbers import grouped
from causeway.hub.knowledge.surveys.report.model import Figure, Group, Item
from causeway.hub.knowledge.surveys.report.wording import HIDDEN_TEXTS, interval_text, label_of, value_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One figure. Where it is not shown both are empty."""

    value: str
    interval: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One group. `why` says why nothing of it is shown; empty where something is."""

    name: str
    cells: tuple[Cell, ...]
    people: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTable:
    """The answers, in the order of the question, and the groups."""

    answers: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def has_gaps(self) -> bool:
        """Whether a group that is shown lacks a figure."""
        return any(not line.why and not cell.value for line in self.lines for cell in line.cells)

    def pieces(self, width: int) -> Iterator["GroupTable"]:
        """Tables of so many answers at most."""
        for start in range(0, len(self.answers), width):
            end = start + width
            yield GroupTable(
                answers=self.answers[start:end],
                lines=tuple(
                    Line(name=line.name, cells=line.cells[start:end], people=line.people, why=line.why)
                    for line in self.lines
                ),
            )


def group_table(item: Item, groups: Sequence[Group]) -> GroupTable:
    """All figures of all groups. A report made when only the first answer was kept has that one column."""
    options = tuple(dict.fromkeys(figure.option for group in groups for figure in group.figures))
    return GroupTable(
        answers=tuple(label_of(item, option) for option in options),
        lines=tuple(_line(item, group, options) for group in groups),
    )


def gaps_text() -> str:
    """What an empty place in a table means."""
    return _("“Not shown”: fewer than 10 people of the group gave this answer, or it would give away such a figure.")


def _line(item: Item, group: Group, options: Sequence[str | None]) -> Line:
    found = {figure.option: figure for figure in group.figures}
    told = [figure.n for figure in group.figures if figure.n is not None]
    hidden = [figure.hidden for figure in group.figures if figure.hidden is not None]
    return Line(
        name=group.name,
        cells=tuple(_cell(item, found.get(option)) for option in options),
        people=grouped(told[0]) if told else "",
        why=str(HIDDEN_TEXTS[hidden[0]]) if hidden and not told else "",
    )


def _cell(item: Item, figure: Figure | None) -> Cell:
    if figure is None or figure.value is None or figure.low is None or figure.high is None:
        return Cell(value="", interval="")
    return Cell(value=value_text(item, figure.value), interval=interval_text(item, figure.low, figure.high))
