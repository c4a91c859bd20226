"""When a candidate is decided: by one person, by two who agree, or by a supervisor where they do not. Pure.

A second opinion never holds up a referral of a child who may be in danger now.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from causeway.vocabulary.candidates import Decision


class Stage(StrEnum):
    """Whose decision a candidate waits for."""

    FIRST = "first"
    SECOND = "second"
    SUPERVISOR = "supervisor"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What one person decided, in the stage in which they were asked."""

    stage: Stage
    decision: Decision
    is_urgent: bool = False
    asks_second: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a candidate stands: `decision` is None until it has ended, and where it was a check."""

    stage: Stage
    decision: Decision | None = None


class Opinion(StrEnum):
    """What a second opinion came to."""

    NONE = ""
    AGREED = "agreed"
    DIFFERED = "differed"


def standing_of(given: Sequence[Given], second_opinion_for: Collection[Decision]) -> Standing:
    """Where a candidate stands after these decisions of one turn, oldest first."""
    if not given:
        return Standing(stage=Stage.FIRST)
    last = given[-1]
    if last.stage is Stage.SUPERVISOR or (last.is_urgent and last.decision is Decision.REFER):
        return Standing(stage=Stage.ENDED, decision=last.decision)
    if last.stage is Stage.FIRST:
        if last.asks_second or last.decision in second_opinion_for:
            return Standing(stage=Stage.SECOND)
        return Standing(stage=Stage.ENDED, decision=last.decision)
    if opinion_of(given) is Opinion.AGREED:
        return Standing(stage=Stage.ENDED, decision=last.decision)
    return Standing(stage=Stage.SUPERVISOR)


def opinion_of(given: Sequence[Given]) -> Opinion:
    """Whether the second person decided as the first did."""
    by_stage = {one.stage: one.decision for one in given}
    if Stage.FIRST not in by_stage or Stage.SECOND not in by_stage:
        return Opinion.NONE
    return Opinion.AGREED if by_stage[Stage.FIRST] is by_stage[Stage.SECOND] else Opinion.DIFFERED
