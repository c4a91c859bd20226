"""How an invented person answers a questionnaire: what each question's options weigh, tilted by where they stand."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from causeway.vocabulary.instruments import Answer, Answers, Instrument, Question, QuestionKind, is_shown

_LEFT_OUT = 0.03
"""The share of questions that a person passes over."""
_WRITES = 0.35
"""The share of people who write something where they may."""
_SENTENCES = (
    "More time for each case.",
    "One form for all services, so that nothing is missing.",
    "Tell us what came of the referral.",
    "A person to ask at each service.",
    "Training before the first case, and again each year.",
    "Faster examination of devices.",
    "The same practice in every force.",
    "Fewer systems to type the same thing into.",
    "A colleague to talk to after a hard day.",
    "Better links with schools in our area.",
    "Know the outcome of the cases that I worked on.",
    "More people on the desk at night.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Where a person stands. `pull` is on the logit scale, 0 on the population's average."""

    force: str
    rank: str
    pull: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tastes:
    """For each question, or row of a matrix ("question.row"): the logit of each option, and how pull tilts it."""

    logits: Mapping[str, Mapping[str, float]]
    tilts: Mapping[str, Mapping[str, float]]

    @classmethod
    def drawn(cls, rng: Random, instrument: Instrument, rates: Mapping[str, Mapping[str, float]]) -> "Tastes":
        """Rates as given, and drawn for every other question."""
        logits, tilts = {}, {}
        for question in instrument.questions:
            for key, codes in _choices(question):
                drawn = {code: rng.gauss(0, 0.8) for code in codes}
                given = rates.get(key)
                logits[key] = {code: math.log(given[code]) for code in codes} if given else drawn
                tilts[key] = {code: rng.gauss(0, 0.4) for code in codes}
        return cls(logits=logits, tilts=tilts)


def _choices(question: Question) -> Iterator[tuple[str, tuple[str, ...]]]:
    codes = tuple(option.code for option in question.options)
    match question.kind:
        case QuestionKind.SINGLE | QuestionKind.MULTIPLE:
            yield question.code, codes
        case QuestionKind.MATRIX:
            for row in question.rows:
                yield f"{question.code}.{row.code}", codes
        case QuestionKind.SCALE:
            low, high = int(question.minimum or 0), int(question.maximum or 0)
            yield question.code, tuple(str(step) for step in range(low, high + 1))
        case QuestionKind.NUMBER | QuestionKind.TEXT:
            return


def chances(tastes: Tastes, key: str, person: Person) -> dict[str, float]:
    """The chance of each option, summing to 1 (multinomial logit)."""
    tilts = tastes.tilts[key]
    raw = {code: math.exp(logit + tilts[code] * person.pull) for code, logit in tastes.logits[key].items()}
    total = sum(raw.values())
    return {code: weight / total for code, weight in raw.items()}


def answer_sheet(rng: Random, instrument: Instrument, tastes: Tastes, person: Person) -> Answers:
    """One person's answers; what is hidden is absent, and now and then something is passed over."""
    answers: dict[str, Answer] = {}
    for question in instrument.questions:
        if not is_shown(question, answers) or (not question.is_required and rng.random() < _LEFT_OUT):
            continue
        answer = _answer(rng, question, tastes, person)
        if answer is not None:
            answers[question.code] = answer
    return answers


def _answer(rng: Random, question: Question, tastes: Tastes, person: Person) -> Answer | None:
    match question.kind:
        case QuestionKind.SINGLE:
            return _one(rng, tastes, question.code, person)
        case QuestionKind.SCALE:
            return int(_one(rng, tastes, question.code, person))
        case QuestionKind.MATRIX:
            return {row.code: _one(rng, tastes, f"{question.code}.{row.code}", person) for row in question.rows}
        case QuestionKind.MULTIPLE:
            return _several(rng, question, tastes, person)
        case QuestionKind.NUMBER:
            drawn = round(rng.lognormvariate(2.2, 0.9))
            return min(int(question.maximum or drawn), max(int(question.minimum or 0), drawn))
        case QuestionKind.TEXT:
            return rng.choice(_SENTENCES) if rng.random() < _WRITES else None


def _one(rng: Random, tastes: Tastes, key: str, person: Person) -> str:
    shares = chances(tastes, key, person)
    return rng.choices(list(shares), list(shares.values()))[0]


def _several(rng: Random, question: Question, tastes: Tastes, person: Person) -> tuple[str, ...] | None:
    alone = {option.code for option in question.options if option.is_exclusive}
    logits, tilts = tastes.logits[question.code], tastes.tilts[question.code]
    chosen = tuple(
        code
        for code, logit in logits.items()
        if code not in alone and rng.random() < 1 / (1 + math.exp(0.6 - logit - tilts[code] * person.pull))
    )
    return chosen or (tuple(sorted(alone)[:1]) or None)
