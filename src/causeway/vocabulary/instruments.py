"""A survey instrument as data: its questions, when each is shown, and what an answer to each may be.

Codes are what is stored and counted; texts are what a person reads, by language. The words follow DDI Codebook: an
instrument's questions become variables, their options categories.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Texts = Mapping[str, str]
"""The same words by language code ("en", "nl", "it"). Every text has every language of its instrument."""

Answer = str | int | float | tuple[str, ...] | Mapping[str, str]
"""Single: an option's code. Multiple: the chosen codes in the instrument's order. Scale: a whole number. Number: a
number in the question's unit. Text: words. Matrix: an option's code by row code."""

Answers = Mapping[str, Answer]
"""By question code; a question that was not shown or was left out is absent."""


class QuestionKind(StrEnum):
    """What sort of answer a question takes."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    MATRIX = "matrix"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer that can be chosen. `is_exclusive` stands alone among several ("none of these")."""

    code: str
    label: Texts
    is_exclusive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One line of a matrix, answered with one of the question's options."""

    code: str
    label: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Holds when the answer to an earlier question is, or holds, one of these codes."""

    question: str
    is_any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `minimum` and `maximum` bound a scale or a number, in `unit`; `low` and `high` name a scale's
    ends. It is shown when every condition of `shown_if` holds.
    """

    code: str
    kind: QuestionKind
    text: Texts
    hint: Texts | None = None
    options: tuple[Option, ...] = ()
    rows: tuple[MatrixRow, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: Texts | None = None
    low: Texts | None = None
    high: Texts | None = None
    is_required: bool = False
    shown_if: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Questions that stand on one page. A section none of whose questions is shown is passed over."""

    code: str
    title: Texts
    questions: tuple[Question, ...]
    intro: Texts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A whole questionnaire. `consent` is what a person agrees to before the first question."""

    code: str
    version: str
    languages: tuple[str, ...]
    title: Texts
    about: Texts
    consent: Texts
    sections: tuple[Section, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in order."""
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, code: str) -> Question:
        """The question of this code.

        Raises:
            KeyError: there is none.
        """
        for question in self.questions:
            if question.code == code:
                return question
        raise KeyError(code)


def is_shown(question: Question, answers: Answers) -> bool:
    """Whether the question is asked, given what was answered before it."""
    return all(_holds(condition, answers) for condition in question.shown_if)


def _holds(condition: Condition, answers: Answers) -> bool:
    answer = answers.get(condition.question)
    match answer:
        case None:
            return False
        case tuple():
            chosen = set(answer)
        case Mapping():
            chosen = set(answer.values())
        case _:
            chosen = {str(answer)}
    return not chosen.isdisjoint(condition.is_any_of)
