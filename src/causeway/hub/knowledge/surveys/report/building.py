"""Makes the report of a wave from its opened answers: every figure once, suppressed before it is kept."""

from collections.abc import Iterator, Sequence

from causeway.estimation import NoteCode, Silence, Weighted, silence
from causeway.hub.knowledge.surveys.report.changes import changes_since
from causeway.hub.knowledge.surveys.report.columns import Answered, Column
from causeway.hub.knowledge.surveys.report.model import (
    Figure,
    Group,
    Item,
    Labels,
    Report,
    WeightsTold,
    Written,
)
from causeway.hub.knowledge.surveys.report.reaching import reach_of
from causeway.hub.knowledge.surveys.report.responding import asked_of, response_of
from causeway.hub.knowledge.surveys.report.suppressing import Safe, safe_figures, told_count
from causeway.vocabulary.instruments import QuestionKind, Texts
from causeway.vocabulary.waves import OpenedWave

POINTS = 0.1
"""By how much those who did not answer are let differ: our own choice, and said beside the figure."""


def build_report(wave: OpenedWave, *, earlier: OpenedWave | None = None, points: float = POINTS) -> Report:
    """The whole report. `earlier` is a wave of the same instrument to compare with. How far the silent could move a
    figure is told of what was asked of everybody: of a part, nobody knows how many of the silent belong to it.

    Raises:
        EstimationError: nobody answered, or somebody answered from a stratum that the frame does not have.
    """
    answered = Answered.of(wave)
    silent = silence(answered.sample.frame, answered.sample.counts, asked_of(wave, answered.sample))
    items = tuple(_item(answered, column, silent, points) for column in answered.columns)
    if earlier is not None:
        items = changes_since(Answered.of(earlier), answered, items)
    return Report(
        title=wave.title,
        instrument=wave.instrument.code,
        version=wave.instrument.version,
        languages=wave.instrument.languages,
        about=_labels(wave.instrument.about),
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        is_synthetic=wave.is_synthetic,
        forces=len({row.force for row in wave.frame}),
        response=response_of(wave, answered.sample, points),
        weights=_weights(answered.weighted),
        items=items,
        written=tuple(_written(wave)),
        compared_with=earlier.title if earlier else "",
        sections=tuple(
            (_labels(section.title), tuple(question.code for question in section.questions))
            for section in wave.instrument.sections
        ),
    )


def _item(answered: Answered, column: Column, silent: Silence, points: float) -> Item:
    question = column.question
    headline = _headline(column)
    ranks = figures_by_rank(answered, column)
    figures = tuple(one.figure for one in ranks if one.group is None)
    forces = safe_figures(
        answered.estimates_by(column, "force"),
        column.measure,
        small_groups=True,
        hidden={figure.option for figure in figures if figure.hidden is not None},
    )
    return Item(
        code=column.code,
        question=question.code,
        measure=column.measure,
        text=_labels(question.text),
        row=_labels(column.row.label) if column.row else None,
        unit=_labels(question.unit) if question.unit else None,
        options={option.code: _labels(option.label) for option in question.options},
        is_conditional=bool(question.shown_if),
        left_out=told_count(int((column.asked & ~column.given).sum())),
        figures=figures,
        headline=headline,
        by_rank=_groups(ranks),
        by_force=tuple(sorted(_groups(forces), key=lambda group: group.name)),
        reach=() if question.shown_if else reach_of(figures, headline, silent, points),
    )


def figures_by_rank(answered: Answered, column: Column) -> list[Safe]:
    """Everybody's figures and those of the ranks. Whatever else shows a question by rank hides what these hide, so
    that two tables never tell together what each keeps back.
    """
    return safe_figures(
        (*answered.estimates(column), *answered.estimates_by(column, "rank")),
        column.measure,
        headline=_headline(column),
    )


def _headline(column: Column) -> str | None:
    return column.options[0] if column.options else None


def _groups(safe: Sequence[Safe]) -> tuple[Group, ...]:
    """Each force or rank with all its figures, in the order of the frame."""
    found: dict[str, list[Figure]] = {}
    for one in safe:
        if one.group is not None:
            found.setdefault(one.group, []).append(one.figure)
    return tuple(Group(name=name, figures=tuple(figures)) for name, figures in found.items())


def _weights(weighted: Weighted) -> WeightsTold:
    silent = [note for note in weighted.notes if note.code is NoteCode.NOBODY_ANSWERED]
    joined = [" + ".join(note.names) for note in weighted.notes if note.code is NoteCode.MARGIN_JOINED]
    return WeightsTold(
        lowest=round(weighted.lowest, 2),
        highest=round(weighted.highest, 2),
        effective_n=round(weighted.effective_n, 1),
        design_effect=round(weighted.design_effect, 2),
        silent_strata=len(silent),
        people_in_silent_strata=round(sum(note.amount for note in silent)),
        joined=tuple(joined),
    )


def _written(wave: OpenedWave) -> Iterator[Written]:
    texts = wave.texts_by_question
    for question in wave.instrument.questions:
        if question.kind is QuestionKind.TEXT:
            yield Written(
                question=question.code,
                text=_labels(question.text),
                answered=told_count(len(texts.get(question.code, ()))),
            )


def _labels(texts: Texts) -> Labels:
    return dict(texts)
