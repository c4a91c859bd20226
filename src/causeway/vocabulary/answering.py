"""The rules of answering: what may be answered to a question, which questions are asked, and in which order.

Pure. What a person typed becomes an `Answer`, or a fault that names the question; answers to questions that are not
asked any more are dropped, because somebody went back and chose otherwise.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from causeway.vocabulary.instruments import Answer, Answers, Instrument, Question, QuestionKind, Section, is_shown

LONGEST_TEXT = 2_000
"""Characters of a written answer: about a page, and small enough that every sheet can be padded to the longest."""

_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,9})?")
_ITSELF = ""
"""The key under which a question that is no matrix was answered."""

Typed = Mapping[str, Sequence[str]]
"""What was typed or ticked, by row code; of a question without rows under the empty key."""


class FaultKind(StrEnum):
    """What is wrong with an answer."""

    MISSING = "missing"
    UNKNOWN_OPTION = "unknown_option"
    MORE_THAN_ONE = "more_than_one"
    NOT_WITH_OTHERS = "not_with_others"
    NOT_A_NUMBER = "not_a_number"
    NOT_WHOLE = "not_whole"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    WRONG_KIND = "wrong_kind"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFault:
    """What is wrong, with which question and, in a matrix, which row."""

    question: str
    kind: FaultKind
    row: str | None = None


class NotAcceptable(Exception):
    """What was typed is no answer to the question."""

    code = "answer_not_acceptable"

    def __init__(self, fault: AnswerFault) -> None:
        super().__init__(f"{fault.question}: {fault.kind}")
        self.fault = fault


def read_answer(question: Question, typed: Typed) -> Answer | None:
    """The answer that was typed or ticked, None where the question was left out.

    Raises:
        NotAcceptable: it cannot be an answer to this question, or a required one is missing.
    """
    answer = _read(question, {row: _tidied(values) for row, values in typed.items()})
    fault = fault_of(question, answer)
    if fault:
        raise NotAcceptable(fault)
    return answer


def fault_of(question: Question, answer: Answer | None) -> AnswerFault | None:
    """What is wrong with an answer; None where nothing is."""
    if answer is None:
        return _fault(question, FaultKind.MISSING) if question.is_required else None
    match question.kind:
        case QuestionKind.SINGLE:
            return _fault_of_choice(question, answer)
        case QuestionKind.MULTIPLE:
            return _fault_of_choices(question, answer)
        case QuestionKind.MATRIX:
            return _fault_of_rows(question, answer)
        case QuestionKind.SCALE | QuestionKind.NUMBER:
            return _fault_of_number(question, answer)
        case QuestionKind.TEXT:
            return _fault_of_text(question, answer)


def asked(questions: Iterable[Question], answers: Answers) -> tuple[Question, ...]:
    """Those of the questions that are asked, given these answers."""
    return tuple(question for question in questions if is_shown(question, answers))


def cleaned(instrument: Instrument, answers: Answers) -> dict[str, Answer]:
    """The answers to questions that are asked, in the instrument's order; every other is dropped.

    A question is asked by what is kept of the answers before it, so that dropping one drops what hangs on it.
    """
    kept: dict[str, Answer] = {}
    for question in instrument.questions:
        answer = answers.get(question.code)
        if answer is not None and is_shown(question, kept):
            kept[question.code] = answer
    return kept


def faults_of_all(instrument: Instrument, answers: Answers) -> tuple[AnswerFault, ...]:
    """What is wrong with a whole sheet, in the instrument's order: all that is asked and required must be there."""
    kept = cleaned(instrument, answers)
    found = (fault_of(question, kept.get(question.code)) for question in asked(instrument.questions, kept))
    return tuple(fault for fault in found if fault)


def section_after(instrument: Instrument, answers: Answers, code: str | None) -> Section | None:
    """The next section in which something is asked; after None the first. None at the end."""
    return _first_asked(instrument.sections[_position(instrument, code) + 1 :], answers)


def section_before(instrument: Instrument, answers: Answers, code: str | None) -> Section | None:
    """The section before in which something is asked; before None the last. None at the start."""
    end = len(instrument.sections) if code is None else _position(instrument, code)
    return _first_asked(tuple(reversed(instrument.sections[:end])), answers)


def _first_asked(sections: Sequence[Section], answers: Answers) -> Section | None:
    return next((section for section in sections if asked(section.questions, answers)), None)


def _position(instrument: Instrument, code: str | None) -> int:
    codes = [section.code for section in instrument.sections]
    return -1 if code is None else codes.index(code)


def _fault(question: Question, kind: FaultKind, row: str | None = None) -> AnswerFault:
    return AnswerFault(question=question.code, kind=kind, row=row)


def _tidied(values: Sequence[str]) -> list[str]:
    # Line ends as HTML forms send them (CR LF) become one; what a terminal would obey is left out.
    lines = (value.replace("\r\n", "\n").replace("\r", "\n") for value in values)
    kept = ("".join(char for char in value if char == "\n" or char.isprintable()).strip() for value in lines)
    return [value for value in kept if value]


def _read(question: Question, typed: Mapping[str, list[str]]) -> Answer | None:
    values = typed.get(_ITSELF, [])
    match question.kind:
        case QuestionKind.MATRIX:
            return {row: _one(question, values, row) for row, values in typed.items() if row and values} or None
        case QuestionKind.MULTIPLE:
            order = [option.code for option in question.options]
            strange = [value for value in values if value not in order]
            return (*sorted(set(values) & set(order), key=order.index), *strange) or None
        case QuestionKind.SCALE | QuestionKind.NUMBER:
            return _number(question, _one(question, values)) if values else None
        case QuestionKind.SINGLE | QuestionKind.TEXT:
            return _one(question, values) if values else None


def _one(question: Question, values: list[str], row: str | None = None) -> str:
    if len(values) > 1:
        raise NotAcceptable(_fault(question, FaultKind.MORE_THAN_ONE, row))
    return values[0]


def _number(question: Question, text: str) -> int | float:
    if not _NUMBER.fullmatch(text.replace(" ", "")):
        raise NotAcceptable(_fault(question, FaultKind.NOT_A_NUMBER))
    value = float(text.replace(" ", "").replace(",", "."))
    return int(value) if value.is_integer() else value


def _fault_of_choice(question: Question, answer: Answer) -> AnswerFault | None:
    if not isinstance(answer, str):
        return _fault(question, FaultKind.WRONG_KIND)
    return None if answer in _codes(question) else _fault(question, FaultKind.UNKNOWN_OPTION)


def _fault_of_choices(question: Question, answer: Answer) -> AnswerFault | None:
    if not isinstance(answer, tuple) or not answer or len(set(answer)) != len(answer):
        return _fault(question, FaultKind.WRONG_KIND)
    if not set(answer) <= _codes(question):
        return _fault(question, FaultKind.UNKNOWN_OPTION)
    alone = {option.code for option in question.options if option.is_exclusive}
    return _fault(question, FaultKind.NOT_WITH_OTHERS) if len(answer) > 1 and alone & set(answer) else None


def _fault_of_rows(question: Question, answer: Answer) -> AnswerFault | None:
    rows = [row.code for row in question.rows]
    if not isinstance(answer, Mapping) or not answer or not set(answer) <= set(rows):
        return _fault(question, FaultKind.WRONG_KIND)
    for row in rows:
        if row not in answer and question.is_required:
            return _fault(question, FaultKind.MISSING, row)
        if row in answer and answer[row] not in _codes(question):
            return _fault(question, FaultKind.UNKNOWN_OPTION, row)
    return None


def _fault_of_number(question: Question, answer: Answer) -> AnswerFault | None:
    if isinstance(answer, bool) or not isinstance(answer, int | float) or not math.isfinite(answer):
        return _fault(question, FaultKind.WRONG_KIND)
    if question.kind is QuestionKind.SCALE and not float(answer).is_integer():
        return _fault(question, FaultKind.NOT_WHOLE)
    if question.minimum is not None and answer < question.minimum:
        return _fault(question, FaultKind.TOO_SMALL)
    if question.maximum is not None and answer > question.maximum:
        return _fault(question, FaultKind.TOO_LARGE)
    return None


def _fault_of_text(question: Question, answer: Answer) -> AnswerFault | None:
    if not isinstance(answer, str):
        return _fault(question, FaultKind.WRONG_KIND)
    return _fault(question, FaultKind.TOO_LONG) if len(answer) > LONGEST_TEXT else None


def _codes(question: Question) -> set[str]:
    return {option.code for option in question.options}
