"""By which rules a chart says that something has changed. Each has a name, so that a reader can weigh it.

Points beyond the limits and two of three near them are the first two tests of the Western Electric Statistical Quality
Control Handbook (1956), eight on one side its fourth; six that rise or fall is test 3 of Nelson, Journal of Quality
Technology 16 (1984) 237-239. No more are used: each further rule cries wolf more often.
"""

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

RUN_LENGTH = 8
TREND_LENGTH = 6


class Rule(StrEnum):
    """Why a point is called special."""

    BEYOND_LIMITS = "beyond_limits"
    TWO_OF_THREE = "two_of_three"
    LONG_RUN = "long_run"
    TREND = "trend"
    DRIFT = "drift"


def signals_of(scores: Sequence[float | None]) -> tuple[tuple[Rule, ...], ...]:
    """The rules that each point fulfils, from how many standard deviations it stands from the centre. None is a point
    without a value: it fulfils nothing and is passed over.
    """
    known = [(index, score) for index, score in enumerate(scores) if score is not None]
    found: list[list[Rule]] = [[] for _ in scores]
    values = [score for _, score in known]
    for place, (index, _) in enumerate(known):
        found[index] = [rule for rule, test in _TESTS if test(values[: place + 1])]
    return tuple(tuple(rules) for rules in found)


def _beyond(values: Sequence[float]) -> bool:
    return abs(values[-1]) > 3


def _two_of_three(values: Sequence[float]) -> bool:
    last = values[-3:]
    side = 1 if last[-1] > 0 else -1
    return side * last[-1] > 2 and sum(side * value > 2 for value in last) >= 2


def _long_run(values: Sequence[float]) -> bool:
    last = values[-RUN_LENGTH:]
    return len(last) == RUN_LENGTH and (all(value > 0 for value in last) or all(value < 0 for value in last))


def _trend(values: Sequence[float]) -> bool:
    last = values[-TREND_LENGTH:]
    steps = [later - earlier for earlier, later in pairwise(last)]
    full = len(last) == TREND_LENGTH
    return full and (all(step > 0 for step in steps) or all(step < 0 for step in steps))


_TESTS = (
    (Rule.BEYOND_LIMITS, _beyond),
    (Rule.TWO_OF_THREE, _two_of_three),
    (Rule.LONG_RUN, _long_run),
    (Rule.TREND, _trend),
)
