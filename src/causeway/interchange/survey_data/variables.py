"""An instrument's questions as the variables of a data file, and answers as its records.

The words are those of DDI Codebook 2.5: a variable has a label and categories, each with a value and a label of its
own. A question with several answers becomes one variable an option; a matrix, one a row. Values of categories are the
instrument's own codes, so that a table can be read without its codebook.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from causeway.vocabulary.instruments import Answer, Instrument, Question, QuestionKind, Texts, is_shown
from causeway.vocabulary.waves import OpenedAnswer

NOT_ASKED = "not_asked"
"""The value where a question was not shown. Left out by the person: None."""
CHOSEN, NOT_CHOSEN = "1", "0"

_NOT_ASKED_LABEL: Texts = {"en": "Not asked", "nl": "Niet gevraagd", "it": "Non chiesto"}
_CHOSEN_LABEL: Texts = {"en": "Chosen", "nl": "Gekozen", "it": "Scelto"}
_NOT_CHOSEN_LABEL: Texts = {"en": "Not chosen", "nl": "Niet gekozen", "it": "Non scelto"}
_JOIN = "__"
"""Between a question's code and that of its option or row: no code holds two underscores for any other reason."""

Cell = str | float | None
"""A category's value, a number, words; None for what a person left out."""


class VariableKind(StrEnum):
    """What a variable holds."""

    CATEGORY = "category"
    NUMBER = "number"
    WORDS = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One value that a variable takes."""

    value: str
    label: Texts
    is_missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One column of the file. `question` is the literal question; `universe` says of whom it was asked."""

    name: str
    kind: VariableKind
    label: Texts
    categories: tuple[Category, ...] = ()
    question: Texts | None = None
    minimum: float | None = None
    maximum: float | None = None
    is_conditional: bool = False
    is_weight: bool = False
    of: str = ""
    """The code of the question, or empty for force, rank and weight."""


@dataclass(frozen=True, slots=True)
class Record:
    """One person's cells, in the order of the variables."""

    cells: tuple[Cell, ...]


def variables_of(instrument: Instrument) -> tuple[Variable, ...]:
    """The variables of an instrument's questions, in its order."""
    return tuple(variable for question in instrument.questions for variable in _of_question(question))


def cells_of(instrument: Instrument, sheet: OpenedAnswer) -> tuple[Cell, ...]:
    """One person's answers as cells of those variables."""
    return tuple(
        cell
        for question in instrument.questions
        for cell in _cells(question, sheet.answers.get(question.code), is_asked=is_shown(question, sheet.answers))
    )


def stratum_variable(name: str, label: Texts, values: Sequence[str]) -> Variable:
    """A variable of where people stand, such as their force, in the order given."""
    categories = tuple(Category(value=value, label=dict.fromkeys(label, value)) for value in values)
    return Variable(name=name, kind=VariableKind.CATEGORY, label=label, categories=categories)


def _of_question(question: Question) -> Iterator[Variable]:
    match question.kind:
        case QuestionKind.SINGLE:
            yield _category(question, question.code, question.text, _options(question))
        case QuestionKind.MULTIPLE:
            both = (
                Category(value=NOT_CHOSEN, label=_in_languages(_NOT_CHOSEN_LABEL, question.text)),
                Category(value=CHOSEN, label=_in_languages(_CHOSEN_LABEL, question.text)),
            )
            for option in question.options:
                yield _category(question, f"{question.code}{_JOIN}{option.code}", option.label, both)
        case QuestionKind.MATRIX:
            for row in question.rows:
                yield _category(question, f"{question.code}{_JOIN}{row.code}", row.label, _options(question))
        case QuestionKind.SCALE | QuestionKind.NUMBER:
            yield Variable(
                name=question.code,
                kind=VariableKind.NUMBER,
                label=question.text,
                question=question.text,
                minimum=question.minimum,
                maximum=question.maximum,
                is_conditional=bool(question.shown_if),
                of=question.code,
            )
        case QuestionKind.TEXT:
            yield Variable(
                name=question.code,
                kind=VariableKind.WORDS,
                label=question.text,
                question=question.text,
                is_conditional=bool(question.shown_if),
                of=question.code,
            )


def _category(question: Question, name: str, label: Texts, categories: tuple[Category, ...]) -> Variable:
    not_asked = Category(value=NOT_ASKED, label=_in_languages(_NOT_ASKED_LABEL, question.text), is_missing=True)
    return Variable(
        name=name,
        kind=VariableKind.CATEGORY,
        label=label,
        categories=(*categories, not_asked) if question.shown_if else categories,
        question=question.text,
        is_conditional=bool(question.shown_if),
        of=question.code,
    )


def _options(question: Question) -> tuple[Category, ...]:
    return tuple(Category(value=option.code, label=option.label) for option in question.options)


def _in_languages(words: Texts, like: Texts) -> Texts:
    """The words in the languages of another text, in English where we have no other."""
    return {language: words.get(language, words["en"]) for language in like}


def _cells(question: Question, answer: Answer | None, *, is_asked: bool) -> Iterator[Cell]:
    match answer:
        case None | ():
            width = len(question.options if question.kind is QuestionKind.MULTIPLE else question.rows) or 1
            has_value = not is_asked and question.kind is not QuestionKind.TEXT
            yield from [NOT_ASKED if has_value else None] * width
        case tuple():
            yield from (CHOSEN if option.code in answer else NOT_CHOSEN for option in question.options)
        case Mapping():
            yield from (answer.get(row.code) for row in question.rows)
        case _:
            yield answer if isinstance(answer, str) else float(answer)
