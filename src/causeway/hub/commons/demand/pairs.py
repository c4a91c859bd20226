"""How two organisations answer each other: referrals one way, questions, requests and notices the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import numpy as np

from causeway.hub.commons.demand.facts import Items, Step
from causeway.hub.commons.demand.summaries import Results, results_of
from causeway.hub.commons.demand.waits import Wait, wait_of
from causeway.monitoring import waiting_curve


class Ask(StrEnum):
    """What one side can owe the other an answer to."""

    QUESTION = "question"
    PRESERVE = "preserve"
    DATA_QUESTION = "data_question"
    NOTICE = "notice"


class Direction(StrEnum):
    """Who owes, seen from the reader's side."""

    WE_OWE = "we_owe"
    THEY_OWE = "they_owe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question, request or notice: by whom, to whom, and when it was answered, in seconds since 1970."""

    kind: Ask
    asker_id: UUID
    answerer_id: UUID
    asked_at: float
    due_at: float
    answered_at: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How one kind of asking was answered one way. `due` is how many have had their time; of those, `in_time` were
    answered within it. Hours by which half are answered; None while fewer are.
    """

    kind: Ask
    direction: Direction
    asked: int
    answered: int
    due: int
    in_time: int
    late_now: int
    median_hours: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Referrals that went one way. `acted_on` is None where the reader may not see the other side's steps.

    `passed_on_hours` is how long they lay with the organisation before, where the reader sees it.
    """

    direction: Direction
    referrals: int
    acted_on: Wait | None
    outcome: Wait
    results: Results
    passed_on_hours: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """All that the reader's organisation and one other owe and answer each other."""

    other_id: UUID
    other: str
    other_kind: str
    flows: tuple[Flow, ...]
    answers: tuple[Answers, ...]


def answers_of(asked: Iterable[Asked], own: UUID, other: UUID, now: float) -> tuple[Answers, ...]:
    """How these two answered each other, by kind and direction; what nobody asked is left out."""
    found = []
    listed = list(asked)
    for direction, (asker, answerer) in ((Direction.WE_OWE, (other, own)), (Direction.THEY_OWE, (own, other))):
        for kind in Ask:
            of_kind = [
                each for each in listed if each.kind is kind and each.asker_id == asker and each.answerer_id == answerer
            ]
            if of_kind:
                found.append(_answers(kind, direction, of_kind, now))
    return tuple(found)


def _answers(kind: Ask, direction: Direction, asked: Sequence[Asked], now: float) -> Answers:
    hours = [((each.answered_at or now) - each.asked_at) / 3600 for each in asked]
    curve = waiting_curve(hours, [each.answered_at is not None for each in asked])
    # What was answered counts at once; what was not counts once its time is over.
    due = [each for each in asked if each.answered_at is not None or each.due_at < now]
    return Answers(
        kind=kind,
        direction=direction,
        asked=len(asked),
        answered=sum(each.answered_at is not None for each in asked),
        due=len(due),
        in_time=sum(each.answered_at is not None and each.answered_at <= each.due_at for each in due),
        late_now=sum(each.answered_at is None and each.due_at < now for each in asked),
        median_hours=curve.quantile(0.5) if curve else None,
    )


def flow_of(
    direction: Direction, items: Items, step: Step | None, now: float, *, sees_steps: bool = True
) -> Flow | None:
    """Referrals that went one way, with what was done; None where none went."""
    if not len(items):
        return None
    lay = (items["arrived_at"] - items["received_at"]) / 3600
    return Flow(
        direction=direction,
        referrals=len(items),
        acted_on=wait_of(items, step, now) if sees_steps else None,
        outcome=wait_of(items, Step.OUTCOME, now),
        results=results_of(items),
        passed_on_hours=float(np.median(lay)) if (lay > 0).any() else None,
    )
