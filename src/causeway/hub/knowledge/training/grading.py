"""Marking answers and drawing items. Pure: the seed and the answers come from outside."""

import math
import random
from collections.abc import Collection, Mapping, Sequence

from causeway.hub.knowledge.training.content import Question, QuestionKind

Answer = tuple[str, ...]
"""What was given: places of options ("0", "2"), in the order chosen for an order; one number or text otherwise."""


def is_right(question: Question, answer: Answer) -> bool:
    """Whether an answer is right. A question of free text never is or is not: it counts as wrong, and is refused in
    tests before anybody is asked it.
    """
    match question.kind:
        case QuestionKind.SINGLE | QuestionKind.MULTIPLE:
            return bool(answer) and {*answer} == {str(place) for place in question.correct}
        case QuestionKind.ORDER:
            return answer == tuple(str(place) for place in range(len(question.options)))
        case QuestionKind.NUMBER:
            given = as_number(answer[0]) if answer else None
            return given is not None and abs(given - question.number) <= question.tolerance + 1e-9
        case QuestionKind.TEXT:
            return False


def right_answer(question: Question) -> Answer:
    """An answer that is right; of free text there is none."""
    match question.kind:
        case QuestionKind.SINGLE | QuestionKind.MULTIPLE:
            return tuple(str(place) for place in question.correct)
        case QuestionKind.ORDER:
            return tuple(str(place) for place in range(len(question.options)))
        case QuestionKind.NUMBER:
            return (f"{question.number:g}",)
        case QuestionKind.TEXT:
            return ()


def as_number(text: str) -> float | None:
    """A number as people write it, with a point or a comma; None where it is none."""
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def passes(right: int, asked: int, pass_percent: int) -> bool:
    """Whether so many right answers are enough."""
    return asked > 0 and right * 100 >= pass_percent * asked


def draw_items(items: Sequence[Question], size: int, *, seen: Collection[str], seed: str) -> tuple[str, ...]:
    """The codes of `size` items at random, those not seen before first, in an order of their own."""
    draw = random.Random(seed)  # noqa: S311 - which questions come is no secret
    fresh = [item.code for item in items if item.code not in seen]
    known = [item.code for item in items if item.code in seen]
    draw.shuffle(fresh)
    draw.shuffle(known)
    chosen = [*fresh, *known][:size]
    draw.shuffle(chosen)
    return tuple(chosen)


def shown_order(question: Question, seed: str) -> tuple[int, ...]:
    """In which order the options of a question are shown; an order never starts solved."""
    places = list(range(len(question.options)))
    draw = random.Random(f"{seed}:{question.code}")  # noqa: S311 - as above
    draw.shuffle(places)
    if question.kind is QuestionKind.ORDER and places == sorted(places) and len(places) > 1:
        places = [*places[1:], places[0]]
    return tuple(places)


def marks(items: Sequence[Question], answers: Mapping[str, Answer]) -> dict[str, bool]:
    """Which of the items were answered rightly."""
    return {item.code: is_right(item, tuple(answers.get(item.code, ()))) for item in items}
