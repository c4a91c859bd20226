"""What was asked, as columns that the statistics engine takes.

A question that is shown only to some is a domain: those who were not asked stay in the sample, so that weights stand
for the whole population, and the figure is of those who were asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from causeway.estimation import Coded, Estimate, Frame, Sample, Weighted, mean, post_stratify, proportions
from causeway.hub.knowledge.surveys.report.model import Measure
from causeway.hub.knowledge.surveys.report.suppressing import UNCHOSEN
from causeway.vocabulary.instruments import Answers, Instrument, MatrixRow, Question, QuestionKind, is_shown
from causeway.vocabulary.waves import OpenedAnswer, OpenedWave

Truth = NDArray[np.bool_]
Values = NDArray[np.float64]

ROW_MARK = "__"
"""Between the code of a matrix and that of its row, as in the data files."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Column:
    """One item's answers. `asked` and `given` say who was asked and who answered; `codes` and `numbers` hold what, and
    `chosen` one column of truth an option.
    """

    code: str
    question: Question
    row: MatrixRow | None
    measure: Measure
    options: tuple[str, ...]
    asked: Truth
    given: Truth
    codes: NDArray[np.intp]
    chosen: Truth
    numbers: Values


@dataclass(frozen=True, kw_only=True, eq=False)
class Answered:
    """A wave ready for estimates."""

    wave: OpenedWave
    sample: Sample

    @classmethod
    def of(cls, wave: OpenedWave) -> "Answered":
        """The wave's sample, over its frame of force by rank."""
        people: dict[tuple[str, ...], float] = {}
        for row in wave.frame:
            people[row.force, row.rank] = people.get((row.force, row.rank), 0) + row.population
        frame = Frame.of(people.items())
        return cls(wave=wave, sample=Sample.of(frame, ((sheet.force, sheet.rank) for sheet in wave.answers)))

    @cached_property
    def weighted(self) -> Weighted:
        """The weights of everybody who sent a questionnaire."""
        return post_stratify(self.sample)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Every item that can be counted, in the instrument's order."""
        return tuple(columns_of(self.wave.instrument, self.wave.answers))

    def column(self, code: str) -> Column | None:
        """The item of this code."""
        return next((column for column in self.columns if column.code == code), None)

    def weighted_for(self, column: Column) -> tuple[Weighted, Truth]:
        """Weights of those who answered the item or were not asked it, and which of the people they are."""
        kept = column.given | ~column.asked
        return (self.weighted if kept.all() else post_stratify(self.sample.where(kept))), kept

    def estimates(self, column: Column) -> tuple[Estimate, ...]:
        """The item's figures for everybody. Empty where nobody answered."""
        if not column.given.any():
            return ()
        weighted, kept = self.weighted_for(column)
        everybody = Coded(codes=np.where(column.given[kept], 0, -1), labels=("",))
        return tuple(replace(one, group=None) for one in _estimates(column, weighted, kept, everybody))

    def estimates_by(self, column: Column, by: str) -> tuple[Estimate, ...]:
        """The item's figures for each force or rank; who did not answer stands in no group."""
        if not column.given.any():
            return ()
        weighted, kept = self.weighted_for(column)
        whole = weighted.sample.dimension(by)
        groups = Coded(codes=np.where(column.given[kept], whole.codes, -1), labels=whole.labels)
        return tuple(_estimates(column, weighted, kept, groups))


def columns_of(instrument: Instrument, sheets: Sequence[OpenedAnswer]) -> Iterator[Column]:
    """The columns of all questions but those answered in words."""
    answers = [sheet.answers for sheet in sheets]
    for question in instrument.questions:
        if question.kind is QuestionKind.TEXT:
            continue
        for row in question.rows or (None,):
            yield _column(question, row, answers)


def _column(question: Question, row: MatrixRow | None, answers: Sequence[Answers]) -> Column:
    asked = np.array([is_shown(question, told) for told in answers], dtype=np.bool_)
    values = [_value(told.get(question.code), row) for told in answers]
    given = np.array([value is not None for value in values], dtype=np.bool_) & asked
    options = tuple(option.code for option in question.options)
    places = {code: place for place, code in enumerate(options)}
    chosen = np.zeros((len(values), len(options)), dtype=np.bool_)
    numbers = np.full(len(values), np.nan)
    for person, value in enumerate(values):
        if isinstance(value, int | float):
            numbers[person] = value
        elif value is not None:
            for code in (value,) if isinstance(value, str) else value:
                if code in places:
                    chosen[person, places[code]] = True
    return Column(
        code=f"{question.code}{ROW_MARK}{row.code}" if row else question.code,
        question=question,
        row=row,
        measure=_measure(question),
        options=options,
        asked=asked,
        given=given,
        codes=np.where(chosen.any(axis=1), chosen.argmax(axis=1), -1) if options else np.zeros(0, dtype=np.intp),
        chosen=chosen,
        numbers=numbers,
    )


def _value(answer: object, row: MatrixRow | None) -> str | float | tuple[str, ...] | None:
    match answer:
        case Mapping() if row is not None:
            value = answer.get(row.code)
            return str(value) if value else None
        case str() | int() | float():
            return answer or None if isinstance(answer, str) else float(answer)
        case tuple() if answer:
            return tuple(str(code) for code in answer)
        case _:
            return None


def _measure(question: Question) -> Measure:
    match question.kind:
        case QuestionKind.MULTIPLE:
            return Measure.SEVERAL
        case QuestionKind.SCALE | QuestionKind.NUMBER:
            return Measure.MEAN
        case _:
            return Measure.SHARE


def _estimates(column: Column, weighted: Weighted, kept: Truth, groups: Coded) -> Iterator[Estimate]:
    match column.measure:
        case Measure.SHARE:
            # Those who were not asked stand in no group, so that whatever stands in their place is not counted.
            answers = Coded(codes=np.maximum(column.codes[kept], 0), labels=column.options)
            yield from proportions(weighted, answers, groups)
        case Measure.SEVERAL:
            for option in column.options:
                yield from _chosen(column, option, weighted, kept, groups)
        case Measure.MEAN:
            yield from mean(weighted, np.nan_to_num(column.numbers[kept]), groups)


def _chosen(column: Column, option: str, weighted: Weighted, kept: Truth, groups: Coded) -> tuple[Estimate, ...]:
    """An option as two categories: chosen, and not."""
    codes = column.chosen[kept][:, column.options.index(option)].astype(np.intp)
    return proportions(weighted, Coded(codes=codes, labels=(f"{UNCHOSEN}{option}", option)), groups)
