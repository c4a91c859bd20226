"""Questions as a page asks them and as a form gives them back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from causeway.hub.knowledge.training.content import Question, QuestionKind
from causeway.hub.knowledge.training.grading import Answer, shown_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option, its place in the document, and whether it was chosen; of an order, the rank that it was given."""

    place: int
    text: str
    is_chosen: bool = False
    rank: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question on a page. `is_right` is None where nothing is told of it."""

    number: int
    question: Question
    options: tuple[Option, ...]
    given: str = ""
    is_right: bool | None = None
    shows_feedback: bool = False

    @property
    def kind(self) -> str:
        """For the template."""
        return self.question.kind.value

    @property
    def anchor(self) -> str:
        """The id of its first field."""
        if self.question.kind in {QuestionKind.NUMBER, QuestionKind.TEXT}:
            return self.question.code
        return f"{self.question.code}-{self.options[0].place}"

    @property
    def ranks(self) -> range:
        """The places that can be chosen in an order."""
        return range(1, len(self.options) + 1)


def asked(
    questions: Iterable[Question],
    seed: str,
    answers: Mapping[str, Answer] | None = None,
    marks: Mapping[str, bool] | None = None,
    *,
    shows_feedback: bool = False,
) -> list[Asked]:
    """The questions in order, each with its options in an order of its own, and what was answered."""
    given = answers or {}
    return [
        Asked(
            number=number,
            question=question,
            options=_options(question, seed, tuple(given.get(question.code, ()))),
            given=next(iter(given.get(question.code, ())), ""),
            is_right=marks.get(question.code, False) if marks is not None else None,
            shows_feedback=shows_feedback,
        )
        for number, question in enumerate(questions, start=1)
    ]


def answers_in(post: QueryDict, questions: Iterable[Question]) -> dict[str, Answer]:
    """What a form answered. An order with a rank missing or given twice counts as not answered."""
    return {question.code: _answer(post, question) for question in questions}


def unanswered(questions: Iterable[Question], answers: Mapping[str, Answer]) -> frozenset[str]:
    """The codes of the questions that count and have no answer."""
    return frozenset(
        question.code
        for question in questions
        if question.kind is not QuestionKind.TEXT and not answers.get(question.code)
    )


def _answer(post: QueryDict, question: Question) -> Answer:
    if question.kind is QuestionKind.ORDER:
        ranked = {place: post.get(f"{question.code}.{place}", "") for place in range(len(question.options))}
        if sorted(ranked.values()) != sorted(str(rank) for rank in range(1, len(ranked) + 1)):
            return ()
        return tuple(str(place) for place in sorted(ranked, key=lambda place: int(ranked[place])))
    return tuple(value.strip() for value in post.getlist(question.code) if value.strip())


def _options(question: Question, seed: str, answer: Answer) -> tuple[Option, ...]:
    ranks = {place: rank for rank, place in enumerate(answer, start=1)}
    return tuple(
        Option(
            place=place,
            text=question.options[place],
            is_chosen=str(place) in answer,
            rank=ranks.get(str(place), 0) if question.kind is QuestionKind.ORDER else 0,
        )
        for place in shown_order(question, seed)
    )
