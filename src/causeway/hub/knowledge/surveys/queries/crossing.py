"""A cross-table of an opened wave, for those who run it."""

from dataclasses import dataclass
from uuid import UUID

from causeway.estimation import EstimationError
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.knowledge.surveys.fault_words import figure_fault
from causeway.hub.knowledge.surveys.queries.opened import opened_wave
from causeway.hub.knowledge.surveys.report.columns import Answered, Column
from causeway.hub.knowledge.surveys.report.crossing import Crossing, cross, crossable
from causeway.hub.knowledge.surveys.report.wording import spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossView:
    """The questions that can be chosen, as (code, text), and the table of the chosen two. `labels` are the words of
    the answers, by question and code.
    """

    title: str
    is_synthetic: bool
    questions: tuple[tuple[str, str], ...]
    labels: dict[str, dict[str, str]]
    crossing: Crossing | None


@query(Permission.READ_SURVEY)
def cross_view(actor: Actor, wave_id: UUID, *, rows: str = "", columns: str = "") -> CrossView:
    """A wave's cross-table, where two questions are chosen.

    Raises:
        NotFound: the wave is not here, or not opened.
        Invalid: the choice gives no table.
    """
    answered = Answered.of(opened_wave(actor, wave_id))
    found = crossable(answered)
    try:
        crossing = cross(answered, rows, columns) if rows and columns else None
    except EstimationError as fault:
        raise Invalid(figure_fault(fault), field="columns") from fault
    return CrossView(
        title=answered.wave.title,
        is_synthetic=answered.wave.is_synthetic,
        questions=tuple((column.code, _text(column)) for column in found),
        labels={
            column.code: {option.code: spoken(dict(option.label)) for option in column.question.options}
            for column in found
        },
        crossing=crossing,
    )


def _text(column: Column) -> str:
    """The question; of a matrix, with its row."""
    text = spoken(dict(column.question.text))
    return f"{text} {spoken(dict(column.row.label))}" if column.row else text
