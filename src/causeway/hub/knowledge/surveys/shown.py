"""Questions as a page shows them in one language, with what was answered and what is wrong. Pure but for the words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from causeway.hub.knowledge.surveys.checking import steps_of
from causeway.hub.knowledge.surveys.words import FAULT_TEXTS
from causeway.vocabulary.answering import AnswerFault, FaultKind, NotAcceptable, Typed, read_answer
from causeway.vocabulary.instruments import Answer, Answers, Instrument, Option, Question, QuestionKind, Texts

Posted = Callable[[str], Sequence[str]]
"""All that was posted under a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChoice:
    """Something to choose."""

    value: str
    label: str
    is_chosen: bool
    is_exclusive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """One line of a matrix. `name` is the field's, `anchor` its identifier on the page."""

    name: str
    anchor: str
    label: str
    choices: tuple[ShownChoice, ...]
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownQuestion:
    """One question. `error_anchor` is where the error summary leads."""

    kind: str
    name: str
    anchor: str
    text: str
    is_required: bool
    hint: str = ""
    unit: str = ""
    value: str = ""
    choices: tuple[ShownChoice, ...] = ()
    rows: tuple[ShownRow, ...] = ()
    error: str = ""
    error_anchor: str = ""


def name_of(question: Question, row: str | None = None) -> str:
    """The name of a question's field."""
    return f"q-{question.code}-{row}" if row else f"q-{question.code}"


def typed_of(question: Question, posted: Posted) -> Typed:
    """What was posted as answer to a question."""
    if question.kind is QuestionKind.MATRIX:
        return {row.code: posted(name_of(question, row.code)) for row in question.rows}
    return {"": posted(name_of(question))}


def read_posted(
    questions: Iterable[Question], posted: Posted
) -> tuple[dict[str, Answer], dict[str, AnswerFault], set[str]]:
    """The acceptable answers by question, the faults by question, and which questions were left out."""
    answers: dict[str, Answer] = {}
    faults: dict[str, AnswerFault] = {}
    empty: set[str] = set()
    for question in questions:
        try:
            answer = read_answer(question, typed_of(question, posted))
        except NotAcceptable as refused:
            faults[question.code] = refused.fault
        else:
            if answer is None:
                empty.add(question.code)
            else:
                answers[question.code] = answer
    return answers, faults, empty


def shown_questions(
    questions: Iterable[Question],
    language: str,
    answers: Answers,
    faults: Mapping[str, AnswerFault] | None = None,
    posted: Posted | None = None,
) -> list[ShownQuestion]:
    """The questions as they are drawn; with `posted`, what was typed stays, acceptable or not."""
    return [
        _shown(
            question,
            language,
            typed_of(question, posted) if posted else _as_typed(answers.get(question.code)),
            (faults or {}).get(question.code),
        )
        for question in questions
    ]


def answer_in_words(question: Question, answer: Answer | None, language: str) -> list[str]:
    """An answer as a person reads it, line by line."""
    labels = {option.code: _in(option.label, language) for option in question.options}
    if answer is None:
        return [_("No answer")]
    if isinstance(answer, Mapping):
        rows = {row.code: _in(row.label, language) for row in question.rows}
        words = _("%(row)s: %(answer)s")
        return [words % {"row": rows[row], "answer": labels[code]} for row, code in answer.items()]
    if isinstance(answer, tuple):
        return [labels[code] for code in answer]
    if question.kind is QuestionKind.SINGLE:
        return [labels[str(answer)]]
    unit = _in(question.unit, language)
    return [f"{answer} {unit}".strip()]


def text_in(instrument: Instrument, texts: Texts | None, language: str) -> str:
    """A text in a language, or in the first of the instrument's where that lacks it."""
    if texts is None:
        return ""
    return texts.get(language) or next((texts[one] for one in instrument.languages if texts.get(one)), "")


def _in(texts: Texts | None, language: str) -> str:
    if not texts:
        return ""
    return texts.get(language) or next(iter(texts.values()), "")


def _as_typed(answer: Answer | None) -> Typed:
    if answer is None:
        return {}
    if isinstance(answer, Mapping):
        return {row: [code] for row, code in answer.items()}
    return {"": list(answer) if isinstance(answer, tuple) else [str(answer)]}


def _shown(question: Question, language: str, typed: Typed, fault: AnswerFault | None) -> ShownQuestion:
    chosen = list(typed.get("", ()))
    error = _fault_in_words(question, fault) if fault else ""
    rows = _rows(question, language, typed, fault, error)
    anchor = name_of(question)
    at_fault = next((row.anchor for row in rows if row.error), rows[0].anchor if rows else anchor)
    return ShownQuestion(
        kind=question.kind.value,
        name=anchor,
        anchor=anchor,
        text=_in(question.text, language),
        is_required=question.is_required,
        hint=_hint(question, language),
        unit=_in(question.unit, language),
        value=chosen[0] if chosen else "",
        choices=() if rows else _choices(question, language, chosen),
        rows=rows,
        error=error,
        error_anchor=at_fault,
    )


def _choices(question: Question, language: str, chosen: Sequence[str]) -> tuple[ShownChoice, ...]:
    if question.kind is QuestionKind.SCALE:
        return tuple(ShownChoice(value=str(n), label=str(n), is_chosen=str(n) in chosen) for n in steps_of(question))
    return tuple(_choice(option, language, chosen) for option in question.options)


def _choice(option: Option, language: str, chosen: Sequence[str]) -> ShownChoice:
    return ShownChoice(
        value=option.code,
        label=_in(option.label, language),
        is_chosen=option.code in chosen,
        is_exclusive=option.is_exclusive,
    )


def _rows(
    question: Question, language: str, typed: Typed, fault: AnswerFault | None, error: str
) -> tuple[ShownRow, ...]:
    return tuple(
        ShownRow(
            name=name_of(question, row.code),
            anchor=name_of(question, row.code),
            label=_in(row.label, language),
            choices=_choices(question, language, list(typed.get(row.code, ()))),
            error=error if fault and fault.row == row.code else "",
        )
        for row in question.rows
    )


def _hint(question: Question, language: str) -> str:
    hint = _in(question.hint, language)
    if question.kind is QuestionKind.SCALE and question.minimum is not None and question.maximum is not None:
        words = {
            "low": int(question.minimum),
            "low_name": _in(question.low, language),
            "high": int(question.maximum),
            "high_name": _in(question.high, language),
        }
        if words["low_name"] and words["high_name"]:
            ends = _("%(low)d means “%(low_name)s”, %(high)d means “%(high_name)s”.") % words
            return f"{hint} {ends}".strip()
    return hint


def _fault_in_words(question: Question, fault: AnswerFault) -> str:
    low, high = question.minimum, question.maximum
    is_bound = fault.kind in {FaultKind.TOO_SMALL, FaultKind.TOO_LARGE}
    if is_bound and low is not None and high is not None:
        return _("Enter a number from %(low)g to %(high)g") % {"low": low, "high": high}
    return str(FAULT_TEXTS[fault.kind])
