"""Makes the report of a wave from its opened answers: every figure once, suppressed before it is kept."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isfinite

import numpy as np

from causeway.estimation import Estimate, Weighted, shifted, worst_case
from causeway.hub.knowledge.surveys.report.changes import changes_since
from causeway.hub.knowledge.surveys.report.columns import Answered, Column
from causeway.hub.knowledge.surveys.report.model import (
    Figure,
    Group,
    Hidden,
    Item,
    Labels,
    Measure,
    Reach,
    Report,
    WeightsTold,
    Written,
)
from causeway.hub.knowledge.surveys.report.responding import response_of
from causeway.hub.knowledge.surveys.report.suppressing import hidden_figures, rounded, told_count
from causeway.vocabulary.instruments import QuestionKind, Texts
from causeway.vocabulary.waves import OpenedWave

POINTS = 0.1
"""By how much those who did not answer are let differ from those who did: our own choice, and said beside the figure."""


def build_report(wave: OpenedWave, *, earlier: OpenedWave | None = None, points: float = POINTS) -> Report:
    """The whole report. `earlier` is a wave of the same instrument to compare with.

    Raises:
        EstimationError: nobody answered, or somebody answered from a stratum that the frame does not have.
    """
    answered = Answered.of(wave)
    items = tuple(_item(answered, column, points) for column in answered.columns)
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


def _item(answered: Answered, column: Column, points: float) -> Item:
    question = column.question
    hidden = hidden_figures(answered, column)
    headline = column.options[0] if column.options else None
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
        figures=tuple(_figure(one, hidden.overall) for one in answered.estimates(column)),
        headline=headline,
        by_rank=tuple(_groups(answered, column, "rank", headline, hidden.by_rank)),
        by_force=tuple(_groups(answered, column, "force", headline, hidden.by_force)),
        reach=tuple(_reach(answered, column, headline, points)),
    )


HiddenBy = dict[tuple[str | None, str | None], Hidden]


def _figure(estimate: Estimate, hidden: HiddenBy) -> Figure:
    why = hidden.get((estimate.group or None, estimate.category))
    if why is None and not isfinite(estimate.value):
        why = Hidden.NOBODY
    if why is not None:
        return Figure(option=estimate.category, value=None, low=None, high=None, n=None, hidden=why)
    return Figure(
        option=estimate.category,
        value=round(estimate.value, 4),
        low=round(estimate.low, 4),
        high=round(estimate.high, 4),
        n=rounded(estimate.n),
    )


def _groups(
    answered: Answered, column: Column, by: str, headline: str | None, hidden: HiddenBy
) -> Iterator[Group]:
    """The headline figure of each group; forces in the order of the alphabet, ranks in that of the frame."""
    found: dict[str, list[Figure]] = {}
    for estimate in answered.estimates(column, by):
        if estimate.category == headline:
            found.setdefault(str(estimate.group), []).append(_figure(estimate, hidden))
    for name in sorted(found) if by == "force" else found:
        yield Group(name=name, figures=tuple(found[name]))


def _reach(answered: Answered, column: Column, headline: str | None, points: float) -> Iterator[Reach]:
    """Of shares asked of everybody: of a part of the people, nobody knows how many of the silent belong to it."""
    if headline is None or column.question.shown_if or not column.given.any():
        return
    weighted, kept = answered.weighted_for(column)
    holds = column.chosen[kept][:, column.options.index(headline)]
    worst, moved = worst_case(weighted, holds), shifted(weighted, holds, points)
    yield Reach(
        option=headline,
        worst_low=round(worst.low, 4),
        worst_high=round(worst.high, 4),
        shifted_low=round(moved.interval_low, 4),
        shifted_high=round(moved.interval_high, 4),
    )


def _weights(weighted: Weighted) -> WeightsTold:
    silent = [note for note in weighted.notes if note.code.value == "nobody_answered"]
    joined = [" + ".join(note.names) for note in weighted.notes if note.code.value == "margin_joined"]
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
